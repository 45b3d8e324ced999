"""Chinese and Arabic numerals in matched spans, as numbers."""

from __future__ import annotations

import cn2an

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def read_numeral(written: str) -> int | None:
    """The whole number that the characters write (十二, ③, 12); None where they write none."""
    if written in _CIRCLED and written:
        return _CIRCLED.index(written) + 1
    if written.isascii() and written.isdigit():
        return int(written)
    try:
        return int(cn2an.cn2an(written, "smart"))
    except ValueError:  # cn2an's word for 百 alone and the like
        return None
