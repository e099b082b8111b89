"""A screen as an SVG picture that needs no font but a monospaced one.

Textual's own export asks a server for its font and stretches wide characters to one cell. Here every wide
character is placed at its own cell, and lines and bars are drawn, so that the grid holds in any font.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual.strip import Strip

CELL, LINE, FONT = 9.63, 20, 16
"""Pixels: width of a cell (0.602 em, as in DejaVu Sans Mono and Menlo), height of a row, size of the font."""

_LEFT, _TOP, _EDGE = 12, 40, 10
_BASE = 15
"""Pixels from the top of a row to the foot of its letters."""

_FAMILY = (
    "ui-monospace,'SF Mono',Menlo,'Cascadia Mono',Consolas,'DejaVu Sans Mono',"
    "'D2Coding',NanumGothicCoding,'Noto Sans Mono CJK KR',monospace"
)
_BLOCKS: dict[str, tuple[float, float, float, float]] = {
    "█": (0, 0, 1, 1),
    "▌": (0, 0, 0.5, 1),
    "▐": (0.5, 0, 0.5, 1),
    "▎": (0, 0, 0.25, 1),
    "▏": (0, 0, 0.13, 1),
    "▕": (0.87, 0, 0.13, 1),
    "▁": (0, 0.87, 1, 0.13),
    "▔": (0, 0, 1, 0.13),
    "▄": (0, 0.5, 1, 0.5),
    "▀": (0, 0, 1, 0.5),
    "─": (0, 0.47, 1, 0.06),
    "━": (0, 0.44, 1, 0.12),
    "│": (0.44, 0, 0.12, 1),
}
"""Character -> x, y, width and height of its ink as parts of the cell."""

_CORNERS = {
    "╭": "M{r} {m}Q{c} {m} {c} {b}",
    "╮": "M{x} {m}Q{c} {m} {c} {b}",
    "╰": "M{r} {m}Q{c} {m} {c} {y}",
    "╯": "M{x} {m}Q{c} {m} {c} {y}",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style that stand side by side; `x` and `width` in cells."""

    x: int
    width: int
    text: str
    color: str
    background: str
    look: str


def svg_document(strips: Sequence[Strip], title: str, foreground: str, background: str) -> str:
    """The strips of a screen in a window with a title. The same strips give the same bytes."""
    columns = max(strip.cell_length for strip in strips)
    width, height = _LEFT * 2 + columns * CELL, _TOP + len(strips) * LINE + _EDGE
    body = [part for y, strip in enumerate(strips) for part in _row(_runs(strip, foreground, background), y)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" xml:space="preserve" '
        f'font-family="{_FAMILY}" font-size="{FONT}" role="img">\n<title>{escape(title)}</title>\n'
        "<style>text{white-space:pre}.b{font-weight:700}.i{font-style:italic}.u{text-decoration:underline}"
        ".s{text-decoration:line-through}.w{font-size:18px}</style>\n"
        f'<rect width="{width:.0f}" height="{height}" rx="10" fill="{background}"/>\n'
        + "".join(
            f'<circle cx="{22 + n * 20}" cy="20" r="6" fill="{color}"/>'
            for n, color in enumerate(("#ff5f57", "#febc2e", "#28c840"))
        )
        + f'\n<text x="{width / 2:.0f}" y="25" fill="{foreground}" opacity=".7" text-anchor="middle" '
        f'font-size="14">{escape(title)}</text>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _row(runs: Iterable[Run], y: int) -> Iterator[str]:
    """Backgrounds first, drawn characters next, all text of the row in one element last."""
    top, words = _TOP + y * LINE, []
    for run in runs:
        if run.background:
            yield _rect(_left(run.x), top, run.width * CELL + 0.3, LINE, run.background)
        for x, text in _pieces(run):
            if drawn := _drawn(text, _left(x), top, run.color):
                yield drawn
            else:
                look = " ".join(filter(None, (run.look, "w" if cell_len(text[0]) == 2 else "")))
                look = f' class="{look}"' if look else ""
                words.append(f'<tspan x="{_left(x):g}" fill="{run.color}"{look}>{escape(text)}</tspan>')
    if words:
        yield f'<text y="{top + _BASE}">{"".join(words)}</text>'


def _pieces(run: Run) -> Iterator[tuple[int, str]]:
    """Stretches of narrow characters, and every wide or drawn one alone, each with its cell."""
    at, start, held = run.x, run.x, ""
    for char in run.text:
        alone = cell_len(char) != 1 or char in _BLOCKS or char in _CORNERS
        if alone and held.strip():
            yield start, held
        if alone and char.strip():
            yield at, char
        at += cell_len(char)
        held, start = ("", at) if alone else (held + char, start)
    if held.strip():
        yield start, held


def _drawn(text: str, x: float, y: float, color: str) -> str:
    if text in _BLOCKS:
        left, top, width, height = _BLOCKS[text]
        return _rect(x + left * CELL, y + top * LINE, width * CELL, height * LINE, color)
    if text in _CORNERS:
        places = {"x": x, "r": x + CELL, "c": x + CELL / 2, "y": y, "m": y + LINE / 2, "b": y + LINE}
        path = _CORNERS[text].format_map({name: f"{place:.4g}" for name, place in places.items()})
        return f'<path d="{path}" fill="none" stroke="{color}" stroke-width="1.2"/>'
    return ""


def _rect(x: float, y: float, width: float, height: float, color: str) -> str:
    return f'<rect x="{x:.5g}" y="{y:.5g}" width="{width:.5g}" height="{height:.5g}" fill="{color}"/>'


def _left(x: int) -> float:
    return round(_LEFT + x * CELL, 2)


def _runs(strip: Strip, foreground: str, background: str) -> Iterator[Run]:
    x = 0
    for segment in strip:
        style = segment.style or Style()
        color, behind = _hex(style.color, foreground), _hex(style.bgcolor, background)
        if style.reverse:
            color, behind = behind, color
        width = cell_len(segment.text)
        yield Run(x, width, segment.text, color, behind if behind != background else "", _look(style))
        x += width


def _look(style: Style) -> str:
    looks = (("b", style.bold), ("i", style.italic), ("u", style.underline), ("s", style.strike))
    return " ".join(name for name, on in looks if on)


def _hex(color: Color | None, default: str) -> str:
    return default if color is None or color.is_default else color.get_truecolor().hex
