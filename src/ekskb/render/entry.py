"""One entry as text for people, or as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ekskb.model import Entry, Hit, Role, Section
from ekskb.render.blocks import byline, command_lines, prose
from ekskb.render.style import Styler

# The order in which someone with a pager wants them; a role that is not named keeps document order.
READING_ORDER: tuple[Role, ...] = (
    "summary",
    "symptom",
    "impact",
    "cause",
    "diagnosis",
    "fix",
    "verification",
    "prevention",
    "lesson",
    "background",
    "reference",
    "other",
)


def reading_order(entry: Entry) -> tuple[Section, ...]:
    """The sections as one reads them: what is seen, why, what to do, how to be sure."""
    return tuple(sorted(entry.sections, key=lambda section: READING_ORDER.index(section.role)))


def render_entry(entry: Entry, style: Styler, related: Sequence[Hit] = ()) -> str:
    """The whole entry, sections in reading order; commands, files and related entries at the end."""
    out = [style(entry.title, "title"), byline(entry, style)]
    if entry.components or entry.tags:
        out.append(style(" ".join(dict.fromkeys((*entry.components, *entry.tags))), "faint"))
    for section in reading_order(entry):
        label = section.role if section.role != "other" else section.heading
        out += ["", style(label.upper(), "heading"), *prose(section.text, style, 2)]
    if entry.commands:
        out += ["", style("COMMANDS", "heading"), *command_lines(entry.commands, style, 2)]
    if entry.files:
        out += ["", style("FILES", "heading")]
        out += [f"  {style(f.path)}  {style(f.note, 'faint')}".rstrip() for f in entry.files]
    if related:
        out += ["", style("RELATED", "heading")]
        out += [f"  {style(hit.title)}  {style(f'id {hit.id}', 'faint')}" for hit in related]
    return "\n".join(out) + "\n"


def render_commands(entry: Entry, style: Styler) -> str:
    """Only the commands, grouped by the role of their section."""
    out: list[str] = []
    for role in READING_ORDER:
        chosen = [command for command in entry.commands if command.role == role]
        if chosen:
            out += [style(role.upper(), "heading"), *command_lines(chosen, style, 2), ""]
    return "\n".join(out)


def render_sections(entry: Entry, roles: Sequence[Role]) -> str:
    """The sections of these roles as Markdown, exactly as written."""
    chosen = [section.text.strip("\n") for section in entry.sections if section.role in roles]
    return "\n\n".join(chosen) + "\n" if chosen else ""


def render_markdown(entry: Entry) -> str:
    """The entry as one Markdown text, exactly as its document has it."""
    return f"# {entry.title}\n\n" + "\n\n".join(s.text.strip("\n") for s in entry.sections) + "\n"


def render_outline(entries: Sequence[Entry], style: Styler) -> str:
    """What documents are understood as: entries, their sections with lines, and counts."""
    out: list[str] = []
    for entry in entries:
        out += [f"{style(entry.title, 'title')}", "  " + byline(entry, style)]
        for section in entry.sections:
            lines = f"{section.lines[0]}-{section.lines[1]}"
            out.append(
                f"  {lines:>9}  {style(section.role, 'heading'):<14} {style(section.heading, 'faint')}"
            )
        counts = {"commands": entry.commands, "files": entry.files, "signatures": entry.signatures}
        out += ["  " + ", ".join(f"{len(items)} {name}" for name, items in counts.items()), ""]
    return "\n".join(out)
