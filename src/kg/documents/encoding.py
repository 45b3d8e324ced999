"""Find the encoding of Chinese text: UTF-8, UTF-16, GB18030 or Big5."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5hkscs")
_SAMPLE = 64 * 1024
# Characters so frequent in official writing that a right decoding has many of them; a wrong one
# (GB bytes read as Big5 and the other way round) has rare characters in their stead.
_FREQUENT = frozenset(
    "的一是在不和有了大年市人部中工作要以及门門单單位全安管理政府、，。：；（）《》〔〕"
)
# White space and page marks that occur in text files; other controls mean binary data.
_TEXT_CONTROLS = frozenset("\t\n\v\f\r\x1a\x1b\x85")


class UndecodableError(ValueError):
    """The bytes are not text in a known encoding; the message says what was seen."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without byte order mark and the encoding it was in, e.g. ``utf-8`` or ``gb18030``."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes to text by byte order mark, declaration or evidence.

    Args:
        data: the bytes of the file.
        declared: encoding that the file itself declares (html), tried before guessing.

    Raises:
        UndecodableError: binary data, damaged text, or an encoding not known here.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data, codec), codec.removesuffix("-sig"))
    if b"\0" in data:
        return _utf16_without_mark(data)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error)
    return _checked_legacy(data, declared)


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        mark = codec.removesuffix("-sig").upper()
        raise UndecodableError(
            f"it is marked as {mark} but is damaged at byte {error.start}"
        ) from error


def _checked(text: str, encoding: str) -> Decoded:
    if "\0" in text:
        raise UndecodableError("it is binary data, it has NUL bytes in it")
    sample = text[:_SAMPLE]
    controls = sum(
        1 for c in sample if c not in _TEXT_CONTROLS and (c < " " or "\x7f" <= c < "\xa0")
    )
    if controls * 50 > len(sample):
        raise UndecodableError("it is binary data, it is full of control characters")
    return Decoded(text.removeprefix("\ufeff"), encoding)


def _utf16_without_mark(data: bytes) -> Decoded:
    """NUL bytes are ASCII characters of UTF-16, or binary data."""
    best: tuple[float, str] = (0.0, "")
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            best = max(best, (_plausible(text), codec))
    if best[0] < 0.9:
        raise UndecodableError("it is binary data, it has NUL bytes in it")
    return _checked(data.decode(best[1]), best[1])


def _plausible(text: str) -> float:
    """Share of characters that Chinese or Latin text is made of."""
    sample = text[:_SAMPLE]
    good = sum(
        1 for c in sample if "\u4e00" <= c <= "\u9fff" or " " <= c <= "~" or c in "\t\r\n" or
        "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" or "\u2010" <= c <= "\u2027"
    )  # fmt: skip
    return good / max(1, len(sample))


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Say so where the bytes are UTF-8 with a fault: other decoders would make rubbish of it."""
    wrong = data.decode("utf-8", errors="replace").count("\ufffd")
    not_ascii = len(data.translate(None, bytes(range(128)))) // 3
    # A text cut off inside its last character is sound before it; GBK is so only by chance.
    cut_off = error.reason == "unexpected end of data" and not_ascii >= 3
    if cut_off or wrong * 20 < not_ascii:
        line = data.count(b"\n", 0, error.start) + 1
        fault = "cut off" if cut_off else "damaged"
        raise UndecodableError(
            f"its UTF-8 text is {fault} at byte {error.start}, line {line}"
        ) from error


def _checked_legacy(data: bytes, declared: str | None) -> Decoded:
    readings = {codec: text for codec in _LEGACY if (text := _try(data, codec)) is not None}
    wanted = _known_codec(declared)
    if wanted in readings:
        return _checked(readings[wanted], wanted)
    if not readings:
        raise UndecodableError("its bytes are neither UTF-8, UTF-16, GB18030 nor Big5 text")
    scores = {codec: _frequency(text) for codec, text in readings.items()}
    best = max(scores, key=lambda codec: (scores[codec], codec == "gb18030"))
    if len(readings) == 2 and abs(scores["gb18030"] - scores["big5hkscs"]) < 0.02:
        best = _second_opinion(data) or best
    return _checked(_not_rubbish(readings[best]), best)


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _known_codec(declared: str | None) -> str:
    """The codec for a declared name; GB2312 and GBK are read as their superset GB18030."""
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return ""
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}.get(
        name, name
    )


def _frequency(text: str) -> float:
    sample = [c for c in text[:_SAMPLE] if c > "\x7f"]
    return sum(1 for c in sample if c in _FREQUENT) / max(1, len(sample))


def _second_opinion(data: bytes) -> str | None:
    match = from_bytes(
        data[:_SAMPLE], cp_isolation=["gb18030", "big5hkscs", "big5"], explain=False
    ).best()
    return _known_codec(match.encoding) if match else None


def _not_rubbish(text: str) -> str:
    """Refuse text that decodes but is no language: mostly private or unassigned characters."""
    odd = [c for c in text[:_SAMPLE] if c > "\x7f"]
    strange = sum(
        1 for c in odd if "\ue000" <= c <= "\uf8ff" or (not c.isprintable() and c != "\u3000")
    )
    if strange * 5 > len(odd):
        raise UndecodableError("its bytes are no text in UTF-8, UTF-16, GB18030 or Big5")
    return text
