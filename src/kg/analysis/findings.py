"""Running the checks and making findings of what they yield."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.analysis.catalogue import Runnable, load_checks
from kg.analysis.clauses import fold
from kg.analysis.facts import Facts
from kg.analysis.labels import labels_of, quote
from kg.analysis.model import SEVERITIES, Evidence, Failure, Finding, Findings, Row, Status, Words
from kg.analysis.rows import ask_about, text
from kg.errors import KgError, QueryError
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE, Minter

# A slot may say how the noun after a number reads: {duties:duty|duties}.
_SLOT = re.compile(
    r"(?P<quote>“)?\{(?P<name>\w+)(?::(?P<one>[^|}]*)\|(?P<many>[^}]*))?\}(?(quote)”)"
)
_QUOTED = re.compile("“([^“”]+)”")
_OUTER = str.maketrans("‘’", "“”")
_MOST_LISTED = 6


def findings(
    store: Store,
    kinds: Collection[str] | None = None,
    as_of: date | None = None,
    *,
    base: str = DEFAULT_BASE,
) -> tuple[Finding, ...]:
    """Run checks on the graph as it is and return what they find, the gravest first.

    Args:
        store: the graph.
        kinds: names of the checks to run; all without it.
        as_of: the day that decides what is overdue; today without it.
        base: base of the IRIs.

    Raises:
        QueryError: there is no check of a name, or a check failed.
    """
    result = run_checks(store, kinds, as_of, base=base)
    if result.failures:
        first = result.failures[0]
        raise QueryError(
            f"cannot run check '{first.kind}'", first.reason, "see 'kg blind-spots -h'"
        )
    return result.found


def run_checks(
    store: Store,
    kinds: Collection[str] | None = None,
    as_of: date | None = None,
    *,
    base: str = DEFAULT_BASE,
) -> Findings:
    """Run checks; one that fails is named in the result and does not stop the others.

    Raises:
        QueryError: there is no check of a name.
    """
    facts = Facts(store, as_of or date.today())
    rows: list[tuple[Runnable, Row]] = []
    failures: list[Failure] = []
    for runnable in chosen(kinds):
        try:
            rows.extend((runnable, row) for row in runnable.run(facts))
        except (KgError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            failures.append(Failure(runnable.check.kind, f"{error}" or type(error).__name__))
    found = _Assembly(store, Minter(base)).make(rows)
    return Findings(tuple(sorted(found, key=_rank)), tuple(failures))


def chosen(kinds: Collection[str] | None) -> Sequence[Runnable]:
    """Return the checks of these names; all without names.

    Raises:
        QueryError: there is no check of a name.
    """
    known = load_checks()
    if kinds is None:
        return tuple(known.values())
    for kind in kinds:
        if kind not in known:
            raise QueryError(f"unknown kind of finding '{kind}'", "", f"known: {', '.join(known)}")
    return tuple(runnable for kind, runnable in known.items() if kind in kinds)


def _rank(finding: Finding) -> tuple[object, ...]:
    place = finding.evidence[0] if finding.evidence else None
    where = (place.document, place.line, place.start) if place else ("", 0, 0)
    return (finding.advice, SEVERITIES.index(finding.severity), finding.kind, where, finding.iri)


@dataclass
class _Assembly:
    """Turns rows into findings: labels, evidence, documents and what people decided."""

    store: Store
    minter: Minter
    evidence: dict[str, Evidence] = field(default_factory=dict)
    labels: dict[str, Words] = field(default_factory=dict)
    documents: dict[str, set[str]] = field(default_factory=dict)

    def make(self, rows: Iterable[tuple[Runnable, Row]]) -> list[Finding]:
        """Return the findings of the rows, each once."""
        given = list(rows)
        self._read(row for _, row in given)
        named = {
            str(self.minter.finding(runnable.check.kind, row.focus, row.value)): (runnable, row)
            for runnable, row in given
        }
        decided, owners = self._decisions(named)
        return [
            self._finding(iri, runnable, row, decided.get(iri), owners.get(iri))
            for iri, (runnable, row) in named.items()
        ]

    def _finding(
        self, iri: str, runnable: Runnable, row: Row, review: str | None, owner: str | None
    ) -> Finding:
        places = [
            each if isinstance(each, Evidence) else self.evidence.get(each) for each in row.evidence
        ]
        known = sorted(
            (each for each in places if each is not None),
            key=lambda e: (e.document, e.line, e.start),
        )
        about = {each.document for each in known} or self.documents.get(row.focus, set())
        status: Status = "accepted" if review == "accepted" else "resolved" if owner else "open"
        message = runnable.check.message
        return Finding(
            iri,
            runnable.check,
            row.focus,
            self._label(row.focus),
            row.value,
            Words(
                self._fill(message.zh, row, "zh", known), self._fill(message.en, row, "en", known)
            ),
            tuple(known),
            tuple(sorted(about)),
            status,
            owner,
        )

    def _fill(self, template: str, row: Row, lang: str, known: Sequence[Evidence]) -> str:
        """Put the columns of a row into a message; quotations read as the text does."""

        def shown(match: re.Match[str]) -> str:
            name = match["name"]
            value = row.values.get(name, row.value if name == "value" else "")
            parts = [f"<{row.focus}>"] if name == "focus" else value.split("\x1f")
            words = [self._part(each, lang) for each in parts]
            if match["quote"]:
                words = [quote(each) for each in words]
            listed = _listed(list(dict.fromkeys(words)), lang)
            if match["one"] is None:
                return listed
            return f"{listed} {match['one'] if listed == '1' else match['many']}"

        message = _as_written(_SLOT.sub(shown, template), known)
        if lang == "en":
            message = message.replace("”、“", "”, “")
        return message[:1].upper() + message[1:]

    def _part(self, value: str, lang: str) -> str:
        if value.startswith("<") and value.endswith(">"):
            return self._label(value[1:-1]).of(lang)
        return value

    def _label(self, iri: str) -> Words:
        return self.labels.get(iri) or Words(iri.rsplit("/", 1)[-1], iri.rsplit("/", 1)[-1])

    def _read(self, rows: Iterable[Row]) -> None:
        places: set[str] = set()
        things: set[str] = set()
        focused: set[str] = set()
        for row in rows:
            places.update(each for each in row.evidence if isinstance(each, str))
            focused.add(row.focus)
            for value in row.values.values():
                things.update(e[1:-1] for e in value.split("\x1f") if e.startswith("<"))
        self._read_evidence(places)
        self.labels = labels_of(self.store, things | focused)
        for cells in ask_about(
            self.store,
            focused,
            "{ ?this rg:inDocument ?document } UNION { ?this a rg:Document . BIND(?this AS ?document) }",
            "?document",
        ):
            self.documents.setdefault(text(cells["this"]), set()).add(text(cells["document"]))

    def _read_evidence(self, iris: Iterable[str]) -> None:
        rows = ask_about(
            self.store,
            sorted(iris),
            "?this rg:line ?line ; rg:start ?start ; rg:end ?end ; rg:quote ?quote ; "
            "oa:hasSource ?version . ?version rg:versionOf ?document . "
            "OPTIONAL { ?this rg:endLine ?endLine }",
            "?line ?start ?end ?endLine ?quote ?document",
        )
        for row in rows:
            iri, line = text(row["this"]), int(text(row["line"]))
            self.evidence[iri] = Evidence(
                iri,
                text(row["document"]),
                line,
                int(text(row["start"])),
                int(text(row["end"])),
                int(text(row["endLine"]) or line),
                text(row["quote"]),
            )

    def _decisions(self, iris: Mapping[str, object]) -> tuple[dict[str, str], dict[str, str]]:
        decided: dict[str, str] = {}
        owners: dict[str, str] = {}
        table = self.store.select(
            "PREFIX rg: <https://w3id.org/responsibility/ontology#> SELECT DISTINCT ?f ?review ?owner "
            "WHERE { { ?f rg:reviewStatus ?review } UNION { ?f rg:owner ?owner } }"
        )
        for row in table:
            iri = text(row["f"])
            if iri in iris and row["review"] is not None:
                decided[iri] = text(row["review"])
            if iri in iris and row["owner"] is not None:
                owners[iri] = text(row["owner"])
        return decided, owners


def _listed(words: Sequence[str], lang: str) -> str:
    """Return words as a list, with the number of those left out."""
    shown, more = words[:_MOST_LISTED], len(words) - _MOST_LISTED
    joined = ("、" if lang == "zh" else ", ").join(shown)
    if more <= 0:
        return joined
    return f"{joined}等{len(words)}项" if lang == "zh" else f"{joined} and {more} more"


def _as_written(message: str, known: Sequence[Evidence]) -> str:
    """Return a message whose quotations have the punctuation of the text; checks read one form."""

    def restored(match: re.Match[str]) -> str:
        words = fold(match[1].translate(_OUTER))
        for each in known:
            at = fold(each.quote).find(words)
            if at >= 0:
                return quote(each.quote[at : at + len(words)])
        return match[0]

    return _QUOTED.sub(restored, message)
