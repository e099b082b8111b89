"""Pictures of the screen: the grid holds in any font, and nothing is fetched."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.tui.svg import CELL, svg_document


def drawn(*segments: tuple[str, Style | None]) -> str:
    return svg_document([Strip(Segment(*segment) for segment in segments)], "t", "#ffffff", "#000000")


def places(svg: str) -> dict[str, float]:
    return {text: float(x) for x, text in re.findall(r'<tspan x="([\d.]+)"[^>]*>([^<]*)</tspan>', svg)}


def test_every_wide_character_stands_at_its_own_cell() -> None:
    found = places(drawn(("ab가나cd", None)))

    cells = {text: round((x - found["ab"]) / CELL) for text, x in found.items()}
    assert cells == {"ab": 0, "가": 2, "나": 4, "cd": 6}


def test_markup_characters_of_a_log_are_text() -> None:
    svg = drawn(('<b>&"', None))

    assert "".join(ElementTree.fromstring(svg).itertext()).endswith('<b>&"\n')


def test_nothing_is_fetched_from_anywhere() -> None:
    svg = drawn(("text", Style(bold=True)))

    assert "url(" not in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_reverse_swaps_the_colours() -> None:
    svg = drawn(("x", Style(reverse=True)))

    assert 'fill="#000000">x' in svg
    assert re.search(r'<rect x="12" [^>]*fill="#ffffff"', svg)
