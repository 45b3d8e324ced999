"""The words by which questions name things: from the lexicons and from the graph itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.answers.cleaning import fold, has_han, readings, syllable
from kg.answers.knowledge import Entity, Knowledge, Section
from kg.lexicon import BodyType, Hazard, load_body_types, load_divisions, load_hazards
from kg.lexicon.tables import read_table, words

_RANKED = re.compile(r"(总队|支队|大队|中队)(?:\(.*\))?$")
_PAREN = re.compile(r"[(\uff08](.+?)[)\uff09]")
_HEAD = re.compile(r"^(.*) (bureau|department|office|commission|administration|committee)$")
_HEADS = ("bureau", "department", "office", "authority", "administration", "agency")
_RANKLESS = re.compile(r"[^局委厅部队院办会处站所室心段府区]$|^[a-z ]+$")
_NOT_ALONE = frozenset({"机构", "单位", "企业", "政府", "区", "市", "县", "乡", "镇", "组", "村"})
# A name of one office: where the texts do not write it, they do not mean it.
_OFFICE = re.compile(r"(?:总队|支队|大队|厅|局|委员会)$")


@dataclass(frozen=True)
class Meaning:
    """One meaning of a form: kind of token and its value.

    Kinds ``body``, ``domain``, ``source``, ``document``, ``section`` carry an IRI; ``nobody`` a
    body the graph does not have; ``soft`` a field that lies in a domain; ``term`` words of
    another language; the rest is of ``questions.tsv``.
    """

    kind: str
    value: str
    iris: tuple[str, ...] = ()


Forms = dict[str, list[Meaning]]


@lru_cache(maxsize=1)
def question_words() -> tuple[tuple[str, Meaning], ...]:
    """The forms of ``questions.tsv`` with their meanings."""
    found = []
    for _, (kind, value, chinese, english) in read_table("questions.tsv", 4):
        for form in (*words(chinese), *words(english)):
            found.append((fold(form), Meaning(kind, value)))
    return tuple(found)


@lru_cache(maxsize=1)
def glossary() -> dict[str, tuple[str, ...]]:
    """English words and phrases of ``glossary.tsv`` with the Chinese words they may mean."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, (chinese, english) in read_table("glossary.tsv", 2):
        for form in words(english):
            found[stem_phrase(form)].extend(words(chinese))
    return {form: tuple(dict.fromkeys(terms)) for form, terms in found.items()}


@lru_cache(maxsize=1)
def glossary_phrases() -> tuple[str, ...]:
    """The English words and phrases of ``glossary.tsv`` as they are written."""
    return tuple(
        form.lower() for _, (_, english) in read_table("glossary.tsv", 2) for form in words(english)
    )


@lru_cache(maxsize=1)
def _english_titles() -> dict[str, tuple[str, ...]]:
    """English names of laws by their Chinese titles."""
    return {
        chinese: words(english)
        for _, (chinese, english) in read_table("glossary.tsv", 2)
        if chinese.endswith(("法", "条例", "规定"))
    }


@lru_cache(maxsize=1)
def _english_phrases() -> dict[str, tuple[str, ...]]:
    """English phrases of two words and more by the Chinese words of the glossary."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, (chinese, english) in read_table("glossary.tsv", 2):
        for word in words(chinese):
            found[word] += [phrase for phrase in words(english) if len(phrase) > 10]
    return {word: tuple(phrases) for word, phrases in found.items()}


def stem(word: str) -> str:
    """An English word without its regular ending: enough to compare, not to read."""
    for ending, rest in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("xes", "x"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + rest
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            return word.rstrip("e")
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def stem_phrase(phrase: str) -> str:
    """A phrase of stems, split at blanks and hyphens."""
    return " ".join(stem(w) for w in re.findall(r"[a-z0-9]+", phrase.lower()))


def build_forms(knowledge: Knowledge) -> Forms:
    """Every form with its meanings, the more precise meaning first."""
    forms: Forms = defaultdict(list)
    for form, meaning in _named(knowledge):
        key = fold(form).strip()
        if key and meaning not in forms[key]:
            forms[key].append(meaning)
    for form, meaning in question_words():
        if meaning not in forms[form]:
            forms[form].append(meaning)
    for place in places_of(knowledge):
        if len(place) > 1 and not forms[fold(place)]:
            forms[fold(place)].append(Meaning("region", place))
    for form, meaning in _absent_bodies(knowledge):
        if not forms[fold(form)]:
            forms[fold(form)].append(meaning)
    return dict(forms)


def _named(knowledge: Knowledge) -> Iterator[tuple[str, Meaning]]:
    for section in knowledge.sections.values():
        yield from _section_forms(section)
    yield from _body_forms(knowledge)
    yield from _domain_forms(knowledge)
    documents = [entity.label for entity in knowledge.of_kind("document")]
    for entity in knowledge.of_kind("source"):
        names = {entity.label, _PAREN.sub("", entity.label), re.sub(r"[〈〉<>]", "", entity.label)}
        for name in {
            *names,
            *_english_titles().get(entity.label, ()),
            *_undated(entity.label),
            *_endings(entity.label, documents),
        }:
            yield name, Meaning("source", entity.iri, (entity.iri,))
        if entity.label.endswith(("法", "条例")):
            yield f"中华人民共和国{entity.label}", Meaning("source", entity.iri, (entity.iri,))
    for entity in knowledge.of_kind("document"):
        yield entity.label, Meaning("document", entity.iri, (entity.iri,))
    asked = {form for form, _ in question_words()}
    for entity in knowledge.of_kind("group"):
        if (
            entity.label not in asked
            and len(entity.label) >= 4
            and entity.label.endswith("部门")
            and "各" not in entity.label
        ):
            yield entity.label, Meaning("group", entity.iri, (entity.iri,))


_DATED = re.compile(r"^.{0,12}?\d{4}年(?:度)?(?=.{5,})")


_SHORTEST_PART = 6


def _endings(title: str, documents: list[str]) -> Iterator[str]:
    """What a title ends with, as people shorten it; not what titles of plans here end with too."""
    core = re.sub(r"[(\uff08][^()\uff08\uff09]*[)\uff09]$", "", title)
    words = {form for form, _ in question_words()}
    for at in range(1, len(core) - _SHORTEST_PART + 1):
        part = core[at:]
        if part not in words and not any(part in document for document in documents):
            yield part
            if core != title:
                yield part + title[len(core) :]


def _undated(title: str) -> Iterator[str]:
    """A title without the place and year that it begins with: 消防工作要点."""
    rest = _DATED.sub("", title)
    if rest != title:
        yield rest


def _section_forms(section: Section) -> Iterator[tuple[str, Meaning]]:
    if section.kind not in ("Phase", "Requirement", "Topic"):
        return
    meaning = Meaning("section", section.iri, (section.iri,))
    yield section.label, meaning
    for phrase in _english_phrases().get(section.label, ()):
        yield phrase, meaning
    if section.kind == "Topic":
        bare = section.label.removesuffix("专题")
        for length in range(4, len(bare)):
            yield bare[:length], meaning
            yield bare[-length:], meaning


@lru_cache(maxsize=1)
def hazards_by_key() -> dict[str, Hazard]:
    """The fields of safety by their keys."""
    return {h.key: h for h in load_hazards()}


def _domain_forms(knowledge: Knowledge) -> Iterator[tuple[str, Meaning]]:
    hazards = hazards_by_key()
    topics = {s.domain for s in knowledge.sections.values() if s.kind == "Topic"}
    homes: dict[str, list[str]] = defaultdict(list)
    for entity in knowledge.of_kind("domain"):
        if entity.iri in topics:
            section = next(s for s in knowledge.sections.values() if s.domain == entity.iri)
            meaning = Meaning("section", section.iri, (section.iri,))
        else:
            meaning = Meaning("domain", entity.iri, (entity.iri,))
        own = hazards.get(entity.key)
        parts = [p for p in re.split("[和与及、]", entity.label) if len(p) > 1 and has_han(p)]
        for name in (*entity.names, *(own.words if own else ()), *(parts if parts[1:] else ())):
            yield name, meaning
            if has_han(name) and len(name) <= 4:
                yield f"{name}安全", meaning
        if own and entity.iri not in topics:
            homes[own.key].append(entity.iri)
    for hazard in hazards.values():
        if hazard.key in homes:
            continue
        up = tuple(dict.fromkeys(i for k in _above(hazard, hazards) for i in homes.get(k, ())))
        for word in hazard.words:
            yield word, Meaning("soft", hazard.key, up)


def _above(hazard: Hazard, hazards: dict[str, Hazard]) -> Iterator[str]:
    queue, seen = list(hazard.broaders), set()
    while queue:
        key = queue.pop(0)
        if key not in seen:
            seen.add(key)
            yield key
            queue.extend(hazards[key].broaders)


def _body_forms(knowledge: Knowledge) -> Iterator[tuple[str, Meaning]]:
    fields = {word for h in load_hazards() for word in h.words}
    by_form: dict[str, list[Entity]] = defaultdict(list)
    for entity in knowledge.of_kind("body"):
        body_type = type_of(entity, knowledge)
        for form in _forms_of(entity, body_type, knowledge):
            if entity not in by_form[form] and len(form) > 1:
                by_form[form].append(entity)
    for form, entities in by_form.items():
        if form not in _NOT_ALONE and not (form in fields and _RANKLESS.search(form)):
            chosen = _surer(form, entities)
            yield form, Meaning("body", chosen[0].iri, tuple(e.iri for e in chosen))


def _absent_bodies(knowledge: Knowledge) -> Iterator[tuple[str, Meaning]]:
    """Forms of types of bodies that the graph has none of, or only mentions in its texts."""
    text = "".join(duty.text for duty in knowledge.duties.values())
    for body_type in load_body_types().types:
        chinese = [form for form, _, _ in body_type.forms()]
        mentioned = tuple(form for form in chinese if len(form) > 3 and form in text)
        group, nobody = (
            Meaning("group", body_type.key, mentioned),
            Meaning("nobody", body_type.key),
        )
        for form in (*chinese, *english_names(body_type)):
            if form not in _NOT_ALONE and len(form) > 2:
                named = form in mentioned or not _OFFICE.search(form)
                yield form, group if mentioned and named else nobody


def _surer(form: str, entities: list[Entity]) -> list[Entity]:
    """Bodies with the most precise claim to a form: as written, official, short, everyday."""
    kept = [e for e in entities if not e.uncertain or form in e.names] or entities
    ranks = {e.iri: _rank(form, e) for e in kept}
    return [e for e in kept if ranks[e.iri] == min(ranks.values())]


def _rank(form: str, entity: Entity) -> int:
    if form in entity.names:
        return 0
    if not entity.key or entity.key == "township":
        return 1
    body_type = load_body_types().get(entity.key)
    if form == body_type.english.lower():
        return 1
    kinds = {f: kind for f, kind, _ in body_type.forms()}
    return {"official": 1, "short": 2, "everyday": 3}.get(kinds.get(form, "former"), 4)


def type_of(entity: Entity, knowledge: Knowledge) -> BodyType | None:
    """The type of a body, also where only its name says it."""
    types = load_body_types()
    if entity.key and entity.key != "township":
        return types.get(entity.key)
    for prefix in places_of(knowledge):
        if entity.label.startswith(prefix):
            found = types.named(entity.label[len(prefix) :])
            if found:
                return found[0]
    return None


def places_of(knowledge: Knowledge) -> list[str]:
    """The names of the places of all documents, and of what they lie in, the longest first."""
    found = {form for region in knowledge.regions.values() for form in _place_forms(region)}
    doubled = {a + b for a in found for b in found if a.endswith(("市", "县", "区"))}
    return sorted(found | doubled, key=len, reverse=True)


@lru_cache(maxsize=256)
def _place_forms(region: str) -> tuple[str, ...]:
    divisions = load_divisions()
    forms: list[str] = []
    for division in divisions.find(region)[:1]:
        near = [division]
        while above := divisions.parent(near[-1].code):
            near.append(above)
        for place in near:
            forms += [*divisions.forms(place), place.short]
    return tuple(dict.fromkeys(form for form in (region, *forms) if form))


def _forms_of(entity: Entity, body_type: BodyType | None, knowledge: Knowledge) -> Iterator[str]:
    ranked = _RANKED.search(entity.label)
    for name in entity.names:
        yield name
        yield _PAREN.sub("", name)
        yield from _branch_forms(name)
        yield from (part for part in _PAREN.findall(name) if len(part) > 2 and has_han(part))
        for prefix in places_of(knowledge):
            if name.startswith(prefix) and len(name) > len(prefix) + 2:
                yield name[len(prefix) :]
    if body_type is not None:
        yield from lexicon_forms(entity, body_type)
        if not (ranked and ranked[1] != "大队"):
            yield from english_names(body_type)
    if entity.key and ranked:
        yield from _english_label(entity)
    for part in _parts_of(entity, knowledge):
        yield from lexicon_forms(entity, part)
        yield from english_names(part)
    if entity.key == "township":
        yield from _romanised(entity.label)


_BRANCH = re.compile(r"^(?:.*?[州市县省区])?(.{2,8})局.{2,12}分局$")


def _branch_forms(name: str) -> Iterator[str]:
    """A branch office without the place it is for: 生态环境分局."""
    match = _BRANCH.match(name)
    if match:
        yield f"{match[1]}分局"


_PLACE = re.compile(r"^.*?\b(?:City|Prefecture|County|District|Province|Region|Municipality) ")


def _english_label(entity: Entity) -> Iterator[str]:
    bare = _PLACE.sub("", entity.english).lower()
    if bare:
        yield bare


def _parts_of(entity: Entity, knowledge: Knowledge) -> Iterator[BodyType]:
    """Types that a body was merged of, or whose name it has as a second one in brackets."""
    label = _PAREN.sub("", entity.label)
    for prefix in places_of(knowledge):
        label = label.removeprefix(prefix)
    names = [part for part in _PAREN.findall(entity.label) if len(part) > 2]
    if label.endswith("局"):
        parts = re.split("[和与]", label[:-1])
        names += [f"{part}局" for part in parts if len(parts) > 1 and len(part) > 1]
    for name in names:
        yield from load_body_types().named(name)[:1]


def lexicon_forms(entity: Entity, body_type: BodyType) -> Iterator[str]:
    """The lexicon's names of a type that can mean this body, by its rank and level."""
    ranked = _RANKED.search(entity.label)
    for form, _, _ in body_type.forms():
        other = _RANKED.search(form)
        if not (ranked and other and ranked[1] != other[1]) and _at_home(form, entity):
            yield form


_NATIONAL = re.compile(r"^(?:国家|国务院|中央)|(?:[^传战交工织农装][部]|厅|总局)$")


def _at_home(form: str, entity: Entity) -> bool:
    """Whether a form can name a body of this level: 农业农村部 is no 农业农村局."""
    ending = _NATIONAL.search(form)
    return ending is None or entity.level in ("national",) or entity.label.endswith(form[-1:])


def _romanised(label: str) -> Iterator[str]:
    bare = label[:-1] if label.endswith(("镇", "乡")) else label
    yield bare
    joined = "".join(readings(bare))
    yield joined
    yield f"{joined} town"
    yield f"{joined} township"


def english_names(body_type: BodyType) -> Iterator[str]:
    """The English names of a type of body, put in every order."""
    for name in (body_type.english, *body_type.english_everyday):
        lower = name.lower()
        yield lower
        yield lower.replace(" and ", " & ")
        yield lower.replace(",", "")
        head = _HEAD.match(lower)
        if head:
            yield f"{head[2]} of {head[1]}"
            if "," not in head[1]:
                yield from (f"{head[1]} {other}" for other in _HEADS)


def pinyin_index(forms: Forms) -> dict[tuple[str, ...], list[str]]:
    """Forms of two or more Han characters by their reading, to find words of the same sound."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for form, meanings in forms.items():
        if 2 <= len(form) <= 12 and has_han(form) and meanings[0].kind not in _NO_SOUND:
            found[readings(form)].append(form)
    return dict(found)


_NO_SOUND = frozenset(
    {"topicless", "nobody", "group", "chat", "outside", "instruction", "branch", "and"}
)


def latin_index(entities: Iterable[Entity]) -> dict[str, list[Entity]]:
    """Bodies and domains by the pinyin of their names and by its initials."""
    found: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        for name in entity.names:
            if 2 <= len(name) <= 20 and has_han(name):
                sounds = [syllable(c) for c in name]
                for key in ("".join(sounds), "".join(s[0] for s in sounds)):
                    if len(key) > 2 and entity not in found[key]:
                        found[key].append(entity)
    return dict(found)
