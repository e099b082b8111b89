"""The incidents of whole archives and live streams as text for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ekskb.model import Evidence, Match
from ekskb.render.blocks import byline
from ekskb.render.style import Styler
from ekskb.text import shorten

_LONGEST_LINE = 200
_FILES = 3
_SHOWN = 100


class FileCount(Protocol):
    @property
    def file(self) -> str: ...


class Sighting(Protocol):
    """An entry with where and when its lines stand; see `scan.report`."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...
    @property
    def count(self) -> int: ...
    @property
    def first(self) -> str: ...
    @property
    def last(self) -> str: ...
    @property
    def first_line(self) -> int: ...
    @property
    def last_line(self) -> int: ...
    @property
    def file(self) -> str: ...
    @property
    def files(self) -> Sequence[FileCount]: ...


class Survey(Protocol):
    @property
    def lines(self) -> int: ...
    @property
    def bytes(self) -> int: ...
    @property
    def files(self) -> int: ...
    @property
    def interrupted(self) -> bool: ...
    @property
    def matches(self) -> Sequence[Sighting]: ...
    @property
    def weak(self) -> Sequence[Match]: ...


def render_survey(survey: Survey, style: Styler) -> str:
    """Every incident once: how sure, how often, when, where, on what proof."""
    out = [*_nothing(survey, style)] if not survey.matches else [_headline(survey, style), ""]
    for number, one in enumerate(survey.matches[:_SHOWN], 1):
        out += [*_sighting(one, number, survey.files, style), ""]
    if len(survey.matches) > _SHOWN:
        out += [style(f"{len(survey.matches) - _SHOWN} more; --json lists all", "faint"), ""]
    if survey.interrupted:
        out += [style("stopped: what stands further on is not known", "warn"), ""]
    return "\n".join(out)


def render_first(one: Sighting, style: Styler) -> str:
    """An incident of a live stream, when it is seen for the first time."""
    return "\n".join([*_sighting(one, 0, 1, style), ""])


def render_again(one: Sighting, more: int, style: Styler) -> str:
    """The same incident later on."""
    when = f", last {one.last}" if one.last else ""
    told = style(f"{more:,} more, {one.count:,} in all{when}", "faint")
    return f"   {style(one.title, 'title')}  {told}\n"


def _headline(survey: Survey, style: Styler) -> str:
    what = "1 incident" if len(survey.matches) == 1 else f"{len(survey.matches)} incidents"
    where = "" if survey.files == 1 else f" of {survey.files:,} files"
    lines = f"{survey.lines:,} line{'' if survey.lines == 1 else 's'}"
    return f"{style(what, 'heading')} in {lines}{where}, {_size(survey.bytes)}"


def _size(size: int) -> str:
    for unit, step in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} bytes"


def _sighting(one: Sighting, number: int, files: int, style: Styler) -> list[str]:
    sure = style(f"{one.confidence:.0%}", "good" if one.confidence >= 0.8 else "warn")
    head = f"{number}. " if number else ""
    out = [f"{head}{style(one.title, 'title')}  {sure}", f"   {style(_often(one, files))}"]
    for pair in one.evidence[:1]:
        place = style(f"{_on_a_line(one.file)}:{pair.line}", "faint")
        out.append(f"   {place}  {style(shorten(pair.text, _LONGEST_LINE), 'mark')}")
    return [*out, f"   {style(f'ekskb show {one.id}', 'faint')}"]


def _often(one: Sighting, files: int) -> str:
    times = "once" if one.count == 1 else f"{one.count:,} times"
    parts = [times, _when(one), _where(one) if files > 1 else ""]
    return " · ".join(part for part in parts if part)


def _when(one: Sighting) -> str:
    if one.first and one.last:
        return one.first if one.first == one.last else f"{one.first} to {one.last}"
    if one.count == 1 or one.first_line == one.last_line:
        return f"line {one.first_line:,}"
    return f"lines {one.first_line:,} to {one.last_line:,}"


def _where(one: Sighting) -> str:
    names = ", ".join(_on_a_line(row.file) for row in one.files[:_FILES])
    more = len(one.files) - _FILES
    return f"{names} and {more:,} more" if more > 0 else names


def _on_a_line(name: str) -> str:
    """A file name may hold line breaks, with which it would write lines of its own into the report."""
    return "\ufffd".join(name.splitlines())


def _nothing(survey: Survey, style: Styler) -> list[str]:
    out = [style("not catalogued", "warn") + f": no entry explains any of {survey.lines:,} lines"]
    out += ["", "Nearest, too weak to be an answer:"] if survey.weak else []
    for match in survey.weak:
        out.append(
            f"  {style(match.title)}  {style(f'{match.confidence:.0%}', 'faint')}  {byline(match, style)}"
        )
    return [*out, ""]
