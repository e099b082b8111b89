"""One entry as a page: its sections in reading order, commands to copy, facts beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from ekskb.export.anchors import Anchors
from ekskb.export.bodies import Body, link_definitions, read_bodies
from ekskb.export.code_blocks import Block, render_block, render_inline
from ekskb.export.markdown import Context, LinkFinder, render_markdown
from ekskb.export.words import Language, say, say_count
from ekskb.model import Command, Entry, Role, Section
from ekskb.parse.roles import Vocabulary
from ekskb.text import squash


class Part(NamedTuple):
    """A section below the heading of its role."""

    title: str
    anchor: str
    html: Markup


class Group(NamedTuple):
    """All sections of one role, below the heading of the first."""

    role: Role
    title: str
    lang: Language
    anchor: str
    parts: tuple[Part, ...]
    told: str
    """The role in words, where the heading does not say it."""


class EntryWriter:
    """Renders the sections of one entry."""

    def __init__(self, entry: Entry, language: Language, vocabulary: Vocabulary, links: LinkFinder) -> None:
        self.entry = entry
        self._language = language
        self._vocabulary = vocabulary
        self._anchors = Anchors()
        self._by_line = {command.line: command for command in reversed(entry.commands)}
        self._inline = {command.text: command for command in entry.commands if not command.language}
        self._context = Context(self._block, self._span, links, self._anchors.give, link_definitions(entry))

    def groups(self, lang: Language) -> Iterator[Group]:
        """The sections by role, each role once."""
        for role, bodies in groupby(read_bodies(self.entry), key=lambda body: body.section.role):
            first, *others = bodies
            title, told = self._title(first.section)
            anchor = self._anchors.give(first.section.heading or role) if title else ""
            own = lang if first.section.heading else self._language
            parts = [Part("", "", self._render(first, 3)), *(self._part(body) for body in others)]
            yield Group(role, title, own, anchor, tuple(parts), told)

    def _part(self, body: Body) -> Part:
        title = self._plain(body.section)
        anchor = self._anchors.give(body.section.heading) if title else ""
        return Part(title, anchor, self._render(body, 4 if title else 3))

    def _title(self, section: Section) -> tuple[str, str]:
        """The heading of a role, and the role in words where the heading does not say it."""
        label = say(self._language, f"role_{section.role}")
        if not section.heading:
            return ("" if section.role == "other" else label), ""
        reading = self._vocabulary.read(section.heading)
        telling = reading.role == section.role or section.role == "other"
        return self._plain(section), "" if telling else label

    def _plain(self, section: Section) -> str:
        return squash(self._vocabulary.read(section.heading).plain) or squash(section.heading)

    def _render(self, body: Body, level: int) -> Markup:
        # What render_markdown gives is sanitised: the one place where text becomes markup.
        return Markup(render_markdown(body.text, body.first, self._context, level))

    def _block(self, block: Block) -> str:
        return render_block(block, self._by_line, self._language)

    def _span(self, text: str, line: int) -> str:
        command = self._inline.get(text.strip().removeprefix("$ "))
        return render_inline(command, self._language) if command else ""


def glance(commands: Sequence[Command], language: Language) -> list[dict[str, str]]:
    """How many commands there are, and what they do, in a few words."""
    counts = Counter(command.risk for command in commands)
    told = [("read-only", "commands_count", len(commands))]
    told += [("changes-state", "commands_change", counts["changes-state"])]
    told += [("destructive", "commands_destroy", counts["destructive"])]
    return [{"risk": risk, "text": say_count(language, key, n)} for risk, key, n in told if n]


def placeholders_of(commands: Iterable[Command]) -> tuple[str, ...]:
    """Every placeholder of the commands, in the order in which one meets them."""
    return tuple(dict.fromkeys(name for command in commands for name in command.placeholders))


def fix_anchor(groups: Sequence[Group]) -> str:
    return next((group.anchor for group in groups if group.role == "fix"), "")


def entry_values(entry: Entry, writer: EntryWriter, language: Language, lang: Language) -> dict[str, Any]:
    """What the template of an entry shows, apart from links to other pages.

    `language` is that of the interface, `lang` that of the entry.
    """
    groups = tuple(writer.groups(lang))
    told = any(group.role == "fix" and "<table" in part.html for group in groups for part in group.parts)
    return {
        "id": entry.id,
        "title": entry.title,
        "kind": entry.kind,
        "date": entry.date or "",
        "severity": entry.severity,
        "entry_lang": lang,
        "groups": groups,
        "fix_anchor": fix_anchor(groups[2:]),
        "glance": glance(entry.commands, language),
        "placeholders": placeholders_of(entry.commands),
        "files": () if told else entry.files,
        "source_path": entry.source.path,
        "lines": entry.source.lines,
    }
