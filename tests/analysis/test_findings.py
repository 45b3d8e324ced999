"""Findings as data: stable, proven, decided on, compared; failures named."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rdflib.namespace import RDF

from kg.analysis import compute, findings, load_checks, run_checks, since, versions
from kg.analysis.catalogue import Runnable
from kg.analysis.clauses import fold
from kg.analysis.facts import Facts
from kg.analysis.model import GROUPS, SEVERITIES, Row
from kg.curation import Decision, describe
from kg.errors import QueryError
from kg.ingest import build
from kg.reasoning import validate
from kg.store import Store, open_store
from kg.vocabulary import DEFAULT_BASE, RG, Minter
from tests.conftest import CHANGJI

DAY = date(2021, 6, 1)
FINDINGS = Minter(DEFAULT_BASE).graph("findings")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("memory:") as opened:
        build([CHANGJI], opened)
        yield opened


def test_every_check_says_what_it_is_in_both_languages() -> None:
    for kind, runnable in load_checks().items():
        check = runnable.check
        for words in (check.name, check.question, check.explanation, check.message, check.remedy):
            assert words.zh, kind
            assert words.en, kind
        assert check.group in GROUPS
        assert check.severity in SEVERITIES


def test_findings_of_changji_are_proven_word_for_word(changji_store: Store) -> None:
    lines = CHANGJI.read_text(encoding="utf-8").split("\n")
    found = findings(changji_store, as_of=DAY)
    assert len(found) > 200
    assert len({finding.iri for finding in found}) == len(found)
    for finding in found:
        assert finding.evidence, finding.kind
        for each in finding.evidence:
            if each.line == each.end_line:
                assert lines[each.line - 1][each.start : each.end] == each.quote


def test_quotations_in_messages_are_words_of_the_text(changji_store: Store) -> None:
    text = fold(CHANGJI.read_text(encoding="utf-8")).replace("“", "‘").replace("”", "’")
    wrong = [
        (finding.kind, words)
        for finding in findings(changji_store, as_of=DAY)
        for message in (finding.message.zh, finding.message.en)
        for words in re.findall("“([^“”]+)”", message)
        if words != "and others" and not _stands_in(text, words)
    ]
    assert wrong == []


def _stands_in(text: str, words: str) -> bool:
    parts = [re.escape(part) for part in fold(words).split("…")]
    return bool(re.search(".{0,400}?".join(parts), text)) or bool(
        re.search(r"文号|主题分类", words)
    )


@pytest.mark.parametrize(
    ("kind", "line", "words"),
    [
        ("no-owner", 41, "21个专项整治方案"),
        ("no-owner", 48, "责任追究公开制度"),
        ("no-owner", 51, "线索移交查办"),
        ("no-deadline", 14, "若干规定"),
        ("no-deadline", 20, "标杆示范单位"),
        ("no-deadline", 21, "治超信息监管系统"),
        ("no-deadline", 49, "安全生产责任保险"),
        ("unstaffed-body", 46, "领导小组"),
        ("uneven-deadlines", 17, "危险化学品企业"),
        ("aim-without-figure", 10, "持续下降"),
        ("shrinking-list", 20, "宗教"),
        ("ambiguous-level", 24, "州运管局"),
        ("one-year-source", 20, "2020年消防工作要点"),
        ("deferred-target", 14, "3年建设任务"),
        ("all-or-some", 20, "相关乡镇、街道"),
        ("acting-not-leading", 20, "民政"),
        ("domain-on-few", 26, "电力"),
        ("undivided-duties", 24, "危险废物"),
        ("absent-body", 24, "应急管理局"),
        ("vague-pace", 25, "电梯应急处置服务平台"),
        ("document-to-be-made", 42, "两个清单"),
        ("generic-owner", 13, "市安委会各成员单位"),
        ("generic-owner", 14, "昌吉市各负有安全监管(管理)职责的部门"),
        ("shared-without-lead", 24, "8个单位"),
        ("several-leads", 23, "市城市管理局"),
        ("several-leads", 26, "市发改委"),
        ("several-leads", 29, "市项目代建局"),
        ("no-township", 26, "电力"),
        ("uncertain-body", 27, "消防救援支队"),
        ("uncertain-body", 30, "道路交通局"),
        ("single-mention-body", 32, "行政审批局"),
        ("higher-level-body", 24, "州运管局"),
        ("actor-outside-statement", 20, "宗教"),
        ("lead-contradiction", 20, "各乡镇(街道)"),
        ("no-own-domain", 49, "烟花爆竹"),
        ("no-own-domain", 49, "金属冶炼"),
        ("no-own-domain", 13, "隧道"),
        ("nested-campaign", 21, "铁路"),
        ("untreated-title-word", 32, "药品"),
        ("undated-domain", 22, "寄递"),
        ("deadline-before-publication", 41, "2020年6月前"),
        ("vague-deadline", 20, "按期"),
        ("missing-attachment", 46, "见附件"),
        ("missing-sub-plan", 41, "21个专项整治方案"),
        ("empty-metadata", 5, "文号"),
        ("domain-on-few", 19, "非煤矿山"),
        ("period-length", 40, "33"),
    ],
)
def test_changji_shows(changji_store: Store, kind: str, line: int, words: str) -> None:
    found = findings(changji_store, [kind], DAY)
    assert any(
        words in finding.message.zh and any(each.line == line for each in finding.evidence)
        for finding in found
    ), [finding.message.zh for finding in found]


def test_numbers_that_agree_are_not_reported(changji_store: Store) -> None:
    assert findings(changji_store, ["count-mismatch"], DAY) == ()


def test_unknown_kind_is_named(changji_store: Store) -> None:
    with pytest.raises(QueryError, match="unknown kind of finding 'nonsense'"):
        findings(changji_store, ["nonsense"])


def test_failing_check_names_itself_and_stops_no_other(
    changji_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Facts) -> Iterable[Row]:
        raise QueryError("cannot run", "the query is broken")

    broken = {**load_checks()}
    broken["open-list"] = Runnable(broken["open-list"].check, fail)
    module = sys.modules["kg.analysis.findings"]
    monkeypatch.setattr(module, "load_checks", lambda: broken)
    result = run_checks(changji_store, ["open-list", "generic-owner"], DAY)
    assert [failure.kind for failure in result.failures] == ["open-list"]
    assert {finding.kind for finding in result.found} == {"generic-owner"}


def test_written_findings_conform_and_are_the_same_again(store: Store) -> None:
    compute(store, as_of=DAY)
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {FINDINGS.n3()} {{ ?s ?p ?o }} }}"
    first = store.construct(query)
    compute(store, as_of=DAY)
    assert set(store.construct(query)) == set(first)
    assert len(set(first.subjects(RDF.type, RG.Finding))) > 200
    problems = [p for p in validate(first) if "hasSource" not in str(p)]
    assert problems == []


def test_gone_and_new_findings_since_a_version(store: Store, tmp_path: Path) -> None:
    compute(store, as_of=DAY)
    before = versions(store)[-1]
    changed = tmp_path / CHANGJI.name
    text = CHANGJI.read_text(encoding="utf-8")
    changed.write_text(
        text.replace(
            "〔市安委会各成员单位按照职责分工负责〕",
            "〔市应急管理局牵头,市公安局、市教育局按照职责分工负责〕",
        ),
        encoding="utf-8",
    )
    build([changed], store)
    change = since(store, before[:8], as_of=DAY)
    assert any("市安委会各成员单位" in each["message"] for each in change.gone)
    assert "undivided-duties" in {finding.kind for finding in change.appeared}
    compute(store, as_of=DAY)
    assert len(versions(store)) == 2
    with pytest.raises(QueryError, match="no findings are kept"):
        since(store, "ffffffff", as_of=DAY)


def test_people_can_accept_a_finding_or_name_an_owner(store: Store) -> None:
    one, other = findings(store, ["several-leads"], DAY)[:2]
    base: dict[str, Any] = {"text": "x", "by": "张三", "on": DAY, "why": "已会商"}
    decisions = [
        Decision(entity=one.iri, decision="accept-finding", **base),
        Decision(entity=other.iri, decision="assign-owner", owner="市应急管理局", **base),
    ]
    name = Minter(DEFAULT_BASE).graph("curation")
    store.replace_graph(str(name), describe(decisions, DEFAULT_BASE))
    found = {f.iri: f for f in findings(store, ["several-leads"], DAY)}
    assert (found[one.iri].status, found[one.iri].counts) == ("accepted", False)
    assert (found[other.iri].status, found[other.iri].owner) == ("resolved", "市应急管理局")
    compute(store, as_of=DAY)
    written = f"ASK {{ GRAPH {FINDINGS.n3()} {{ <{one.iri}> <{RG.status}> 'accepted' }} }}"
    assert store.ask(written)


def test_checks_run_fast_enough_on_the_shared_corpus(shared: Path) -> None:
    with open_store("memory:") as opened:
        build(sorted((shared / "corpus" / "text").glob("*.txt"))[:12], opened)
        begin = time.process_time()
        result = run_checks(opened, None, DAY)
        assert result.failures == ()
        assert time.process_time() - begin < 10
