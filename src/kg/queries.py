"""The catalogue of named queries: ``queries/{questions,views,checks}/*.rq``.

A file is valid SPARQL with a head of ``#+`` lines in YAML. A parameter is a ``VALUES ?name { UNDEF }``
slot; the catalogue writes serialised terms into it, so no text of a user ever becomes SPARQL.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rdflib import XSD, URIRef
from rdflib import Literal as Term

from kg.errors import QueryError, VocabularyError
from kg.resources import queries_dir
from kg.store.binding import write_term
from kg.vocabulary import DEFAULT_BASE, checked_iri, expand

Family = Literal["questions", "views", "checks"]
FAMILIES: tuple[Family, ...] = ("questions", "views", "checks")
ParameterType = Literal["iri", "string", "date", "integer", "decimal", "boolean"]
Value = URIRef | Term | str | int | float | bool

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATATYPES = {
    "date": XSD.date,
    "integer": XSD.integer,
    "decimal": XSD.decimal,
    "boolean": XSD.boolean,
}
_FORMS = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "integer": re.compile(r"[+-]?\d+"),
    "decimal": re.compile(r"[+-]?\d+(?:\.\d+)?"),
    "boolean": re.compile(r"true|false"),
}


class Parameter(BaseModel):
    """A value that a query can be asked with.

    Attributes:
        name: the variable of its ``VALUES`` slot.
        type: what kind of value it takes; ``iri`` also takes a CURIE.
        label: what it means, in Chinese; ``label_en`` in English.
        required: whether the query cannot run without it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    type: ParameterType = "string"
    label: str
    label_en: str = ""
    required: bool = False


class _Head(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    summary: str = Field(min_length=1)
    summary_en: str = ""
    description: str = ""
    description_en: str = ""
    questions: tuple[str, ...] = ()
    params: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the catalogue.

    Attributes:
        name: file name without suffix, the same in CLI, API and evidence.
        family: the folder it stands in.
        text: the whole file, valid SPARQL as it stands.
        summary: one line in Chinese; ``summary_en`` in English.
        questions: how a person would ask it.
        params: the values it takes.
        extra: further keys of the head, e.g. ``severity`` and ``remedy`` of a check.
    """

    name: str
    family: Family
    text: str
    summary: str
    summary_en: str = ""
    description: str = ""
    description_en: str = ""
    questions: tuple[str, ...] = ()
    params: tuple[Parameter, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def bind(self, values: Mapping[str, Value | Sequence[Value]], base: str = DEFAULT_BASE) -> str:
        """Return the SPARQL with the values in their slots.

        Args:
            values: by parameter name; several values of one parameter mean "any of these".
            base: what the prefix ``id:`` of a CURIE stands for.

        Raises:
            QueryError: a parameter is unknown, missing or not of its type.
        """
        self._check_names(values)
        text = self.text
        for parameter in self.params:
            given = values.get(parameter.name)
            if given is None:
                continue
            text = _fill(text, parameter, given, base)
        return text

    def _check_names(self, values: Mapping[str, object]) -> None:
        known = [parameter.name for parameter in self.params]
        for name in values:
            if name not in known:
                raise QueryError(
                    f"cannot run query '{self.name}'",
                    f"it has no parameter '{name}'",
                    f"it takes: {', '.join(known) or 'none'}",
                )
        missing = [p.name for p in self.params if p.required and values.get(p.name) is None]
        if missing:
            raise QueryError(
                f"cannot run query '{self.name}'",
                f"parameter '{missing[0]}' is required",
                f"add --param {missing[0]}=VALUE",
            )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All named queries, by name."""

    queries: Mapping[str, NamedQuery]

    def __iter__(self) -> Iterator[NamedQuery]:
        """Yield the queries by family, then by name."""
        return iter(self.queries.values())

    def __contains__(self, name: str) -> bool:
        """Whether there is a query of that name."""
        return name in self.queries

    def get(self, name: str) -> NamedQuery:
        """Return the query of that name.

        Raises:
            QueryError: there is none; the message names the nearest.
        """
        if name in self.queries:
            return self.queries[name]
        close = difflib.get_close_matches(name, self.queries, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(repr(each) for each in close)}? " if close else ""
        raise QueryError(
            f"unknown query '{name}'", "", f"{hint}'kg queries' lists all {len(self.queries)}"
        )

    def of(self, family: Family) -> tuple[NamedQuery, ...]:
        """Return the queries of one folder."""
        return tuple(query for query in self if query.family == family)


@cache
def load_catalogue(directory: Path | None = None) -> Catalogue:
    """Return the catalogue of ``queries/``.

    Raises:
        QueryError: a head or a slot is wrong; the message names file and line.
    """
    root = directory or queries_dir()
    queries: dict[str, NamedQuery] = {}
    for family in FAMILIES:
        for path in sorted((root / family).glob("*.rq")):
            query = read_query(path, family)
            if query.name in queries:
                raise _wrong(path, 1, f"'{query.name}' stands in two folders", "rename one")
            queries[query.name] = query
    return Catalogue(queries)


def read_query(path: Path, family: Family) -> NamedQuery:
    """Return one file as a named query.

    Raises:
        QueryError: the name, the head or a slot is wrong.
    """
    text = path.read_text(encoding="utf-8")
    if not _NAME.fullmatch(path.stem):
        raise _wrong(path, 1, "the name is not kebab-case", "rename it like 'who-leads.rq'")
    head = _read_head(path, text)
    for parameter in head.params:
        if not _slot(parameter.name).search(text):
            slot = f"VALUES ?{parameter.name} {{ UNDEF }}"
            raise _wrong(path, 1, f"parameter '{parameter.name}' has no slot", f"write '{slot}'")
    return NamedQuery(
        name=path.stem,
        family=family,
        text=text,
        summary=head.summary,
        summary_en=head.summary_en,
        description=head.description,
        description_en=head.description_en,
        questions=head.questions,
        params=head.params,
        extra=dict(head.model_extra or {}),
    )


def to_term(parameter: Parameter, value: Value, base: str = DEFAULT_BASE) -> URIRef | Term:
    """Return a value as the RDF term that a parameter takes.

    Raises:
        QueryError: it is not of the parameter's type.
    """
    kind = parameter.type
    if isinstance(value, Term) and kind != "iri":
        return value
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if kind == "iri":
        try:
            return checked_iri(text) if isinstance(value, URIRef) else expand(text, base)
        except VocabularyError as error:
            raise QueryError(f"cannot use '{text}' as '{parameter.name}'", str(error)) from error
    if kind == "string":
        return Term(text)
    if not _FORMS[kind].fullmatch(text):
        raise QueryError(
            f"cannot use '{text}' as '{parameter.name}'",
            f"it is not of type {kind}",
            "write a date as 2020-12-31" if kind == "date" else f"give a value of type {kind}",
        )
    return Term(text, datatype=_DATATYPES[kind], normalize=False)


def parse_parameters(pairs: Iterable[str]) -> dict[str, list[str]]:
    """Return ``name=value`` pairs by name, as a command line gives them.

    Raises:
        QueryError: a pair has no ``=``.
    """
    values: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise QueryError(f"cannot use parameter '{pair}'", "it has no '='", "write NAME=VALUE")
        values.setdefault(name, []).append(value)
    return values


def _fill(text: str, parameter: Parameter, given: Value | Sequence[Value], base: str) -> str:
    several = cast(Sequence[Value], given if isinstance(given, list | tuple) else (given,))
    terms = " ".join(write_term(to_term(parameter, each, base)) for each in several)
    filled = f"VALUES ?{parameter.name} {{ {terms} }}"
    # A function as replacement, since backslashes of a literal are no group references.
    return _slot(parameter.name).sub(lambda _: filled, text)


def _read_head(path: Path, text: str) -> _Head:
    lines = text.splitlines()
    head = [line[2:].removeprefix(" ") for line in lines if line.startswith("#+")]
    try:
        return _Head.model_validate(yaml.safe_load("\n".join(head)) or {})
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _wrong(path, at, str(error.problem), "correct the YAML of the head") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        at = next((n for n, line in enumerate(lines, 1) if key.split(".")[0] in line), 1)
        raise _wrong(path, at, f"'{key}': {first['msg']}", "correct the head") from error


@cache
def _slot(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{\s*UNDEF\s*\}}", re.IGNORECASE)


def _wrong(path: Path, line: int, why: str, remedy: str) -> QueryError:
    where = f"{path.parent.name}/{path.name}:{line}"
    return QueryError(f"cannot load query '{where}'", why, remedy, line=line)
