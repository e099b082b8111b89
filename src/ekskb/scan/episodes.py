"""Lines that may matter -> episodes: lines near each other that the same entries could explain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ekskb.scan.forms import Form

NEAR = 40
"""Lines between two lines of one episode, at most."""

MOST_FORMS = 12
MOST_JOINED = 40
_OPEN = 64
"""Episodes that a line may still join; keeps the work linear where everything is near."""

# The rest of a trace or of a block. Other neighbours belong to other stories: those that complain, too, are
# lines of their own if any entry knows them.
_GOES_ON = re.compile(
    r"[\s\]})]|Caused by|Traceback|goroutine|During handling|The above exception|Suppressed|at "
)


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of one file, as it is held against the entries."""

    file: int
    text: str
    numbers: tuple[int, ...]
    """For each line of the text its number in the file."""

    forms: tuple[Form, ...]


@dataclass(slots=True)
class _Draft:
    forms: list[Form]
    owners: set[int]


def group_forms(forms: Iterable[Form], owners: Sequence[Sequence[int]]) -> list[Episode]:
    """Every form in one episode, by where it was first seen; `owners` gives the entries of each literal."""

    def meant(form: Form) -> set[int]:
        return {entry for literal in form.literals for entry in owners[literal]}

    return [_finish(draft.forms, whole=False) for draft in _draft(forms, meant, MOST_FORMS)]


def join_misses(misses: Iterable[Episode]) -> list[Episode]:
    """A second chance for episodes that nothing explained: several of them near each other, with all that
    stands around them. A fault may show in many lines each of which says little."""
    forms = (form for episode in misses for form in episode.forms)
    drafts = _draft(forms, lambda form: {0}, MOST_JOINED)
    return [_finish(draft.forms, whole=True) for draft in drafts if len(draft.forms) > 1]


def _draft(forms: Iterable[Form], meant: Callable[[Form], set[int]], most: int) -> list[_Draft]:
    done: list[_Draft] = []
    waiting: list[_Draft] = []
    for form in sorted(forms, key=lambda one: (one.first.file, one.first.line, one.key)):
        own = meant(form)
        waiting = [draft for draft in waiting if _is_near(draft.forms[-1], form)][-_OPEN:]
        home = next((d for d in waiting if len(d.forms) < most and not d.owners.isdisjoint(own)), None)
        if home is None:
            home = _Draft([], set())
            done.append(home)
            waiting.append(home)
        home.forms.append(form)
        home.owners |= own
    return done


def _is_near(last: Form, form: Form) -> bool:
    return last.first.file == form.first.file and form.first.line - last.first.line <= NEAR


def _finish(forms: list[Form], whole: bool) -> Episode:
    rows: dict[int, str] = {}
    for form in forms:
        for number, text in enumerate(form.context.split("\n"), form.context_line):
            if whole or number == form.first.line or _GOES_ON.match(text):
                rows.setdefault(number, text)
    numbers = tuple(sorted(rows))
    return Episode(forms[0].first.file, "\n".join(rows[n] for n in numbers), numbers, tuple(forms))
