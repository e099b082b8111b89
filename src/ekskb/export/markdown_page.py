"""One entry -> a Markdown document of its own, which `ekskb build` reads as the same entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ekskb.block_yaml import dump_mapping
from ekskb.model import Entry, Record, Section
from ekskb.parse.declared import KEY, section_mark
from ekskb.parse.document import parse_document
from ekskb.parse.metadata import read_front_matter
from ekskb.parse.roles import Vocabulary
from ekskb.text import fence_words

Rewrite = Callable[[str, int], str]
"""A section's text and the number of its first line -> the text with its links pointed elsewhere."""

_FENCE = re.compile(r"^(?P<open>[ >]{0,12}(?:`{3,20}|~{3,20}))(?P<info>[^`\n]{1,200})$", re.MULTILINE)
_PLAIN_WORD = re.compile(r"[\w-]+")


class Meaning(Record, frozen=True):
    """What an entry says, apart from where it stands: what must come back from an export."""

    named: tuple[object, ...]
    sections: tuple[tuple[str, str, str], ...]
    commands: tuple[tuple[str, str, str], ...]
    files: tuple[tuple[str, str], ...]
    signatures: tuple[tuple[str, str], ...]


def read_meaning(entry: Entry) -> Meaning:
    """The entry without lines and paths, and without its title's own line and the spelling of fences."""
    return Meaning(
        (
            entry.id, entry.title, entry.kind, entry.date, entry.tags, entry.severity,
            entry.references, frozenset(entry.components),
        ),
        tuple((part.role, part.heading, spell_fences(_own_text(entry, part))) for part in told(entry)),
        tuple((command.text, command.role, command.risk) for command in entry.commands),
        tuple((file.path, file.note) for file in entry.files),
        tuple((signature.text, signature.kind) for signature in entry.signatures),
    )  # fmt: skip


def entry_document(entry: Entry, vocabulary: Vocabulary, rewrite: Rewrite) -> str:
    """The document: front matter, title, sections. Sections are marked only where headings would not do."""
    plain = _write(entry, rewrite, marked=False)
    return plain if _comes_back(entry, plain, vocabulary) else _write(entry, rewrite, marked=True)


def told(entry: Entry) -> Iterator[Section]:
    """The sections that say something: not the document's front matter, not the title's line alone."""
    for section in entry.sections:
        text = _own_text(entry, section)
        if text and (section.heading or section.role != "other" or text.lstrip("# ") != entry.title):
            yield section


def spell_fences(text: str) -> str:
    """Code fences with more than a language get their braces: other readers of Markdown need them."""
    return _FENCE.sub(_spelled, text)


def _spelled(fence: re.Match[str]) -> str:
    language, rest = fence_words(fence["info"])
    words = [language, *rest.split()]
    plain = rest and all(_PLAIN_WORD.fullmatch(word) for word in words)
    return fence["open"] + ("{" + " ".join(f".{word}" for word in words) + "}" if plain else fence["info"])


def _comes_back(entry: Entry, text: str, vocabulary: Vocabulary) -> bool:
    read = parse_document(text, entry.source.path, vocabulary=vocabulary).entries
    return len(read) == 1 and read_meaning(read[0]) == read_meaning(entry)


def _write(entry: Entry, rewrite: Rewrite, marked: bool) -> str:
    parts = [f"---\n{dump_mapping(_front_matter(entry, marked))}---\n\n# {entry.title}\n"]
    for section in told(entry):
        text = spell_fences(_own_text(entry, section, rewrite(section.text, section.lines[0])))
        mark = f"{section_mark(section.role, section.heading)}\n" if marked else ""
        parts.append(f"{mark}{text}\n")
    return "\n".join(parts)


def _front_matter(entry: Entry, marked: bool) -> dict[str, object]:
    data: dict[str, object] = {KEY: entry.kind} if marked else {}
    data |= {"id": entry.id, "title": entry.title}
    data |= {"date": entry.date} if entry.date else {}
    data |= {"tags": list(entry.tags)} if entry.tags else {}
    return data | ({"severity": entry.severity} if entry.severity else {})


def _own_text(entry: Entry, section: Section, text: str | None = None) -> str:
    """A section's text; of the first one, without the document's front matter."""
    own = section.text if text is None else text
    if section is entry.sections[0] and own.startswith("---"):
        lines = own.split("\n")
        own = "\n".join(lines[read_front_matter(lines).lines :])
    return own.strip("\n")
