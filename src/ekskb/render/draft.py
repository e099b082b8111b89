"""A new incident document as Markdown: headings to fill in, and the telling lines of a log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ekskb.logs.paste import read_paste
from ekskb.logs.redact import redact
from ekskb.text import printable, shorten

Language = Literal["en", "ko"]

_MOST_LINES = 12
_TELLING = 0.6
_TITLE_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a draft in one language."""

    title: str
    symptom: str
    seen: str
    cause: str
    why: str
    fix: str
    files: str
    verification: str
    how: str


_WORDS: dict[Language, Words] = {
    "en": Words(
        title="What failed, as one would search for it",
        symptom="Symptoms",
        seen="What users and dashboards showed.",
        cause="Root cause",
        why="Why this led to that.",
        fix="Resolution",
        files="What was changed, in which file, and the commands.",
        verification="Verification",
        how="How one sees that it works again.",
    ),
    "ko": Words(
        title="검색할 때 쓸 말로 쓴 제목",
        symptom="증상",
        seen="사용자와 대시보드에서 보인 현상.",
        cause="원인",
        why="왜 이런 일이 생겼는지.",
        fix="해결",
        files="바꾼 내용과 파일, 실행한 명령.",
        verification="검증",
        how="다시 정상인지 확인하는 방법.",
    ),
}


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    text: str
    redacted: Mapping[str, int]
    """How many secrets of each kind were taken out of the log."""


def draft_document(title: str, date: str, log: str, language: Language) -> Draft:
    """A document to fill in; `date` is ISO, `log` may be empty. Secrets of the log do not reach it."""
    clean = redact(log)
    lines = _telling_lines(clean.text)
    words = _WORDS[language]
    heading = printable(title) or (shorten(lines[0], _TITLE_WIDTH) if lines else words.title)
    blocks = [f"# {date}: {heading}", f"## {words.symptom}", f"<!-- {words.seen} -->"]
    if lines:
        fence = _fence(lines)
        blocks.append("\n".join([f"{fence}log", *lines, fence]))
    for name, comment in (
        (words.cause, words.why),
        (words.fix, words.files),
        (words.verification, words.how),
    ):
        blocks += [f"## {name}", f"<!-- {comment} -->"]
    return Draft(heading, "\n\n".join(blocks) + "\n", clean.counts)


def _telling_lines(log: str) -> list[str]:
    """The lines that look like trouble, each kind once, in their order."""
    found = read_paste(log).templates
    chosen = [one for one in found if one.weight >= _TELLING] or list(found)
    best = sorted(chosen, key=lambda one: -one.weight)[:_MOST_LINES]
    return [printable(one.text).replace("\n", " ") for one in sorted(best, key=lambda one: one.number)]


def _fence(lines: Sequence[str]) -> str:
    """A fence longer than any run of backticks in the lines, so that none of them ends it."""
    longest = 2
    for line in lines:
        run = 0
        for ch in line:
            run = run + 1 if ch == "`" else 0
            longest = max(longest, run)
    return "`" * (longest + 1)
