"""Whatever comes in, a text view or a `SourceError` comes out, in bounded time and memory."""

from __future__ import annotations

import io
import os
import pkgutil
import re
import time
import zipfile
import zlib
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.documents
from kg.documents import DEFAULT, FORMATS, ReadLimits, read_bytes, read_document
from kg.documents.source import Source
from kg.errors import SourceError, SourceTooLarge
from kg.model import TextView
from tests.documents.making import TEXT, changed_docx, make_docx, make_html, make_pdf

DOCX = make_docx(TEXT)
PDF = make_pdf(TEXT)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BOMB = b"<w:p/>" * (30 * 2**20 // 6)


def refusal(name: str, data: bytes, limits: ReadLimits = DEFAULT) -> str:
    """The message of the refusal, after checking that it says what, why and what next."""
    with pytest.raises(SourceError) as caught:
        read_bytes(name, data, limits=limits)
    error = caught.value
    assert "\n" not in str(error)
    assert error.what == f"cannot read '{name}'"
    assert error.why
    assert error.remedy
    return error.why


def outcome(name: str, data: bytes) -> TextView | SourceError:
    """The view, or the refusal as a value; anything else raised is a failure."""
    try:
        return read_bytes(name, data)
    except SourceError as error:
        return error


def encrypted_zip() -> bytes:
    """A Word package whose parts claim to be encrypted."""
    data = bytearray(DOCX)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def xlsx_like() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def lying_zip() -> bytes:
    """A zip with a part that is said to have ten bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", BOMB)
    data = bytearray(file.getvalue())
    for at in (22, data.find(b"PK\x01\x02") + 24):
        data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def full_zip() -> bytes:
    """A zip with more parts than are taken."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for number in range(DEFAULT.entries + 1):
            package.writestr(str(number), "")
    return file.getvalue()


def pdf_bomb(times: int) -> bytes:
    """A PDF with a stream of 110 MB, deflated so many times."""
    stream = bytes(110 << 20)
    for _ in range(times):
        stream = zlib.compress(stream, 9)
    return PDF + b"9 0 obj <</Filter/FlateDecode>> stream\n" + stream + b"\nendstream"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.docx", changed_docx(DOCX, {"word/bomb.xml": BOMB})),
        ("bomb.zip", changed_docx(DOCX, {"word/bomb.xml": BOMB})),
        ("lying.docx", lying_zip()),
        ("full.xlsx", full_zip()),
        ("bomb.pdf", pdf_bomb(1)),
        ("bomb.pdf", pdf_bomb(3)),
        ("long.txt", b"a" * (DEFAULT.text_bytes + 1)),
    ],
    ids=range(7),
)
def test_what_breaks_a_limit_is_refused_as_too_large(name: str, data: bytes) -> None:
    assert isinstance(outcome(name, data), SourceTooLarge)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("old.doc", OLE, "old binary Office format"),
        ("secret.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("secret.docx", encrypted_zip(), "password"),
        ("cut.docx", DOCX[: len(DOCX) // 2], "damaged or cut off"),
        ("cut.docx", DOCX[:-30], "damaged or cut off"),
        ("bomb.docx", changed_docx(DOCX, {"word/bomb.xml": BOMB}), "like a zip bomb"),
        ("macro.docm", changed_docx(DOCX, {"word/vbaProject.bin": b"x"}), "macros, which are never"),
        ("entity.docx", changed_docx(DOCX, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM '
            b'"file:///etc/passwd">]><a>&b;</a>'}), "declares XML entities"),
        ("xml.docx", changed_docx(DOCX, {"word/document.xml": b"<w:document>"}), "not a sound Word"),
        ("other.docx", xlsx_like(), "no Word text in it"),
        ("deep.docx", changed_docx(DOCX, {"word/document.xml": b"<a>" * 9999}), "not a sound Word"),
        ("empty.docx", make_docx(()), "no text"),
        ("rich.rtf", b"{\\rtf1\\ansi text}", "it is none of: pdf"),
        ("sheet.xlsx", xlsx_like(), "no Word text in it"),
        ("cut.pdf", PDF[: len(PDF) // 3], "damaged|no text layer"),
        ("nothing.pdf", b"%PDF-1.7\n", "damaged|no page"),
        ("noise.pdf", b"%PDF-1.7\n" + os.urandom(5000), "damaged|no page"),
        ("named.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), "it is none of: pdf"),
        ("empty.html", b"<html><body><script>1</script></body></html>", "no text"),
        ("noise.html", bytes(range(256)) * 20, "binary"),
        ("cut.html", make_html(TEXT)[:-200][:600] + b"\xe5", "damaged|cut off"),
    ],
)  # fmt: skip
def test_refused_with_the_reason(name: str, data: bytes, why: str) -> None:

    reason = refusal(name, data)
    assert re.search(why, reason), reason


def test_encrypted_and_scanned_and_long_pdf_are_refused() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    def pdf(pages: int, encrypt: StandardEncryption | None = None) -> bytes:
        file = io.BytesIO()
        canvas = Canvas(file, encrypt=encrypt)
        for _ in range(pages):
            canvas.rect(10, 10, 100, 100)
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    assert "password" in refusal("secret.pdf", pdf(1, StandardEncryption("secret")))
    assert "2 of its 2 pages have no text layer, like a scan" in refusal("scan.pdf", pdf(2))
    assert "10,000 pages, the limit is 2,000" in refusal("long.pdf", pdf(10_000))


def test_pdf_with_broken_cross_references_is_still_read() -> None:
    broken = PDF.replace(b"startxref", b"startxxxx").replace(b"0000000", b"0009999")
    assert read_bytes("broken.pdf", broken).lines[0] == TEXT[0]


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "ul><li"])
def test_ten_thousand_nested_tags_are_read_in_bounded_time(tag: str) -> None:
    start = time.monotonic()
    data = (f"<{tag}>" * 10_000 + "<p>责任单位：市教育局</p>").encode()
    assert any("责任单位：市教育局" in line for line in read_bytes("deep.html", data).lines)
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("piece", [b"<!---->", b"<%%>", b"<?xml>", b" ", b"<!--", b"\xd2\xbb\x00"])
def test_telling_the_format_is_quick(piece: bytes) -> None:
    start = time.monotonic()
    for module in FORMATS:
        module.accepts(Source("upload", piece * 2000))
    assert time.monotonic() - start < 1


def test_entities_of_a_page_do_not_explode() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 30))
    page = f'<!DOCTYPE html [<!ENTITY a0 "甲">{entities}]><p>市局&a29;</p>'
    assert any("市局" in line for line in read_bytes("lol.html", page.encode()).lines)


def test_time_limit_ends_the_reading() -> None:
    limits = ReadLimits(seconds=0.01)
    assert "longer than 0.01 seconds" in refusal("slow.pdf", PDF, limits)


def test_memory_limit_ends_the_reading() -> None:
    wide = "".join(f"<td rowspan=60000>{n}</td>" for n in range(900))
    page = f"<table>{f'<tr>{wide}</tr>' + '<tr></tr>' * 20_000}</table>".encode()
    limits = ReadLimits(memory_bytes=110 * 2**20, seconds=30)
    assert "more memory than 110 MiB" in refusal("wide.html", page, limits)


def test_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(DEFAULT.file_bytes + 1)
    start = time.monotonic()
    with pytest.raises(SourceError, match="the limit is 104,857,600"):
        read_document(path)
    assert time.monotonic() - start < 1
    assert "over the limit of 20,971,520" in refusal("large.txt", "市".encode("gbk") * 12_000_000)
    assert time.monotonic() - start < 2
    assert "the limit is 10" in refusal("huge.txt", b"x" * 11, ReadLimits(file_bytes=10))


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    for path, why in (
        (tmp_path, "it is a folder"),
        (tmp_path / "missing.txt", "there is no such file"),
        (pipe, "it is not a file"),
        (loop, "symbolic link"),
        ("a\0b", "not a valid file name"),
        ("x" * 5000, "too long"),
    ):
        with pytest.raises(SourceError, match=why):
            read_document(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("市局", "utf-8")
    path.chmod(0)
    with pytest.raises(SourceError, match="permission denied"):
        read_document(path)


@pytest.mark.parametrize(
    "name", ["无后缀", "a b\tc.txt", "x\ny.txt", "-rf.txt", "..txt", "é💥.txt"]
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("责任单位：市教育局", "utf-8")
    assert read_document(tmp_path / name).name == name
    (tmp_path / name).write_bytes(b"\0\0\0")
    with pytest.raises(SourceError, match=r"binary|none of") as caught:
        read_document(tmp_path / name)
    assert str(caught.value).isprintable()


def test_name_with_undecodable_bytes(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.html"
    Path(os.fsdecode(path)).write_bytes("<p>市教育局</p>".encode())
    view = read_document(os.fsdecode(path))
    assert view.lines == ("市教育局",)
    view.name.encode("utf-8")


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a", "a.csv"]))
def test_any_bytes_give_a_view_or_a_refusal(data: bytes, name: str) -> None:
    found = outcome(name, data)
    if isinstance(found, SourceError):
        assert str(found).startswith("cannot read ")
        return
    assert found.text.encode("utf-8")
    assert not any("\n" in line or "\r" in line for line in found.lines)


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from([("a.docx", DOCX), ("a.pdf", PDF), ("a.html", make_html(TEXT))]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=40),
)
def test_any_damage_gives_a_view_or_a_refusal(
    sound: tuple[str, bytes], damage: list[tuple[float, int]]
) -> None:
    data = bytearray(sound[1])
    for place, value in damage:
        data[int(place * (len(data) - 1))] = value
    found = outcome(sound[0], bytes(data))
    assert isinstance(found, TextView) or str(found).startswith("cannot read ")


@given(st.text(max_size=300))
def test_any_text_is_kept_as_it_is(text: str) -> None:
    if "\0" in text or text.startswith("\ufeff") or not text.strip():
        return
    found = outcome("a.txt", text.encode("utf-8"))
    if isinstance(found, SourceError):
        assert "control characters" in found.why
        return
    assert "".join(found.lines) == text.replace("\r", "").replace("\n", "")


def test_every_module_that_reads_a_format_is_registered() -> None:
    names = [module.name for module in pkgutil.iter_modules(kg.documents.__path__)]
    modules = [import_module(f"kg.documents.{name}") for name in names if name != "child"]
    names_of_formats = {module.NAME for module in modules if hasattr(module, "accepts")}
    assert names_of_formats == {module.NAME for module in FORMATS}


def test_every_format_says_what_it_looks_for() -> None:
    assert [module.NAME for module in FORMATS] == ["pdf", "docx", "html", "txt"]
    why = refusal("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0")
    for module in FORMATS:
        assert f"{module.NAME} ({module.EXPECTS})" in why
        assert not module.accepts(Source("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0"))
