"""The visible register of what the extractor knows about the language of government plans.

Every rule is a named entry: what it says, words it is about, and the pattern or function that
applies it. Stages ask the register for their entries, so a rule taken out is really gone:
``RULES.without("deadline.year-end")`` reads documents as if nobody had written it. A test takes out
one after the other and shows which behaviour goes (tests/extraction/cases).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.errors import VocabularyError


@dataclass(frozen=True)
class Rule:
    """One thing the extractor knows.

    Attributes:
        key: ``stage.name``, unique.
        says: what the rule states, in one English sentence.
        example: words of a document it is about.
        pattern: regular expression on folded text (see ``flow.fold``), where the rule is one.
        value: what a match means, as the rule's stage defines it (a role, a unit, a code).
    """

    key: str
    says: str
    example: str
    pattern: str | None = None
    value: str | None = None

    @property
    def stage(self) -> str:
        """The part of the key before the dot."""
        return self.key.partition(".")[0]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern.

        Raises:
            VocabularyError: if the rule has no pattern.
        """
        if self.pattern is None:
            raise VocabularyError(f"rule {self.key!r} has no pattern")
        return re.compile(self.pattern)


@dataclass(frozen=True)
class Register:
    """An ordered set of rules; stages read their entries from it."""

    rules: tuple[Rule, ...]
    _by_key: dict[str, Rule] = field(init=False, repr=False, compare=False)
    _by_stage: dict[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key = {rule.key: rule for rule in self.rules}
        if len(by_key) != len(self.rules):
            raise VocabularyError("two extraction rules have the same key")
        stages: dict[str, list[Rule]] = {}
        for rule in self.rules:
            stages.setdefault(rule.stage, []).append(rule)
        object.__setattr__(self, "_by_key", by_key)
        object.__setattr__(self, "_by_stage", {k: tuple(v) for k, v in stages.items()})

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def stage(self, name: str) -> tuple[Rule, ...]:
        """The rules of one stage, in order of precedence."""
        return self._by_stage.get(name, ())

    def get(self, key: str) -> Rule:
        """The rule with this key.

        Raises:
            VocabularyError: if there is none.
        """
        if key not in self._by_key:
            raise VocabularyError(f"unknown extraction rule {key!r}")
        return self._by_key[key]

    def without(self, *keys: str) -> Register:
        """The register with these entries taken out.

        Raises:
            VocabularyError: if a key is unknown.
        """
        for key in keys:
            self.get(key)
        return Register(tuple(rule for rule in self.rules if rule.key not in keys))
