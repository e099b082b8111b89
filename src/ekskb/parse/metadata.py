"""Dates, tags, components, severity, links: what is said about an entry rather than in it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ekskb.model import Problem
from ekskb.parse.outline import Outline
from ekskb.parse.tables import load_table
from ekskb.text import squash

_LONGEST_FRONT_MATTER: Final = 400
_WIDEST_FRONT_MATTER: Final = 32_768
_DATE = re.compile(
    r"(?<!\d)(?P<y>19\d\d|20\d\d)(?:[-./]|년\s?|年)(?P<m>1[0-2]|0?[1-9])(?!\d)"
    r"(?:(?:[-./]|월\s?|月)(?P<d>[12]\d|3[01]|0?[1-9])(?!\d))?"
)
_DATE_LABEL = re.compile(
    r"[\s>*\-|]{0,8}(?:\*\*)?(?:날짜|발생일|발생일시|발생 일시|발생 시각|일시|작성일|장애 일시|"
    r"date|incident date|occurred|日付|発生日時|日期|时间)(?:\*\*)?\s{0,3}[:：|]",
    re.IGNORECASE,
)
_SEVERITY_LABEL = re.compile(
    r"[\s>*\-|]{0,8}(?:\*\*)?(?:심각도|중요도|등급|severity|priority|重大度|严重程度)(?:\*\*)?\s{0,3}[:：|]\s{0,3}"
    r"(?:\*\*)?\s{0,3}(?P<value>[^|*\n]{1,40})",
    re.IGNORECASE,
)
_TAG_LABEL = re.compile(
    r"[\s>*\-]{0,8}(?:\*\*)?(?:태그|tags?|labels?)(?:\*\*)?\s{0,3}[:：](?:\*\*)?\s{0,3}(?P<value>.{1,300})",
    re.IGNORECASE,
)
_COMPONENT_TIMES: Final = 2
_NAMED: Final = 100
_WIDEST_TEXT: Final = 200_000
_MARKED = re.compile(r"[&*!]")
_LATIN = re.compile(r"[a-z0-9]+")
_MOST_COMPONENTS: Final = 8


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the `---` lines at the top of a document."""

    lines: int = 0
    """How many lines it takes, its marks included; 0 where there is none."""

    data: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""
    fault_line: int = 1

    def text(self, *keys: str) -> str:
        """The first of these keys that holds a plain value, as text."""
        for name in keys:
            value = self.data.get(name)
            if value is not None and not isinstance(value, (dict, list)):
                return squash(str(value))
        return ""

    def words(self, *keys: str) -> tuple[str, ...]:
        """A list of words, written as a YAML list or with commas."""
        for name in keys:
            value = self.data.get(name)
            if isinstance(value, list):
                return tuple(squash(str(v)) for v in value if isinstance(v, (str, int, float)))
            if isinstance(value, str):
                return tuple(word.strip() for word in value.split(",") if word.strip())
        return ()


def read_front_matter(lines: Sequence[str]) -> FrontMatter:
    """The YAML at the top of the document; a fault is told and the rest of the document still read."""
    if not lines or lines[0].rstrip() != "---":
        return FrontMatter()
    top = lines[1:_LONGEST_FRONT_MATTER]
    end = next((n for n, line in enumerate(top, 1) if line.rstrip() in ("---", "...")), 0)
    if not end or not any(line.strip() for line in lines[1:end]):
        return FrontMatter()
    text = "\n".join(lines[1:end])
    if not re.search(r"^[^\s#:][^:\n]{0,80}:", text, re.MULTILINE):
        return FrontMatter()
    if len(text) > _WIDEST_FRONT_MATTER:
        return FrontMatter(end + 1, fault=f"front matter is longer than {_WIDEST_FRONT_MATTER} characters")
    return _load(text, end + 1)


def _load(text: str, lines: int) -> FrontMatter:
    import yaml

    # The loader in C reads the same language several times faster, where it was built.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for token in yaml.scan(text, Loader=loader) if _MARKED.search(text) else ():
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
                line = token.start_mark.line + 2
                return FrontMatter(lines, fault="front matter uses anchors or tags", fault_line=line)
        data = yaml.load(text, Loader=loader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        reason = squash(str(fault.problem or "not YAML"))
        return FrontMatter(lines, fault=f"front matter: {reason}", fault_line=mark.line + 2 if mark else 1)
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as fault:
        return FrontMatter(lines, fault=f"front matter: {squash(str(fault))[:200]}")
    if not isinstance(data, dict):
        return FrontMatter(lines, fault="front matter is not a table of keys and values")
    return FrontMatter(lines, {str(name): value for name, value in data.items()})


def front_matter_problem(front: FrontMatter, path: str) -> Problem | None:
    if not front.fault:
        return None
    hint = "write plain `key: value` lines between the --- marks"
    return Problem("front-matter", "warning", front.fault, path, front.fault_line, hint)


def find_date(text: str) -> str | None:
    """The first date in the text as YYYY-MM-DD, or YYYY-MM where no day is given."""
    match = _DATE.search(text[:2000])
    if not match:
        return None
    parts = [match["y"], match["m"].zfill(2)] + ([match["d"].zfill(2)] if match["d"] else [])
    return "-".join(parts)


def labelled_date(lines: Sequence[str]) -> str | None:
    """The date that a line such as "- **날짜**: 2026-01-03" gives."""
    for line in lines:
        if len(line) < 300 and _DATE_LABEL.match(line):
            date = find_date(line)
            if date:
                return date
    return None


def labelled_severity(lines: Sequence[str]) -> str:
    for line in lines:
        match = _SEVERITY_LABEL.match(line) if len(line) < 300 else None
        if match:
            return squash(match["value"]).strip("` ")
    return ""


def labelled_tags(lines: Sequence[str]) -> tuple[str, ...]:
    for line in lines:
        match = _TAG_LABEL.match(line) if len(line) < 400 else None
        if match:
            words = re.split(r"[,、\s]+", match["value"].replace("`", " "))
            return tuple(word.lstrip("#").strip("*[]\"'") for word in words if word.strip("#*[] "))
    return ()


@functools.cache
def _components() -> tuple[Mapping[str, str], Sequence[tuple[str, str, str]]]:
    """Canonical names by spellings of one word; first word, spelling and name for those of several."""
    single: dict[str, str] = {}
    several: dict[str, str] = {}
    for name, spellings in load_table("components.yaml").items():
        for spelling in (name, *(spellings or ())):
            words = _LATIN.findall(str(spelling).lower())
            if len(words) == 1:
                single[words[0]] = str(name)
            else:
                several[" ".join(words)] = str(name)
    phrases = [(phrase.partition(" ")[0], f" {phrase} ", name) for phrase, name in several.items()]
    return single, phrases


def find_components(title: str, tags: Sequence[str], text: str) -> tuple[str, ...]:
    """Software that the entry is about: named in title or tags, or more than once in the text."""
    counts = _count_components(text[:_WIDEST_TEXT])
    for name in _count_components("\n".join((title, *tags))):
        counts[name] += _NAMED
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return tuple(name for name in ranked if counts[name] >= _COMPONENT_TIMES)[:_MOST_COMPONENTS]


def _count_components(text: str) -> Counter[str]:
    single, several = _components()
    words = _LATIN.findall(text.lower())
    counts = Counter(words)
    found: Counter[str] = Counter()
    for word in counts.keys() & single.keys():
        found[single[word]] += counts[word]
    flat = f" {' '.join(words)} "
    for first, phrase, name in several:
        times = flat.count(phrase) if first in counts else 0
        if times:
            found[name] += times
    return found


def find_references(outline: Outline, first: int, last: int) -> tuple[str, ...]:
    """Addresses that the lines link to, in order, each once."""
    found = (link.target for link in outline.links_in(first, last))
    return tuple(dict.fromkeys(t for t in found if t.startswith(("http://", "https://")) and "." in t))
