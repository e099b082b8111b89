"""Heading words -> the role of a section. The words are data (roles.yaml); a root can add to them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ekskb.errors import UsageError
from ekskb.model import ROLES, Role
from ekskb.parse.leads import asks_why, question_names, question_role
from ekskb.parse.tables import any_of, key, load_table

EXACT: Final = 3
"""The heading's own name is in the table."""
HINT: Final = 2
"""Only the picture before the heading speaks."""
WORD: Final = 1
"""A telling word stands somewhere in the heading."""

# Backticks stay: a title may quote a command, and names are compared without them anyway.
_MARKUP = re.compile(r"\*\*|__|~~|</?[a-zA-Z][^<>]{0,80}>")
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()]{0,500}\)")
_DATE = re.compile(
    r"[\[(]?(?P<date>\d{4}[-./]\d{1,2}[-./]\d{1,2})[\])]?(?:\s+\d{1,2}:\d{2})?\s*[:：|\-–—~]?\s*"
)
_NUMBER = re.compile(
    r"(?:step|phase|part|stage|chapter|section|appendix|단계|스텝|파트|ステップ|步骤)\s*\d{1,3}[a-z]?"
    r"(?:\s*\([^()]{0,40}\))?\s*(?:[:：.)\-–—]\s*|$)"
    r"|제?\d{1,2}\s?(?:단계|장|순위)\s*[:：.)\-–—]\s*"
    r"|[(\[]?\d{1,3}(?:[.\-]\d{1,3}){0,4}[.)\]:：]\s+"
    r"|\d{1,3}(?:\.\d{1,3}){1,4}\.?\s+"
    r"|[\u2460-\u2473\u2776-\u277f]\s*|\d\ufe0f?\u20e3\s*"
    r"|(?:[\u2160-\u217b]|[IVX]{1,4})[.)]\s*|[가나다라마바사아자차카타파하][.)]\s+"
    r"|#\d{1,4}[:.)]?\s+"
    r"|Q\d{1,3}[.:)]\s+"
    r"|[A-Za-z][.)]\s+",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:(?P<word>첫|두|세|네|다섯|여섯|일곱)\s?번째|(?P<digit>\d{1,2})\s?(?:번째|차)"
    r"|(?P<also>또 다른|추가|다른|another|second|third|additional))\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:#|no\.?\s?)?(?P<mark>(?<!\d)\d{1,2}|(?<=[\s#])[A-Za-z])$", re.IGNORECASE)
_EDGE = re.compile(r"\s*[:：]\s*|(?<=\d)[.)]\s+|\s+(?:--?|[–—|→])\s+|\s*[(（\[]|\s*—\s*")
_JOINT = re.compile(
    r"\s+(?:및|그리고|and|&|/|\+|と|和)\s+|(?<=[가-힣])(?:과|와)\s+|\s*[/·,&、]\s*", re.IGNORECASE
)
_OF = re.compile(r"\s+(?:of|for)\s+", re.IGNORECASE)
_PREFIX = re.compile(r"\[(?P<bracket>[^\[\]]{1,30})\]\s*|(?P<word>[^:：\[\]]{1,30}?)\s*(?:[:：]|\s[-–—|])\s+")
_BRACKET = re.compile(
    r"[\[【「<〈(](?P<head>[^\[\]【】「」<>〈〉()]{1,24})[\]】」>〉)]\s*[:：]?\s*(?P<rest>.*)$"
)
_WHY = re.compile(r"왜\s|why\s|なぜ|为什么", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\d{1,2}\s+(?=\D)")
_COUNTED = {"첫": "1", "두": "2", "세": "3", "네": "4", "다섯": "5", "여섯": "6", "일곱": "7"}
_WIDEST = 300
_LONGEST_NAME = 48
_MOST_QUALIFIERS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What a heading says about itself."""

    plain: str
    """The heading without number, date, markup and pictures."""

    title: str
    """What is left when a role name before a colon or dash goes, too; `plain` where there is none."""

    role: Role | None = None
    strength: int = 0
    more: tuple[Role, ...] = ()
    """Further roles of a joint heading: "Cause and fix"."""

    starts: bool = False
    """True for names such as "문제" and "Issue" that may open one more incident."""

    mark: str = ""
    """Which one of several: 1 in "문제 1", A in "Issue A", 2 in "두 번째 문제"."""

    date: str = ""
    named: bool = False
    """True where words of its own follow the role name: "문제 1: 404 from the gateway"."""

    outcome: bool = False
    """A result: of the fault after a cause, of the cure after a fix."""

    check: bool = False
    """A look: for the fault before the fix, at the cure after it."""

    numbered: bool = False
    """True where a number of its own stands before the words: one of several steps."""

    asks: Role | None = None
    """What the heading asks for where it is a question about a fault; the text below answers."""

    def is_phase(self) -> bool:
        return self.strength >= HINT


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The tables of roles.yaml, ready for lookup."""

    names: Mapping[str, Role]
    starts: frozenset[str]
    outcomes: frozenset[str]
    checks: frozenset[str]
    headings_only: frozenset[str]
    bold_names: frozenset[str]
    cures: frozenset[str]
    generic: frozenset[str]
    prefixes: frozenset[str]
    contents: frozenset[str]
    emoji: Mapping[str, Role]
    words: Mapping[str, Role]
    howto: re.Pattern[str]
    faults: re.Pattern[str]
    word_pattern: re.Pattern[str]
    containers: frozenset[str]
    qualifier: re.Pattern[str]
    tail: re.Pattern[str]

    @staticmethod
    def default() -> Vocabulary:
        return _default()

    def extended(self, headings: Mapping[str, Sequence[str]]) -> Vocabulary:
        """The same with more names, per role; they win over the table's own.

        Raises UsageError for a role that does not exist.
        """
        names = dict(self.names)
        for role, more in headings.items():
            if role not in ROLES:
                raise UsageError(f'"{role}" is not a role of a section', f"roles: {', '.join(ROLES)}")
            names |= {key(name): role for name in more if key(name)}
        return replace(self, names=names)

    def read(self, heading: str) -> Reading:
        """The role, number and title that a heading or label carries."""
        return _read(self, heading[:_WIDEST])

    def read_anew(self, heading: str) -> Reading:
        """The same without the memory of headings already read."""
        text, picture = _strip_pictures(_strip_markup(heading))
        date, text = _take_date(text)
        bare = _strip_number(text)
        plain = self._strip_prefix(bare).rstrip(":： ")
        head, rest, mark = _split_head(plain)
        asks = self._question(plain)
        base = Reading(plain=plain, title=plain, date=date, mark=mark, asks=asks, numbered=bare != text)
        named = self._read_names(base, head, rest) or self._read_counted(plain)
        if named is not None:
            return named
        if picture in self.emoji:
            hinted = self.emoji[picture]
            # A fault's picture before words of their own stands before the title of an incident.
            story = hinted == "symptom"
            return replace(base, role=hinted, strength=HINT, starts=story, named=story)
        found = self.word_role(plain)
        return replace(base, role=found, strength=WORD) if found else base

    def _read_counted(self, plain: str) -> Reading | None:
        """The reading of "4  What went well": a number without a dot counts before a known name only."""
        counted = _BARE_NUMBER.match(plain)
        if counted is None:
            return None
        rest = plain[counted.end() :]
        head, after, mark = _split_head(rest)
        return self._read_names(Reading(plain=rest, title=rest, mark=mark, numbered=True), head, after)

    def _question(self, plain: str) -> Role | None:
        asked = question_role(plain)
        return asked or ("cause" if asks_why(plain) and self.faults.search(plain) else None)

    def _strip_prefix(self, text: str) -> str:
        """The text without "Postmortem:" or "[트러블슈팅]" before it."""
        match = _PREFIX.match(text)
        if not match or key(match["bracket"] or match["word"]) not in self.prefixes:
            return text
        return text[match.end() :].strip() or text

    def _read_names(self, base: Reading, head: str, rest: str) -> Reading | None:
        bracket = _BRACKET.match(base.plain)
        if bracket:
            head, rest = bracket["head"], bracket["rest"]
        for candidate in (head, base.plain, _OF.split(head)[0]):
            roles = self._joint_roles(candidate)
            if not roles or (candidate not in (head, base.plain) and not self._leads(candidate)):
                continue
            name = self._known(candidate)
            title = rest if rest and candidate is head else base.plain
            return replace(
                base,
                title=title,
                role=roles[0],
                strength=EXACT,
                more=tuple(roles[1:]),
                starts=name in self.starts,
                named=bool(rest) and candidate is head,
                outcome=name in self.outcomes,
                check=name in self.checks,
            )
        return None

    def _leads(self, name: str) -> bool:
        """True for names that stay names before "of": the cause of, a fix for; not "Changes for"."""
        name = key(name)
        core = self.names.get(name) in ("symptom", "cause", "fix")
        return core and name not in self.headings_only and (name not in self.starts or "symptom" in name)

    def _joint_roles(self, text: str) -> list[Role]:
        whole = self._known(text)
        if whole:
            return [self.names[whole]]
        parts = [self.names.get(self._known(part)) for part in _JOINT.split(text)]
        return [part for part in parts if part] if all(parts) and len(parts) > 1 else []

    def _known(self, text: str) -> str:
        """The key of the name that the text is, also with words that do not change it: "Common causes"."""
        whole = key(text)
        if whole in self.names:
            return whole
        if whole in self.generic or _joined(text) in self.containers or len(text) > _LONGEST_NAME:
            return ""
        for _ in range(_MOST_QUALIFIERS):
            shorter = self.qualifier.sub("", text, count=1) or text
            for candidate in (shorter, self.tail.sub("", shorter, count=1)):
                if key(candidate) in self.names:
                    return key(candidate)
            if shorter == text:
                break
            text = shorter
        return ""

    def read_label(self, label: str, alone: bool = False) -> Reading | None:
        """The reading of a label that begins a section; None for one that only names a value.

        A label `alone` on its line stands for a heading.
        """
        if not alone and key(label) in self.headings_only:
            return None
        reading = self.read(label)
        return reading if reading.strength == EXACT else None

    def word_role(self, text: str) -> Role | None:
        """The role of a telling word at the end of a longer text or of its bracket.

        Korean headings end with the word that counts; English ones may begin with it.
        """
        if _WHY.match(text):
            return "cause"
        body, _, bracket = text.lower().strip("[]【】<>「」").partition("(")
        for part in (bracket.rstrip(") "), body.strip()):
            for match in self.word_pattern.finditer(part):
                if match.end() == len(part) or (match.start() == 0 and match[0].isascii()):
                    return self.words[match[0]]
        return None

    def role_of(self, name: str) -> Role | None:
        """The role of an exact name, for labels and table headers."""
        reading = self.read(name)
        return reading.role if reading.strength == EXACT else None

    def is_name(self, title: str) -> bool:
        """True for a title that only names a role or says nothing."""
        return key(title) in self.names or key(title) in self.generic

    def is_container(self, title: str) -> bool:
        """True for a title that only announces incidents: "Known issues", "자주 발생하는 문제"."""
        return _joined(title) in self.containers

    def is_contents(self, title: str) -> bool:
        return key(title) in self.contents


# Headings and labels repeat from document to document.
@functools.lru_cache(maxsize=2048)
def _read(vocabulary: Vocabulary, heading: str) -> Reading:
    return vocabulary.read_anew(heading)


def _strip_markup(text: str) -> str:
    return _MARKUP.sub("", _LINK.sub(r"\1", text)).strip()


def _strip_pictures(text: str) -> tuple[str, str]:
    """The text without leading and trailing pictures, and the first picture."""
    first = ""
    start, end = 0, len(text)
    while start < end and (is_picture(text[start]) or text[start].isspace()):
        first = first or text[start].strip()
        start += 1
    while end > start and (is_picture(text[end - 1]) or text[end - 1].isspace()):
        end -= 1
    return text[start:end], first


def is_picture(ch: str) -> bool:
    """True for an emoji, a bullet or a part of one."""
    if ch < "\u2000":
        return ch == "·"
    return ch in "\ufe0f\u200d\u20e3※•·▷►" or (unicodedata.category(ch) == "So" and not "①" <= ch <= "⑳")


def _take_date(text: str) -> tuple[str, str]:
    match = _DATE.match(text)
    return (match["date"], text[match.end() :].strip() or text) if match else ("", text)


def _strip_number(text: str) -> str:
    for _ in range(2):
        match = _NUMBER.match(text)
        if not match or match.end() == len(text):
            break
        text = text[match.end() :]
    return text.strip()


def _split_head(plain: str) -> tuple[str, str, str]:
    """The part before the first colon, dash or bracket; the part after it; the mark of one of several."""
    match = _EDGE.search(plain)
    head, rest = (plain[: match.start()], plain[match.end() :]) if match else (plain, "")
    mark = ""
    before = _BEFORE.match(head)
    if before and before.end() < len(head):
        mark = _COUNTED.get(before["word"] or "", before["digit"] or before["also"] or "")
        head = head[before.end() :]
    after = _AFTER.search(head)
    if after and after.start() > 0:
        mark = after["mark"].upper()
        head = head[: after.start()]
    return (
        head.strip(),
        rest.strip().rstrip(")）] ") if match and match[0].strip() in "(（[" else rest.strip(),
        mark,
    )


@functools.cache
def _default() -> Vocabulary:
    data = load_table("roles.yaml")
    leads = load_table("leads.yaml")
    names: dict[str, Role] = {}
    words: dict[str, Role] = {}
    for role, lists in data["roles"].items():
        names |= {key(name): role for name in (*lists.get("starts", ()), *lists.get("names", ()))}
        words |= {str(word).lower(): role for word in lists.get("words", ())}
    names = {key(name): role for name, role in question_names()} | names
    names |= {key(name): "impact" for name in data["outcome"]}
    names |= {key(name): "diagnosis" for name in data["checks"]}
    return Vocabulary(
        names=names,
        starts=frozenset(key(name) for name in data["roles"]["symptom"]["starts"]),
        outcomes=frozenset(key(name) for name in data["outcome"]),
        checks=frozenset(key(name) for name in data["checks"]),
        bold_names=frozenset(key(name) for name in data["bold-names"]),
        cures=frozenset(key(name) for name in data["cures"]),
        generic=frozenset(key(name) for name in data["generic"]),
        headings_only=frozenset(key(name) for name in data["headings-only"]),
        prefixes=frozenset(key(name) for name in data["prefixes"]),
        contents=frozenset(key(name) for name in data["contents"]),
        emoji={ch: role for role, text in data["emoji"].items() for ch in text},
        words=words,
        howto=any_of(data["howto"]),
        faults=any_of(data["faults"]),
        word_pattern=any_of(words),
        containers=frozenset(_joined(name) for name in leads["containers"]),
        qualifier=_affix(leads["qualifiers"], r"^(?:{})\s+"),
        tail=_affix(leads["tails"], r"\s+(?:{})$"),
    )


def _joined(text: str) -> str:
    """The key of a text without its "and", "&" and "및"."""
    return "".join(key(part) for part in _JOINT.split(text))


def _affix(words: Sequence[str], frame: str) -> re.Pattern[str]:
    parts = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(frame.replace("{}", parts), re.IGNORECASE)
