"""A seeded synthetic graph in our ontology, for measuring queries and checks.

python tests/benchmark/generate.py --triples 1000000 --out /tmp/synthetic.nq
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

RG = "https://w3id.org/responsibility/ontology#"
BASE = "https://w3id.org/responsibility/id/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_FIELDS = (
    "消防",
    "煤矿",
    "危险化学品",
    "燃气",
    "道路运输",
    "建筑施工",
    "特种设备",
    "学校",
    "水利",
    "电力",
    "食品",
    "旅游",
)
_KINDS = (
    "应急管理局",
    "公安局",
    "教育局",
    "民政局",
    "交通运输局",
    "水利局",
    "农业农村局",
    "市场监督管理局",
    "住房和城乡建设局",
    "卫生健康委员会",
)
_TIMES = (
    ("by", "2022年底前", "2022-12-31"),
    ("recurring", "每年一次", ""),
    ("ongoing", "定期", ""),
    ("by", "2021年底前", "2021-12-31"),
)
_DUTIES_A_DOMAIN, _DOMAINS_A_PLAN = 5, 8


class Writer:
    """Writes quads of one graph and counts them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.lines, self.graph = chance, list[str](), ""

    def iri(self, subject: str, predicate: str, value: str) -> None:
        """Write a link."""
        self.lines.append(f"<{subject}> <{predicate}> <{value}> <{self.graph}> .")

    def text(self, subject: str, predicate: str, value: str, lang: str = "zh") -> None:
        """Write a text in a language."""
        self.lines.append(f'<{subject}> <{predicate}> "{value}"@{lang} <{self.graph}> .')

    def value(self, subject: str, predicate: str, value: str, kind: str = "") -> None:
        """Write a value, a string without a type."""
        typed = f"^^<{XSD}{kind}>" if kind else ""
        self.lines.append(f'<{subject}> <{predicate}> "{value}"{typed} <{self.graph}> .')


def plan(writer: Writer, number: int) -> None:
    """Write one plan of one place."""
    document = f"{BASE}document/plan-{number}"
    version = f"{document}/version/{number:012x}"
    writer.graph = f"{BASE}graph/document/plan-{number}/{number:012x}"
    writer.iri(document, RDF_TYPE, f"{RG}Document")
    writer.text(document, f"{DCT}title", f"第{number}市安全生产三年行动方案")
    writer.text(document, RDFS_LABEL, f"第{number}市安全生产三年行动方案")
    writer.value(document, f"{DCT}issued", "2020-06-30", "date")
    writer.value(document, f"{RG}periodStart", "2020-04-01", "date")
    writer.value(document, f"{RG}periodEnd", "2022-12-31", "date")
    writer.iri(document, f"{RG}level", f"{RG}level-city")
    writer.iri(document, f"{RG}jurisdiction", f"{BASE}region/{100000 + number}")
    writer.iri(document, f"{RG}currentVersion", version)
    writer.iri(version, RDF_TYPE, f"{RG}DocumentVersion")
    writer.iri(version, f"{RG}versionOf", document)
    writer.value(
        version, f"{RG}text", "\\n".join(["按照职责分工负责。" * 120] * (_DOMAINS_A_PLAN + 1))
    )
    bodies = [_body(writer, number, kind) for kind in _KINDS]
    for order in range(_DOMAINS_A_PLAN):
        _domain(writer, document, version, order, bodies)


def _body(writer: Writer, number: int, kind: str) -> str:
    body = f"{BASE}body/{100000 + number}-{_KINDS.index(kind)}"
    writer.iri(body, RDF_TYPE, f"{RG}Body")
    writer.iri(body, RDF_TYPE, f"{RG}Department")
    writer.text(body, f"{SKOS}prefLabel", f"第{number}市{kind}")
    writer.text(body, f"{SKOS}prefLabel", f"Bureau {number}", "en")
    level = "level-city" if writer.chance.random() < 0.95 else "level-province"
    writer.iri(body, f"{RG}level", f"{RG}{level}")
    writer.value(
        body, f"{RG}identityUncertain", str(writer.chance.random() < 0.03).lower(), "boolean"
    )
    return body


def _evidence(writer: Writer, version: str, line: int, start: int, words: str) -> str:
    evidence = f"{version}/evidence/{line}.{start}-{start + len(words)}"
    writer.iri(evidence, RDF_TYPE, f"{RG}Evidence")
    writer.iri(evidence, f"{OA}hasSource", version)
    writer.value(evidence, f"{RG}quote", words)
    for name, value in (
        ("line", line),
        ("start", start),
        ("end", start + len(words)),
        ("endLine", line),
    ):
        writer.value(evidence, f"{RG}{name}", str(value), "integer")
    return evidence


def _domain(writer: Writer, document: str, version: str, order: int, bodies: list[str]) -> None:
    field = writer.chance.choice(_FIELDS)
    domain, section = f"{BASE}domain/{_FIELDS.index(field)}", f"{document}/section/{order}"
    writer.iri(domain, RDF_TYPE, f"{RG}Domain")
    writer.text(domain, f"{SKOS}prefLabel", field)
    writer.iri(section, RDF_TYPE, f"{RG}Section")
    writer.iri(section, RDF_TYPE, f"{RG}DomainSection")
    writer.text(section, RDFS_LABEL, f"{field}安全专项整治")
    writer.iri(section, f"{RG}inDocument", document)
    writer.iri(section, f"{RG}aboutDomain", domain)
    writer.value(section, f"{RG}order", str(order), "integer")
    writer.iri(
        section, f"{RG}evidence", _evidence(writer, version, order + 1, 0, f"{field}安全专项整治")
    )
    duties = [
        _duty(writer, document, version, section, domain, order, n) for n in range(_DUTIES_A_DOMAIN)
    ]
    _statement(writer, document, version, section, order, duties, bodies)


def _duty(
    writer: Writer, document: str, version: str, section: str, domain: str, order: int, number: int
) -> str:
    duty = f"{document}/obligation/{order}-{number}"
    words = f"{'一二三四五'[number]}是开展第{writer.chance.randrange(9999)}号隐患排查治理。"
    writer.iri(duty, RDF_TYPE, f"{RG}Obligation")
    writer.value(duty, f"{RG}text", words)
    writer.text(duty, RDFS_LABEL, words)
    writer.value(duty, f"{RG}ordinal", f"{'一二三四五'[number]}是")
    writer.value(duty, f"{RG}order", str(order * 10 + number), "integer")
    writer.iri(duty, f"{RG}inSection", section)
    writer.iri(duty, f"{RG}inDocument", document)
    writer.iri(duty, f"{RG}inDomain", domain)
    writer.iri(
        duty, f"{RG}evidence", _evidence(writer, version, order + 1, 100 * (number + 1), words)
    )
    if writer.chance.random() < 0.4:
        _deadline(writer, document, version, duty, f"{order}-{number}", order + 1)
    return duty


def _deadline(writer: Writer, document: str, version: str, duty: str, key: str, line: int) -> None:
    kind, words, day = writer.chance.choice(_TIMES)
    deadline = f"{document}/deadline/{key}"
    writer.iri(duty, f"{RG}hasDeadline", deadline)
    writer.iri(deadline, RDF_TYPE, f"{RG}Deadline")
    writer.iri(deadline, f"{RG}inDocument", document)
    writer.text(deadline, f"{RG}deadlineText", words)
    writer.value(deadline, f"{RG}deadlineType", kind)
    if day:
        writer.value(deadline, f"{RG}dueDate", day, "date")
        writer.value(deadline, f"{RG}value", day)
    writer.iri(deadline, f"{RG}evidence", _evidence(writer, version, line, 900 + line, words))


def _statement(
    writer: Writer,
    document: str,
    version: str,
    section: str,
    order: int,
    duties: list[str],
    bodies: list[str],
) -> None:
    mode = writer.chance.choices(("lead", "shared-no-lead", "co-lead"), (8, 1, 1))[0]
    statement = f"{document}/statement/s{order}"
    writer.iri(statement, RDF_TYPE, f"{RG}Statement")
    writer.value(statement, f"{RG}mode", mode)
    writer.value(statement, f"{RG}openEnded", str(writer.chance.random() < 0.5).lower(), "boolean")
    writer.iri(statement, f"{RG}inSection", section)
    writer.iri(statement, f"{RG}inDocument", document)
    writer.iri(
        statement, f"{RG}evidence", _evidence(writer, version, order + 1, 800, "按照职责分工负责")
    )
    for duty in duties:
        writer.iri(statement, f"{RG}covers", duty)
    for number, body in enumerate(writer.chance.sample(bodies, 4)):
        role = {"lead": "cooperate", "shared-no-lead": "shared", "co-lead": "cooperate"}[mode]
        if (mode == "lead" and number == 0) or (mode == "co-lead" and number < 2):
            role = "lead"
        assignment = f"{document}/assignment/s{order}-{number}"
        writer.iri(assignment, RDF_TYPE, f"{RG}Assignment")
        writer.iri(assignment, f"{RG}inStatement", statement)
        writer.iri(assignment, f"{RG}inDocument", document)
        writer.iri(assignment, f"{RG}agent", body)
        writer.iri(assignment, f"{RG}role", f"{RG}{role}")
        writer.value(assignment, f"{RG}nameAsWritten", f"市{_KINDS[bodies.index(body)]}")
        writer.iri(
            assignment, f"{RG}evidence", _evidence(writer, version, order + 1, 820 + number, "市局")
        )
        for duty in duties:
            writer.iri(assignment, f"{RG}obligation", duty)


def levels(writer: Writer) -> None:
    """Write the levels that the ontology has."""
    writer.graph = f"{BASE}graph/ontology"
    for rank, (name, word) in enumerate(
        (("national", "国家"), ("province", "省"), ("prefecture", "州"), ("city", "市")), 1
    ):
        writer.value(f"{RG}level-{name}", f"{RG}rank", str(rank), "integer")
        writer.value(f"{RG}level-{name}", f"{SKOS}notation", word)


def quads(triples: int, seed: int = 7) -> Iterator[str]:
    """Iterate over about so many N-Quads lines; the same for the same seed."""
    writer = Writer(random.Random(seed))
    levels(writer)
    written = number = 0
    while written < triples:
        plan(writer, number)
        yield from writer.lines
        written, number = written + len(writer.lines), number + 1
        writer.lines.clear()


def main() -> int:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    with given.out.open("w", encoding="utf-8") as out:
        for line in quads(given.triples, given.seed):
            out.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
