"""PNG: the picture of the network, drawn with a Chinese font of this machine."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageDraw, ImageFont

from kg.analysis import Words
from kg.errors import ConfigError
from kg.exports.picture import COLOURS, FONT_SIZE, MARGIN, WIDTHS, Label, Line, Picture, draw
from kg.exports.request import Format, Request

_SCALE, _MOST_PIXELS, _STEPS = 2, 120_000_000, 24
_DOTS = {"body": "#1f62a4", "domain": "#c95c14", "section": "#8c783c"}
_PLACES = (
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/Hiragino Sans GB.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
)


def _write(request: Request, out: BinaryIO) -> None:
    image = to_image(draw(request))
    image.save(out, format="PNG", optimize=True)


@cache
def find_font() -> tuple[str, int]:
    """Return file and index of a font of this machine that has Chinese characters.

    Raises:
        ConfigError: there is none.
    """
    command = shutil.which("fc-match")
    if command:
        pattern = "sans-serif:lang=zh-cn"
        found = subprocess.run(  # noqa: S603 - fixed words, no shell
            [command, "-f", "%{file}\n%{index}\n%{lang}", pattern],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
        file, index, languages = (*found.stdout.split("\n"), "", "", "")[:3]
        if Path(file).is_file() and "zh-cn" in languages:
            return file, int(index or 0) & 0xFFFF
    for place in _PLACES:
        if Path(place).is_file():
            return place, 0
    raise ConfigError(
        "cannot draw the network as PNG",
        "no font with Chinese characters is installed",
        "install one, e.g. 'apt-get install fonts-noto-cjk', or export SVG",
    )


def to_image(picture: Picture) -> Image.Image:
    """Return a picture as an image, two pixels a point unless it would be too large."""
    scale = _SCALE if picture.width * picture.height * _SCALE**2 <= _MOST_PIXELS else 1
    size = (round(picture.width * scale), round(picture.height * scale))
    if size[0] * size[1] > _MOST_PIXELS:
        raise ConfigError(
            "cannot draw the network as PNG",
            f"it would have {size[0]} × {size[1]} pixels",
            "ask for one body or domain, or export SVG",
        )
    file, index = find_font()
    image = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(file, FONT_SIZE * scale, index=index)
    title = ImageFont.truetype(file, 22 * scale, index=index)
    pen.text((MARGIN * scale, (MARGIN - 14) * scale), picture.title, fill="#000000", font=title)
    _legend(pen, picture, font, scale)
    for line in picture.lines:
        _line(pen, line, scale)
    for label in picture.labels:
        _label(pen, label, font, scale)
    return image


def _legend(
    pen: ImageDraw.ImageDraw, picture: Picture, font: ImageFont.FreeTypeFont, scale: int
) -> None:
    x, y = MARGIN * scale, (MARGIN + 36) * scale
    for role, words in picture.legend:
        pen.line(
            (x, y, x + 34 * scale, y), fill=COLOURS[role], width=round(WIDTHS[role] * scale) + 1
        )
        pen.text((x + 40 * scale, y), words, fill="#000000", font=font, anchor="lm")
        x += round((60 + FONT_SIZE * max(3, len(words))) * scale)


def _line(pen: ImageDraw.ImageDraw, line: Line, scale: int) -> None:
    """Draw the curve that SVG draws, as short straight pieces."""
    middle = (line.x1 + line.x2) / 2
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        x = a * line.x1 + (b + c) * middle + d * line.x2
        y = (a + b) * line.y1 + (c + d) * line.y2
        points.append((x * scale, y * scale))
    colour = COLOURS[line.role] if line.role == "lead" else _paler(COLOURS[line.role])
    pen.line(points, fill=colour, width=max(1, round(WIDTHS[line.role] * scale)), joint="curve")


def _paler(colour: str) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.6 + 255 * 0.4):02x}" for part in parts)


def _label(
    pen: ImageDraw.ImageDraw, label: Label, font: ImageFont.FreeTypeFont, scale: int
) -> None:
    x, y, radius = label.x * scale, label.y * scale, 5 * scale
    outline = "#111111" if label.uncertain else None
    pen.ellipse(
        (x - radius, y - radius, x + radius, y + radius), fill=_DOTS[label.kind], outline=outline
    )
    words = f"{label.words}？" if label.uncertain else label.words
    shift, anchor = (-10, "rm") if label.side == "left" else (10, "lm")
    pen.text((x + shift * scale, y), words, fill="#000000", font=font, anchor=anchor)


FORMAT = Format(
    "png",
    "image/png",
    ".png",
    "network",
    Words("PNG:网络图", "PNG: picture of the network"),
    _write,
)
