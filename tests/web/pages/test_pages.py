"""What the pages say, without a browser: whole without scripts, and never more than text."""

from __future__ import annotations

import gzip
import hashlib
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import httpx2
import pytest

from kg.vocabulary import DEFAULT_BASE
from kg.web.pages.assets import BUILT
from tests.web.service import CHANGJI, FIRE, FOREIGN, LABELS, NASTY, PLAN

PAGES = (
    "/",
    "/search",
    "/search?q=消防",
    "/search?kind=obligation&has_lead=false",
    "/ask",
    "/ask?q=消防由谁牵头",
    "/ask?q=今天天气",
    "/entity/domain/xiaofang-d992",
    f"/entity/document/{PLAN}/obligation/2.3.4-5",
    f"/documents/{PLAN}",
    "/network",
    f"/network?center={quote(FIRE, safe='')}",
    "/matrix",
    "/blind-spots",
    "/deadlines",
    "/diff",
    "/review",
    "/about",
    "/docs",
    "/sparql",
    "/upload",
    f"/entity/document/{PLAN}/deadline/2.2-1-1",
    "/entity/body/652301-yingjiguanliju",
    "/network?mode=parts",
)
HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9"}


def html(client: httpx2.Client, path: str, code: int = 200) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == code, answer.text[:300]
    return str(answer.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_without_scripts(client: httpx2.Client, path: str, lang: str) -> None:
    text = html(client, f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert f'<html lang="{lang}">' in text
    assert len(re.findall(r"<h1\b", text)) == 1
    assert text.rstrip().endswith("</html>")
    assert not re.search(r"<(script|style)\b[^>]*>\s*[^\s<{]", text.replace("application/json", ""))
    assert not re.search(r"\s(style|on\w+)=", re.sub(r">[^<]*<", "><", text))


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_nothing_of_other_hosts(client: httpx2.Client, path: str) -> None:
    text = html(client, path)
    loaded = re.findall(
        r"<(?:script|link|img|iframe|form)\b[^>]*\b(?:src|href|action)=\"([^\"]*)", text
    )
    assert loaded
    assert all(each.startswith(("/", "data:")) for each in loaded)


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_strict_headers(client: httpx2.Client, path: str) -> None:
    headers = client.get(path, headers=HTML).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", PAGES)
def test_words_of_the_page_are_english_on_english_pages(client: httpx2.Client, path: str) -> None:
    """Only names, and what is marked as Chinese, may be Chinese; the words it explains apart."""
    found = _Unmarked()
    found.feed(html(client, f"{path}{'&' if '?' in path else '?'}lang=en"))
    assert [each for each in found.words if each not in ("牵头", "配合", "负责")] == []


class _Unmarked(HTMLParser):
    """Collects Chinese words that no element around them marks as a name or as Chinese."""

    _NAMES = frozenset({"bdi", "option", "textarea", "code", "script", "title", "pre", "template"})
    _EMPTY = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self._EMPTY:
            self._open.append((tag, tag in self._NAMES or dict(attrs).get("lang") == "zh"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stands inside."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = {each for each, _ in self._open}
        if not any(marked for _, marked in self._open) and "svg" not in inside:
            self.words += re.findall(r"[\u4e00-\u9fff]{2,}", data)


@pytest.mark.parametrize(
    "path",
    [
        f"/resource?iri={quote(NASTY, safe='')}",
        f"/resource?iri={quote(FOREIGN, safe='')}",
        "/search?q=img",
        f"/search?q={quote(LABELS[0])}",
        f"/search?q={quote(LABELS[1])}",
        "/search?q=%7B%7B7*7%7D%7D",
        f"/ask?q={quote(LABELS[0])}",
        "/resource?iri=javascript:alert(1)",
        f"/blind-spots?q={quote(LABELS[1])}",
        f"/deadlines?department={quote(LABELS[0])}",
        f"/matrix?document={quote(LABELS[1])}",
        f"/diff?a={quote(LABELS[0])}&b={quote(LABELS[1])}",
        f"/sparql?query={quote(LABELS[1])}",
        f"/network?q={quote(LABELS[0])}",
    ],
)
def test_labels_and_input_are_shown_as_text(client: httpx2.Client, path: str) -> None:
    for lang in ("zh", "en"):
        answer = client.get(f"{path}&lang={lang}", headers=HTML)
        assert answer.status_code < 500
        assert "<img src=x" not in answer.text
        assert "<script>alert" not in answer.text
        assert 'href="javascript:' not in answer.text


def test_nasty_names_are_all_there(client: httpx2.Client) -> None:
    text = unescape(html(client, f"/resource?iri={quote(NASTY, safe='')}"))
    assert all(label in text for label in LABELS)


def test_evidence_leads_to_exactly_the_highlighted_words(client: httpx2.Client) -> None:
    lines = CHANGJI.read_text("utf-8").split("\n")
    items = client.get(f"/api/obligations?document={PLAN}&limit=6").json()["items"]
    for item in items:
        evidence = item["evidence"][0]
        text = html(client, evidence["page"].split("#")[0])
        marked = re.search(r'<mark class="hl" id="hl">(.*?)</mark>', text, re.S)
        assert marked is not None
        shown = unescape(re.sub(r"<[^>]*>", "", marked[1]))
        assert shown == lines[evidence["line"] - 1][evidence["start"] : evidence["end"]]


def test_a_highlight_over_lines_marks_each_line_once(client: httpx2.Client) -> None:
    text = html(client, f"/documents/{PLAN}?hl=10.5-12.3")
    assert text.count('id="hl"') == 1
    assert text.count('<mark class="hl"') == 3


@pytest.mark.parametrize(
    "query", ["hl=9999.1-5", "hl=x", "hl=20.99999-99999", "version=none", "gaps=1", "hl=20.10-5"]
)
def test_odd_highlights_never_break_the_document(client: httpx2.Client, query: str) -> None:
    text = html(client, f"/documents/{PLAN}?{query}")
    assert "<h1>" in text


def test_the_text_of_the_document_is_whole(client: httpx2.Client) -> None:
    text = html(client, f"/documents/{PLAN}")
    words = re.findall(r'<p class="words[^"]*">(.*?)</p>', text, re.S)
    shown = [unescape(re.sub(r"<[^>]*>", "", each)) for each in words]
    # A form may hold whitespace that HTML parsers normalise, so it is compared without.
    assert [each.split() for each in shown] == [
        each.split() for each in CHANGJI.read_text("utf-8").rstrip("\n").split("\n")
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/entity/none/x",
        "/documents/none",
        "/resource?iri=http://none.example/",
        "/network?q=zqxzqx",
    ],
)
def test_what_is_not_there_says_so_in_words(client: httpx2.Client, path: str) -> None:
    text = html(client, path, 404)
    assert "<h1>" in text


@pytest.mark.parametrize(
    "query",
    [
        "offset=-5",
        "offset=99999999999",
        "limit=x",
        "as_of=never",
        "severity=bad",
        "sort=;",
        "lang=xx",
    ],
)
def test_odd_parameters_never_break_a_list(client: httpx2.Client, query: str) -> None:
    for path in ("/search", "/deadlines", "/blind-spots", "/matrix", "/review", "/"):
        assert client.get(f"{path}?{query}", headers=HTML).status_code == 200


def test_the_comparison_shows_the_changed_lead(client: httpx2.Client) -> None:
    text = html(client, f"/diff?a={PLAN}&b=CJS003-2021-000041")
    assert "市消防救援大队" in text
    assert re.search(r'id="lead-changed"', text)


def test_the_matrix_is_also_a_workbook(client: httpx2.Client) -> None:
    answer = client.get("/matrix?format=xlsx")
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer.headers["content-disposition"]


def test_the_calendar_holds_the_dated_deadlines(client: httpx2.Client) -> None:
    dated = client.get("/api/deadlines?dated=true&limit=1").json()["total"]
    text = client.get("/deadlines.ics").text
    assert text.count("BEGIN:VEVENT") >= dated > 0
    assert "RRULE:FREQ=YEARLY" in text
    assert "BEGIN:VALARM" in text
    past = client.get("/deadlines.ics?overdue=true&as_of=2020-06-01").text
    assert 0 < past.count("BEGIN:VEVENT") < dated


def test_the_language_is_kept_in_a_cookie(client: httpx2.Client) -> None:
    answer = client.get("/?lang=en", headers=HTML)
    cookie = answer.headers["set-cookie"].split(";")[0]
    again = client.get("/", headers={**HTML, "Cookie": cookie, "Accept-Language": "zh-CN"})
    assert '<html lang="en">' in again.text


@pytest.mark.parametrize("path", ["/", "/ask?q=消防由谁牵头", "/network", "/matrix"])
def test_the_first_page_is_small(client: httpx2.Client, path: str) -> None:
    """Below 100 kB compressed with everything it loads, the network's bundle aside."""
    headers = {**HTML, "Accept-Encoding": "gzip"}
    size, network = _sent(client, path, headers), 0
    for name in set(re.findall(r'"(/static/[^"]+)"', html(client, path))):
        if "/network-" in name:
            network = _sent(client, name, headers)
        else:
            size += _sent(client, name, headers)
    assert size < 100_000
    assert network < 200_000


def _sent(client: httpx2.Client, path: str, headers: dict[str, str]) -> int:
    with client.stream("GET", path, headers=headers) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        return sum(len(chunk) for chunk in answer.iter_raw())


def test_the_built_files_are_those_of_the_sources() -> None:
    """Fails where a script or style was changed without `npm run build` in the frontend."""
    digest = hashlib.sha256()
    home = BUILT.parent.parent / "frontend"
    for folder in ("scripts", "styles"):
        for file in sorted((home / folder).iterdir()):
            digest.update(f"{folder}/{file.name}\n".encode() + file.read_bytes())
    digest.update((home / "package-lock.json").read_bytes())
    assert digest.hexdigest() == (BUILT / "SOURCES").read_text("utf-8").strip()


def test_built_files_are_kept_for_ever_and_compressed(client: httpx2.Client) -> None:
    text = html(client, "/")
    for path in re.findall(r'"(/static/[^"]+)"', text):
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert "immutable" in answer.headers["cache-control"]


def test_built_files_name_no_foreign_service() -> None:
    allowed = re.compile(
        r"https?://(www\.w3\.org|localhost|example|json-schema\.org|graphml\.graphdrawing\.org)"
    )
    for name in ("app", "network", "review"):
        (file,) = BUILT.glob(f"{name}-*.js")
        found = re.findall(r"https?://[a-z0-9.-]+", file.read_text("utf-8"))
        assert not [each for each in found if not allowed.match(each)]


def test_built_files_match_their_compressed_ones() -> None:
    for file in BUILT.glob("*.gz"):
        assert gzip.decompress(file.read_bytes()) == file.with_suffix("").read_bytes()
    assert (BUILT / "THIRD_PARTY_LICENSES").read_text("utf-8").count("MIT") > 2


@pytest.mark.parametrize(
    "path", ["..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "none.js", "manifest.json%00"]
)
def test_nothing_else_is_served_as_a_file(client: httpx2.Client, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert answer.status_code in (400, 404)
    assert "root:" not in answer.text


def test_every_minted_kind_of_iri_has_a_page(client: httpx2.Client) -> None:
    for kind in (
        "departments",
        "domains",
        "obligations",
        "deadlines",
        "legal-sources",
        "documents",
    ):
        for item in client.get(f"/api/{kind}?limit=2").json()["items"]:
            assert item["iri"].startswith(DEFAULT_BASE)
            assert client.get(item["page"], headers=HTML).status_code == 200


def test_browsers_get_problems_as_pages_and_others_as_data(client: httpx2.Client) -> None:
    page = client.get("/nothing/here", headers=HTML)
    assert (page.status_code, page.headers["content-type"][:9]) == (404, "text/html")
    assert "<h1>" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for headers in ({"Accept": "application/json"}, {"Accept": "*/*"}, {}):
        data = client.get("/nothing/here", headers=headers)
        assert data.headers["content-type"].startswith("application/problem+json")
