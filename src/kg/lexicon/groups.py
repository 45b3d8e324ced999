"""Words for groups that plans task without naming their members: 相关乡镇、街道, 各部门."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from kg.errors import VocabularyError
from kg.lexicon.tables import read_table, words

GroupKind = Literal["place", "government", "body", "enterprise", "people"]
_KINDS = ("place", "government", "body", "enterprise", "people")
_QUANTIFIER = re.compile(
    r"^(?:(?:其他|其它|全体|所有|各级|各类|各|有关|相关|涉及|属地|所在|所属|本|全市|全县|全区|全州|全省|"
    r"市级|县级|区级|州级|省级|市直|县直|区直|州直)(?:的)?)+"
)


@dataclass(frozen=True)
class GroupWord:
    """A kind of group.

    Attributes:
        words: other ways to write it.
        kind: what its members are.
    """

    key: str
    label: str
    words: tuple[str, ...]
    english: str
    english_words: tuple[str, ...]
    kind: GroupKind


@lru_cache(maxsize=1)
def load_groups() -> tuple[GroupWord, ...]:
    """The groups of ``data/lexicons/groups.tsv``.

    Raises:
        VocabularyError: if a line is malformed.
    """
    groups = []
    for number, (key, label, variants, english, said, kind) in read_table("groups.tsv", 6):
        if kind not in _KINDS:
            raise VocabularyError(
                f"cannot read line {number} of 'groups.tsv'",
                f"'{kind}' is no kind of group",
                f"write one of {', '.join(_KINDS)}",
            )
        groups.append(
            GroupWord(key, label, words(variants), english, words(said), cast(GroupKind, kind))
        )
    return tuple(groups)


@lru_cache(maxsize=1)
def _by_word() -> dict[str, GroupWord]:
    found: dict[str, GroupWord] = {}
    for group in load_groups():
        for word in (group.label, *group.words):
            found.setdefault(word, group)
    return found


def find_group(text: str) -> GroupWord | None:
    """The kind of group that words name, 相关 and 各 in front taken off; None for a body."""
    bare = text.strip().replace("（", "(").replace("）", ")")
    return _by_word().get(bare) or _by_word().get(_QUANTIFIER.sub("", bare))
