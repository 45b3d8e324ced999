"""Every page in a real browser: both languages, desk and phone, and the ways people take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from kg.curation import load_decisions
from kg.vocabulary import DEFAULT_BASE
from kg.web.api import reviews
from tests.web.pages.conftest import OUTPUT
from tests.web.service import FIRE, NASTY, PLAN, TOKEN

pytestmark = pytest.mark.timeout(600)
# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)

CENTRE = f"/network?center={quote(FIRE, safe='')}"
PAGES = {
    "start": "/",
    "answer": "/ask?q=消防由谁牵头",
    "search": "/search?q=消防",
    "duties": "/search?kind=obligation&has_lead=false",
    "domain": "/entity/domain/xiaofang-d992",
    "department": "/entity/body/652301-xiaofangjiuyuandadui",
    "duty": f"/entity/document/{PLAN}/obligation/2.3.4-5",
    "document": f"/documents/{PLAN}?hl=20.2-10",
    "network": CENTRE,
    "overview": "/network",
    "matrix": "/matrix",
    "blind-spots": "/blind-spots",
    "deadlines": "/deadlines",
    "diff": f"/diff?a={PLAN}&b=CJS003-2021-000041",
    "review": "/review",
    "upload": "/upload",
    "about": "/about",
    "docs": "/docs",
    "sparql": "/sparql",
    "nasty": f"/resource?iri={quote(NASTY, safe='')}",
    "source": "/entity/source/guanyuquanmianjiaqiangweixianhuaxuepinan-bf8ccd",
    "deadline": f"/entity/document/{PLAN}/deadline/2.2-1-1",
    "parts": "/network?mode=parts",
    "unanswered": "/ask?q=今天天气怎么样",
    "nothing": "/search?q=zqxzqx",
    "missing": "/nothing/here",
}
# Chromium itself logs that a page was refused.
_REFUSED = {"missing"}
# The page of the bundled reference is not ours to colour.
_NOT_OURS = {"docs"}


@contextmanager
def opened(
    browser: Browser, width: int, *, lang: str = "zh", dark: bool = False, refused: bool = False
) -> Iterator[Page]:
    """Open a page that fails the test when it logs an error or asks another host.

    With ``refused`` the service may refuse what the page asks, which Chromium logs.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > 500 else 844},
        locale="en-US" if lang == "en" else "zh-CN",
        color_scheme="dark" if dark else "light",
        accept_downloads=True,
        reduced_motion="reduce",
    )
    page, wrong = context.new_page(), []
    page.on(
        "console",
        lambda m: (
            wrong.append(m.text)
            if m.type in ("error", "warning")
            and not (refused and m.text.startswith("Failed to load resource"))
            else None
        ),
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda r: (
            None
            if r.url.startswith(("http://127.0.0.1", "data:", "blob:"))
            else wrong.append(r.url)
        ),
    )
    yield page
    assert not wrong
    context.close()


def go(page: Page, address: str, path: str, lang: str = "zh") -> None:
    """Go to a path in a language and wait until its scripts have done their first work."""
    separator = "&" if "?" in path else "?"
    page.goto(f"{address}{path}{separator}lang={lang}", wait_until="load")
    if "/network" in path:
        expect(page.locator("#net")).to_have_attribute("data-ready", "true")
    if path == "/docs":
        page.wait_for_selector(".opblock")


def until(page: Page, condition: str) -> None:
    """Wait for something to become true; the policy of the pages forbids waiting inside."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_sound(browser: Browser, address: str, name: str, width: int, lang: str) -> None:
    with opened(browser, width, lang=lang, refused=name in _REFUSED) as page:
        go(page, address, PAGES[name], lang)
        OUTPUT.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=OUTPUT / f"{name}-{width}-{lang}.png", full_page=name != "document")
        assert page.evaluate(_OVER) <= 0
        if width == 390:
            page.set_viewport_size({"width": 320, "height": 700})
            assert page.evaluate(_OVER) <= 0
        if name not in _NOT_OURS:
            assert _violations(page) == []


_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("name", sorted(PAGES.keys() - _NOT_OURS))
def test_dark_pages_are_readable(browser: Browser, address: str, name: str) -> None:
    """In one language each, by turns: colours do not know the language."""
    lang = "en" if sorted(PAGES).index(name) % 2 else "zh"
    with opened(browser, 1440, lang=lang, dark=True, refused=name in _REFUSED) as page:
        go(page, address, PAGES[name], lang)
        page.screenshot(path=OUTPUT / f"{name}-dark.png")
        assert _violations(page) == []


@pytest.mark.parametrize("name", ["document", "answer", "blind-spots", "department"])
def test_printed_pages_leave_out_what_paper_cannot_do(
    browser: Browser, address: str, name: str
) -> None:
    with opened(browser, 1440) as page:
        go(page, address, PAGES[name])
        page.emulate_media(media="print")
        page.screenshot(path=OUTPUT / f"{name}-print.png", full_page=name != "document")
        expect(page.locator("h1")).to_be_visible()
        for each in (".top", ".foot", ".ask", ".bar", ".kinds"):
            for found in page.locator(each).all():
                expect(found).to_be_hidden()


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def test_a_word_leads_to_the_highlighted_sentence(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/")
        page.fill("#q", "消防")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("消防")
        page.get_by_role("link", name="看原文").first.click()
        mark = page.locator("#hl")
        expect(mark).to_be_in_viewport()
        assert mark.inner_text()


def test_a_question_leads_to_its_proof(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/")
        page.fill("#q", "消防由谁牵头？")
        page.get_by_role("button", name="提问").click()
        expect(page.locator(".answer")).to_contain_text("市消防救援大队")
        page.locator(".quote footer a").first.click()
        expect(page.locator("#hl")).to_contain_text("市消防救援大队牵头")
        expect(page.locator("#hl")).to_be_in_viewport()


def test_an_honest_no_offers_other_questions(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/ask?q=今天天气怎么样")
        expect(page.locator(".answer.unknown")).to_be_visible()
        page.locator(".examples a").first.click()
        expect(page.locator(".answer:not(.unknown)")).to_be_visible()


def test_the_copied_link_shows_the_same_network(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, CENTRE)
        shown = "responsibilityNetwork.nodes(':visible').map(n => n.id()).sort()"
        before = page.evaluate(shown)
        page.evaluate("responsibilityNetwork.nodes('[kind = \"body\"]')[0].emit('tap')")
        page.get_by_role("button", name="展开").first.click()
        until(page, f"{shown}.length > {len(before)}")
        page.locator("[data-kind=obligation]").uncheck()
        page.wait_for_timeout(500)
        after = page.evaluate(shown)
        place = "(n => [n.id(), Math.round(n.position().x), Math.round(n.position().y)])"
        places = page.evaluate(f"responsibilityNetwork.nodes(':visible').map{place}")
        link = page.url
        with opened(browser, 1440) as other:
            other.goto(link)
            expect(other.locator("#net")).to_have_attribute("data-ready", "true")
            assert other.evaluate(shown) == after != before
            assert other.evaluate(f"responsibilityNetwork.nodes(':visible').map{place}") == places
            zoom = "responsibilityNetwork.zoom().toFixed(2)"
            assert other.evaluate(zoom) == page.evaluate(zoom)


def test_the_table_shows_what_the_drawing_shows(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, CENTRE)
        edges = page.evaluate("responsibilityNetwork.edges(':visible').length")
        expect(page.locator("#net-table tbody tr")).to_have_count(edges)
        page.locator("[data-role=cooperate]").uncheck()
        until(page, f"responsibilityNetwork.edges(':visible').length < {edges}")
        fewer = page.evaluate("responsibilityNetwork.edges(':visible').length")
        expect(page.locator("#net-table tbody tr")).to_have_count(fewer)


def test_the_network_hides_undoes_and_finds(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, CENTRE)
        number = "responsibilityNetwork.nodes(':visible').length"
        before = page.evaluate(number)
        page.locator("#net-canvas").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Delete")
        until(page, f"{number} == {before - 1}")
        page.keyboard.press("z")
        until(page, f"{number} == {before}")
        page.keyboard.press("/")
        page.keyboard.type("消防救援")
        page.keyboard.press("Enter")
        expect(page.locator("#net-detail h3")).to_contain_text("消防救援")


@pytest.mark.parametrize(
    ("act", "start"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("graphml", b"<?xml")]
)
def test_the_network_can_be_taken_along(
    browser: Browser, address: str, act: str, start: bytes
) -> None:
    with opened(browser, 1440) as page:
        go(page, address, CENTRE)
        with page.expect_download() as download:
            page.locator(f"[data-act={act}]").click()
        assert Path(download.value.path()).read_bytes().startswith(start)


def test_blind_spots_can_be_filtered_and_downloaded(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/blind-spots")
        total = int(re.findall(r"\d+", page.locator(".card h2").first.inner_text())[0])
        page.locator(".kinds .facet:nth-of-type(2) a").first.click()
        fewer = int(re.findall(r"\d+", page.locator(".card h2").first.inner_text())[0])
        assert 0 < fewer < total
        assert "kind=" in page.url
        with page.expect_download() as download:
            page.get_by_role("link", name="XLSX").click()
        assert Path(download.value.path()).read_bytes().startswith(b"PK")
        page.go_back()
        expect(page.locator(".card h2").first).to_contain_text(str(total))


def test_a_query_runs_and_another_is_cancelled(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/sparql")
        page.locator("#run").click()
        expect(page.locator("#result-body tbody tr").first).to_be_visible(timeout=20_000)
        page.evaluate(
            "responsibilityEditor.setValue('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }')"
        )
        page.locator("#run").click()
        expect(page.locator("#cancel")).to_be_visible()
        page.locator("#cancel").click()
        expect(page.locator("#status")).to_have_text("已取消")
        expect(page.locator("#run")).to_be_enabled()


def test_prefixes_are_added_and_mistakes_have_a_place(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    go(page, address, "/sparql")
    page.evaluate("responsibilityEditor.setValue('SELECT ?x { ?x a rg:Domain } LIMIT 2')")
    page.locator("#run").click()
    expect(page.locator("#result-body tbody tr")).to_have_count(2)
    assert "PREFIX rg:" in page.evaluate("responsibilityEditor.getValue()")
    page.evaluate("responsibilityEditor.setValue('SELECT ?x {')")
    page.locator("#run").click()
    expect(page.locator("#result-body [role=alert]")).to_be_visible()
    context.close()


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(selector)


def test_a_question_leads_to_its_proof_and_back_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/")
        _tab_to(page, "#q")
        page.keyboard.type("消防由谁牵头？")
        page.keyboard.press("Enter")
        expect(page.locator(".answer")).to_contain_text("市消防救援大队")
        _tab_to(page, ".quote footer a")
        page.keyboard.press("Enter")
        expect(page.locator("#hl")).to_be_in_viewport()
        page.go_back()
        expect(page.locator(".answer")).to_contain_text("市消防救援大队")
        expect(page.locator("#q")).to_have_value("消防由谁牵头？")


def test_the_link_keeps_what_was_pinned_and_hidden_by_keyboard(
    browser: Browser, address: str
) -> None:
    seen = (
        "[responsibilityNetwork.nodes(':visible').map(n => n.id()).sort().join(), "
        "responsibilityNetwork.nodes('.pinned').map(n => n.id()).join(), "
        "responsibilityNetwork.zoom().toFixed(2)].join('|')"
    )
    with opened(browser, 1440) as page:
        go(page, address, CENTRE)
        _tab_to(page, "#net-canvas")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("p")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Delete")
        page.evaluate("responsibilityNetwork.zoom(0.8)")
        page.wait_for_timeout(500)
        before = page.evaluate(seen)
        assert before.split("|")[1]
        with opened(browser, 1440) as other:
            other.goto(page.url)
            expect(other.locator("#net")).to_have_attribute("data-ready", "true")
            assert other.evaluate(seen) == before


def test_blind_spots_deadlines_and_differences_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/blind-spots?severity=violation")
        _tab_to(page, "a[download][href*=xlsx]")
        with page.expect_download() as workbook:
            page.keyboard.press("Enter")
        assert Path(workbook.value.path()).read_bytes().startswith(b"PK")
        go(page, address, "/deadlines")
        _tab_to(page, "input[name=as_of]")
        # The order of day and month is that of the browser's own language, so it is not typed.
        page.locator("input[name=as_of]").fill("2021-06-01")
        page.keyboard.press("Enter")
        expect(page.locator(".lede")).to_contain_text("2021-06-01")
        _tab_to(page, "a[download][href*=ics]")
        with page.expect_download() as calendar:
            page.keyboard.press("Enter")
        assert b"BEGIN:VEVENT" in Path(calendar.value.path()).read_bytes()
        go(page, address, "/diff")
        for name in ("a", "b"):
            _tab_to(page, f"select[name={name}]")
            page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        _tab_to(page, "button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.locator("#lead-changed")).to_contain_text("消防")


def test_a_query_runs_and_is_cancelled_by_keyboard(browser: Browser, address: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with opened(browser, 1440) as page:
        go(page, address, "/sparql")
        page.evaluate("responsibilityEditor.focus()")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#result-body tbody tr").first).to_be_visible(timeout=20_000)
        page.evaluate("responsibilityEditor.focus()")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(slow)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#cancel")).to_be_visible()
        page.keyboard.press("Escape")
        _tab_to(page, "#cancel")
        page.keyboard.press("Enter")
        expect(page.locator("#status")).to_have_text("已取消")


def test_a_citation_can_be_copied(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        go(page, address, PAGES["answer"])
        page.locator(".quote [data-copy]").first.click()
        text = page.evaluate("navigator.clipboard.readText()")
        assert "市消防救援大队牵头" in text
        assert "第 20 行" in text
        assert DEFAULT_BASE in text


def test_everything_can_be_reached_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "q"
        for _ in range(3):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.examples') !== null")


def test_the_editor_does_not_trap_the_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/sparql")
        page.evaluate("responsibilityEditor.focus()")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.CodeMirror') === null")


def test_pages_work_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}{CENTRE}")
    assert page.locator("#net-table tbody tr").count() > 5
    page.goto(f"{address}/search?q=消防")
    page.get_by_role("link", name="看原文").first.click()
    expect(page.locator("#hl")).to_be_in_viewport()
    context.close()


def test_the_language_switch_keeps_the_place(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/search?q=消防")
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert "q=" in page.url
        page.get_by_role("link", name="Matrix").first.click()
        expect(page.locator("h1")).to_have_text("Responsibility matrix")


def test_the_theme_can_be_switched_and_is_kept(browser: Browser, address: str) -> None:
    with opened(browser, 1440) as page:
        go(page, address, "/")
        page.locator("[data-theme-switch]").click()
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_menu_of_the_phone_opens(browser: Browser, address: str) -> None:
    with opened(browser, 390) as page:
        go(page, address, "/")
        page.locator(".menu summary").click()
        page.locator(".menu nav a", has_text="责任矩阵").click()
        expect(page.locator("h1")).to_have_text("责任矩阵")


def _reviewing(page: Page, address: str, kind: str = "") -> None:
    page.goto(f"{address}/review?lang=zh&kind={kind}", wait_until="load")
    page.fill("#token", TOKEN)
    page.fill("#who", "张三")
    page.locator("#who").blur()


def test_a_fact_is_corrected_by_keyboard(
    browser: Browser, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "review.yaml"
    monkeypatch.setattr(reviews, "_FILE", kept)
    with opened(browser, 1440) as page:
        _reviewing(page, address)
        entry = page.locator("#queue > li", has=page.locator("[data-decide=correct]")).first
        entry.focus()
        page.keyboard.press("e")
        field = entry.locator("[data-set]").first
        expect(field).to_be_focused()
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(index=1 if field.evaluate("each => each.selectedIndex") != 1 else 2)
        else:
            field.fill("2021-12-31" if field.get_attribute("type") == "date" else "改过的名称")
        entry.locator("[data-why]").fill("原文如此")
        page.keyboard.press("Enter")
        expect(entry).to_have_attribute("data-done", "correct")
        iri = entry.get_attribute("data-iri")
    (decision,) = load_decisions(tmp_path)
    assert (decision.entity, decision.decision, decision.by) == (iri, "correct", "张三")
    assert decision.changes
    assert decision.why == "原文如此"


def test_a_body_is_merged_into_the_one_chosen(
    browser: Browser, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "_FILE", tmp_path / "review.yaml")
    with opened(browser, 1440) as page:
        _reviewing(page, address, "Body")
        entry = page.locator("#queue > li", has=page.locator("[data-decide=merge]")).first
        entry.focus()
        page.keyboard.press("m")
        page.keyboard.type("公安局")
        expect(entry.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        entry.locator("[data-why]").focus()
        page.keyboard.press("Enter")
        expect(entry).to_have_attribute("data-done", "merge")
    (decision,) = load_decisions(tmp_path)
    assert decision.decision == "merge"
    assert decision.into
    assert decision.into.startswith(f"{DEFAULT_BASE}body/")
    assert decision.name


def test_a_document_is_read_in_the_browser(browser: Browser, address: str, tmp_path: Path) -> None:
    plan = tmp_path / "forest.txt"
    plan.write_text(
        "关于做好森林防火工作的通知\n阜康市人民政府办公室\n二、重点任务\n"
        "(一)加强巡护。配齐护林员。(责任单位:市林业局、市财政局)\n",
        "utf-8",
    )
    junk = tmp_path / "junk.pdf"
    junk.write_bytes(b"not a pdf at all")
    with opened(browser, 1440, refused=True) as page:
        go(page, address, "/upload")
        page.set_input_files("#file", junk)
        page.fill("#token", "wrong")
        page.keyboard.press("Enter")
        expect(page.locator("#outcome [role=alert]")).to_contain_text("令牌不对")
        page.fill("#token", TOKEN)
        page.keyboard.press("Enter")
        expect(page.locator("#outcome [role=alert]")).to_contain_text("junk.pdf")
        page.set_input_files("#file", plan)
        page.click("#send")
        expect(page.locator("#outcome h2")).to_contain_text("已读入图谱", timeout=60_000)
        page.get_by_role("link", name="看文件和读出的内容").click()
        expect(page.locator("h1")).to_contain_text("森林防火")


def test_reading_can_be_cancelled(browser: Browser, address: str) -> None:
    """The job is held back here, so that there is time to cancel it."""
    with opened(browser, 1440) as page:
        asked: list[str] = []

        def job(route: Route) -> None:
            asked.append(route.request.method)
            route.fulfill(status=202, json={"status": "running"})

        page.route("**/api/jobs/*", job)
        page.route(
            "**/api/documents",
            lambda route: route.fulfill(
                status=202, json={"status": "running"}, headers={"Location": "/api/jobs/1"}
            ),
        )
        go(page, address, "/upload")
        page.set_input_files("#file", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"})
        page.fill("#token", TOKEN)
        page.keyboard.press("Enter")
        expect(page.locator("#stage")).to_contain_text("正在逐句读")
        page.get_by_role("button", name="取消").click()
        expect(page.locator("#outcome")).to_contain_text("已取消")
        assert "DELETE" in asked
