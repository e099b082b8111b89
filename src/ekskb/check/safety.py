"""What must not stand in a document: secrets, and commands that a shell would not end."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from ekskb.check.context import Base, Fault
from ekskb.logs.redact import redact
from ekskb.model import Entry


def secret(entry: Entry, base: Base) -> Iterator[Fault]:
    for section in entry.sections:
        if not redact(section.text).counts:
            continue
        # Line by line only where there is something: keys of several lines count at their first.
        found = False
        for offset, line in enumerate(section.text.split("\n")):
            for kind in redact(line).counts:
                found = True
                yield section.lines[0] + offset, f"looks like a secret ({kind})"
        if not found:
            kinds = ", ".join(redact(section.text).counts)
            yield section.lines[0], f"looks like a secret ({kinds})"


def open_quote(entry: Entry, base: Base) -> Iterator[Fault]:
    for command in entry.commands:
        if "<<" in command.text:
            continue
        try:
            shlex.split(command.text, comments=False)
        except ValueError as fault:
            yield command.line, f"this command would not end in a shell: {str(fault).lower()}"
