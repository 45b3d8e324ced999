"""Whether a graph conforms to the SHACL shapes of ``ontology/shapes``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal as OneOf

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.errors import ConformanceError
from kg.resources import ontology_dir
from kg.vocabulary import compress

Severity = OneOf["violation", "warning", "info"]
_SEVERITIES: Mapping[Node, Severity] = MappingProxyType(
    {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}
)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A place where the graph does not conform to a shape.

    Attributes:
        shape: name of the class whose shape it is, e.g. ``Assignment``.
        focus: the entity that is wrong.
        path: the property that is wrong, as an IRI; empty where the entity as a whole is.
        value: the value that is wrong; empty where one is missing.
        severity: how bad it is.
        message_zh: what is wrong, in Chinese.
        message_en: what is wrong, in English.
    """

    shape: str
    focus: str
    path: str
    value: str
    severity: Severity
    message_zh: str
    message_en: str

    def __str__(self) -> str:
        """One line: which entity, which property, what is wrong."""
        path = f" {compress(self.path)}" if self.path else ""
        value = f" '{self.value}'" if self.value else ""
        return f"{compress(self.focus).strip('<>')}{path}{value}: {self.message_en}"


@dataclass(frozen=True, slots=True)
class _Shapes:
    merged: Graph
    owners: Mapping[Node, str]


def validate(graph: Graph, *, classes: Collection[str] | None = None) -> tuple[Violation, ...]:
    """Return where a graph does not conform to the shapes; nothing where it conforms.

    Args:
        graph: one document graph or another small graph; it is only read.
        classes: the classes whose shapes to use; all of them where None.

    Raises:
        ConformanceError: there is no shape for one of ``classes``, or a shape cannot be used.
    """
    from pyshacl import validate as run_shacl
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError

    shapes = _load_shapes(None if classes is None else frozenset(classes))
    try:
        conforms, report, _ = run_shacl(
            graph, shacl_graph=shapes.merged, inference="none", inplace=True, do_owl_imports=False
        )
    except (ReportableRuntimeError, ShapeLoadError) as error:
        raise ConformanceError(
            "cannot validate the graph", f"a shape cannot be used ({error})", "correct the shape"
        ) from error
    if conforms and not isinstance(report, Graph):
        return ()
    results = report.subjects(RDF.type, SH.ValidationResult)
    return tuple(sorted({_read_result(report, result, shapes.owners) for result in results}))


def shape_names() -> tuple[str, ...]:
    """Return the classes that have a shape."""
    return tuple(path.stem for path in sorted((ontology_dir() / "shapes").glob("*.ttl")))


def raise_violations(graph: Graph, what: str) -> None:
    """Return quietly if the graph conforms.

    Raises:
        ConformanceError: it does not; the message names the first violation and how many more.
    """
    found = [each for each in validate(graph) if each.severity == "violation"]
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise ConformanceError(
            f"cannot accept {what}", f"{found[0]}{more}", "see 'kg validate' for all of them"
        )


@cache
def _load_shapes(classes: frozenset[str] | None) -> _Shapes:
    names = frozenset(shape_names())
    unknown = (classes or frozenset()) - names
    if unknown:
        raise ConformanceError(
            f"cannot validate '{min(unknown)}'",
            "there is no shape for it",
            f"known: {sorted(names)}",
        )
    merged, owners = Graph(bind_namespaces="none"), {}
    for name in sorted(names if classes is None else classes):
        part = Graph(bind_namespaces="none").parse(ontology_dir() / "shapes" / f"{name}.ttl")
        for triple in part:
            merged.add(triple)
        owners.update(dict.fromkeys(part.subjects(), name))
    return _Shapes(merged, MappingProxyType(owners))


def _read_result(report: Graph, result: Node, owners: Mapping[Node, str]) -> Violation:
    messages = {
        message.language: str(message)
        for message in report.objects(result, SH.resultMessage)
        if isinstance(message, Literal)
    }
    path = report.value(result, SH.resultPath)
    severity = report.value(result, SH.resultSeverity)
    source = report.value(result, SH.sourceShape)
    value = report.value(result, SH.value)
    focus = report.value(result, SH.focusNode)
    return Violation(
        owners.get(source, "") if source is not None else "",
        str(focus),
        str(path) if isinstance(path, URIRef) else "",
        "" if value is None or isinstance(value, BNode) or value == focus else str(value),
        _SEVERITIES.get(severity, "violation") if severity is not None else "violation",
        messages.get("zh", ""),
        messages.get("en", ""),
    )
