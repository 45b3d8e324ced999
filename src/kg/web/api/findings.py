"""Blind spots: what the checks found, as the graph keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib.namespace import SH

from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.listing import Listing
from kg.web.api.reader import Entity, Reader
from kg.web.api.schemas import Finding

SEVERITIES = ("violation", "warning", "info")
LISTING = Listing(
    pattern="?this a rg:Finding .",
    filters={
        "q": "?this sh:resultMessage ?text . FILTER(CONTAINS(LCASE(STR(?text)), LCASE(?q)))",
        "kind": "?this rg:findingKind ?kind .",
        "severity": "?this sh:resultSeverity ?severity .",
        "status": "?this rg:status ?status .",
        "focus": "?this sh:focusNode ?focus .",
        "document": "{ ?this rg:evidence/oa:hasSource/rg:versionOf ?document } UNION "
        "{ ?this sh:focusNode/rg:inDocument ?document } UNION { ?this sh:focusNode ?document }",
        "department": "{ ?this sh:focusNode ?department } UNION "
        "{ ?this sh:focusNode ?duty . ?by rg:obligation ?duty ; rg:agent ?department }",
        "domain": "{ ?this sh:focusNode ?domain } UNION { ?this sh:focusNode/rg:inDomain ?domain }",
    },
    switches={"advice": ("?this rg:advice true .", "FILTER NOT EXISTS { ?this rg:advice true }")},
    orders={
        "severity": "?this sh:resultSeverity ?s ; rg:findingKind ?kd . BIND(CONCAT(IF(?s = "
        "sh:Violation, '0', IF(?s = sh:Warning, '1', '2')), ?kd) AS ?key)",
        "kind": "?this rg:findingKind ?key .",
    },
)


def severity_iri(name: str) -> str:
    """Return SHACL's IRI of a severity."""
    return str(SH[name.capitalize()])


def build_findings(builder: Builder, iris: Sequence[str]) -> list[Finding]:
    """Return findings with what they are about and how to remedy them."""
    findings = builder.bundle.add(iris)
    focused = builder.bundle.follow(findings, SH.focusNode)
    builder.bundle.follow(focused, RG.inDocument)
    builder.prepare_evidence([*findings, *focused])
    return [_finding(builder, each) for each in findings]


def _finding(builder: Builder, finding: Entity) -> Finding:
    lang = builder.lang
    focused = builder.bundle.all(finding, SH.focusNode)
    evidence = builder.evidence(finding)
    if not evidence:
        evidence = [each for focus in focused for each in builder.evidence(focus)]
    documents = {iri for focus in focused for iri in focus.iris(RG.inDocument)}
    documents |= {each.document for each in evidence}
    fields = builder.base(finding)
    message = finding.text(SH.resultMessage, lang) or finding.label(lang)
    severity = next(iter(finding.iris(SH.resultSeverity)), "").rsplit("#", 1)[-1].lower()
    return Finding(
        **{**fields, "label": message},
        evidence=evidence,
        kind=finding.text(RG.findingKind) or "",
        severity=severity or "info",
        message=message,
        remedy=finding.text(RG.remedy, lang),
        status=finding.text(RG.status) or "open",
        advice=finding.flag(RG.advice),
        focus=builder.first(finding, SH.focusNode),
        documents=[builder.reference(each) for each in builder.bundle.add(sorted(documents))],
    )


def count_kinds(reader: Reader) -> list[tuple[str, str, bool, int]]:
    """Return kind, severity, whether it is advice, and number of the open findings."""
    return reader.computed.get("kinds of findings", lambda: _count_kinds(reader))


def _count_kinds(reader: Reader) -> list[tuple[str, str, bool, int]]:
    rows = reader.rows(
        "SELECT ?kind ?severity (COALESCE(?flag, false) AS ?advice) (COUNT(DISTINCT ?f) AS ?n) "
        "WHERE { ?f a rg:Finding ; rg:findingKind ?kind ; sh:resultSeverity ?severity . "
        "OPTIONAL { ?f rg:advice ?flag } OPTIONAL { ?f rg:status ?status } "
        "FILTER(COALESCE(?status, 'open') = 'open') } GROUP BY ?kind ?severity ?flag"
    )
    found = [
        (
            str(kind),
            str(severity).rsplit("#", 1)[-1].lower(),
            str(advice) in ("true", "1"),
            int(str(number)),
        )
        for kind, severity, advice, number in rows
    ]
    rank = {name: at for at, name in enumerate(SEVERITIES)}
    return sorted(found, key=lambda each: (each[2], rank.get(each[1], 9), each[0]))
