"""SVG: the picture of the network, drawn with whatever Chinese font the reader has."""

from __future__ import annotations

from typing import BinaryIO
from xml.sax.saxutils import escape

from kg.analysis import Words
from kg.exports.picture import COLOURS, FONT_SIZE, MARGIN, WIDTHS, Label, Line, Picture, draw
from kg.exports.request import Format, Request

_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',SimHei,sans-serif"
_DOTS = {"body": "#1f62a4", "domain": "#c95c14", "section": "#8c783c"}


def _write(request: Request, out: BinaryIO) -> None:
    out.write(to_svg(draw(request)).encode())


def to_svg(picture: Picture) -> str:
    """Return a picture as SVG."""
    width, height = f"{picture.width:.0f}", f"{picture.height:.0f}"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title" '
        f'font-family="{_FONTS}" font-size="{FONT_SIZE}">',
        f'<title id="title">{escape(picture.title)}</title>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{MARGIN}" y="{MARGIN + 6}" font-size="22" font-weight="bold">{escape(picture.title)}</text>',
        *_legend(picture),
        *(_line(line) for line in picture.lines),
        *(_label(label) for label in picture.labels),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _legend(picture: Picture) -> list[str]:
    parts, x = [], MARGIN
    for role, words in picture.legend:
        y = MARGIN + 36
        parts.append(
            f'<line x1="{x}" y1="{y}" x2="{x + 34}" y2="{y}" stroke="{COLOURS[role]}" stroke-width="{WIDTHS[role] + 1}"/>'
            f'<text x="{x + 40}" y="{y + 5}">{escape(words)}</text>'
        )
        x += 60 + FONT_SIZE * max(3, len(words))
    return parts


def _line(line: Line) -> str:
    middle = (line.x1 + line.x2) / 2
    opacity = "0.95" if line.role == "lead" else "0.6"
    return (
        f'<path d="M{line.x1:.1f} {line.y1:.1f}C{middle:.1f} {line.y1:.1f} {middle:.1f} {line.y2:.1f} '
        f'{line.x2:.1f} {line.y2:.1f}" fill="none" stroke="{COLOURS[line.role]}" '
        f'stroke-width="{WIDTHS[line.role]}" stroke-opacity="{opacity}"/>'
    )


def _label(label: Label) -> str:
    anchor, shift = ("end", -10) if label.side == "left" else ("start", 10)
    dash = ' stroke="#111111" stroke-dasharray="2 2"' if label.uncertain else ""
    words = f"{label.words}？" if label.uncertain else label.words
    return (
        f'<circle cx="{label.x:.1f}" cy="{label.y:.1f}" r="5" fill="{_DOTS[label.kind]}"{dash}/>'
        f'<text x="{label.x + shift:.1f}" y="{label.y + 5:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
    )


FORMAT = Format(
    "svg",
    "image/svg+xml",
    ".svg",
    "network",
    Words("SVG:网络图,可缩放", "SVG: picture of the network, scalable"),
    _write,
)
