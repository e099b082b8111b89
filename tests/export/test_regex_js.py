"""Patterns in JavaScript: Python's engine and the browser's must find the same in the same text."""

from __future__ import annotations

import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from ekskb.export import match_tables
from ekskb.export.regex_js import UntranslatableError, translate
from tests.site.conftest import CHROMIUM, find_chromium
from tests.site.match_vectors import frozen_cases

_MODULES: Sequence[Any] = match_tables._MODULES
_FIND = """([pattern, texts]) => texts.map(text => {
    const plain = /^[\\0-\\x7f]*$/.test(text);
    const found = source => [...text.matchAll(source)].map(
        one => [one.index, ...pattern.groups.map(group => one[group] ?? null)]);
    const full = found(new RegExp(pattern.full, "gu"));
    return [full, plain ? found(new RegExp(pattern.ascii, "g")) : full];
})"""


class Engine:
    """A browser's page in a thread of its own, since one thread may hold one Playwright only."""

    def __init__(self, chromium: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._playwright, self._page = self._thread.submit(_open_page, chromium).result()

    def evaluate(self, script: str, argument: object) -> Any:
        return self._thread.submit(self._page.evaluate, script, argument).result()

    def close(self) -> None:
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()


def _open_page(chromium: str) -> tuple[Playwright, Page]:
    playwright = sync_playwright().start()
    return playwright, playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM)).new_page()


@pytest.fixture(scope="module")
def page() -> Iterator[Engine]:
    found = find_chromium()
    if not found:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    engine = Engine(found)
    yield engine
    engine.close()


def own_patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that is handed to the page."""
    found = {}
    for module in _MODULES:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found[f"{module.__name__}.{name}"] = value
    from ekskb.logs import formats, names

    found |= {f"format {row.name}": row.pattern for row in formats.FORMATS}
    return found | {f"name {key}": pattern for key, (_, pattern) in enumerate(names._COMPILED)}


def mutated(lines: Sequence[str], count: int) -> list[str]:
    """Lines of logs with some characters replaced by others, the same ones every time."""
    chance = random.Random(7)
    odd = "aZ09 .:-_=/\"'\\{}[]()<>\t\n│é가😀\u0130\u017f\u212a\u00a0\u3000\u0661²\x1b"
    made = []
    for _ in range(count):
        chars = list(chance.choice(lines)[:160])
        for _ in range(chance.randint(0, 6)):
            if chars:
                chars[chance.randrange(len(chars))] = chance.choice(odd)
        made.append("".join(chars))
    return made


def python_finds(pattern: re.Pattern[str], text: str) -> list[list[object]]:
    """Place (in UTF-16 units), whole match and groups of every match."""
    return [
        [len(text[: one.start()].encode("utf-16-le")) // 2, one[0], *one.groups()]
        for one in pattern.finditer(text)
    ]


def faults(page: Engine, pattern: re.Pattern[str], texts: Sequence[str]) -> list[str]:
    js = translate(pattern)._asdict()
    wrong = []
    for text, (full, plain) in zip(texts, page.evaluate(_FIND, [js, list(texts)]), strict=True):
        expected = python_finds(pattern, text)
        if not expected == full == plain:
            wrong.append(f"{pattern.pattern!r} in {text!r}: {expected}, not {full} and {plain}")
    return wrong


LINES = sorted({line for case in frozen_cases() for line in case["paste"].splitlines() if line.strip()})


@pytest.mark.parametrize("name", own_patterns())
def test_a_pattern_of_the_matcher_finds_the_same_in_both(name: str, page: Engine) -> None:
    texts = [line[:400] for line in LINES[::7]] + mutated(LINES, 120)

    assert faults(page, own_patterns()[name], texts) == []


CONSTRUCTS = {
    "possessive": r"a++b|x*+y",
    "atomic": r"(?>ab|a)c",
    "atom before a digit": r"(?>a+)1(b)",
    "groups after an atom": r"(?>(\w)-)(\d)?(z)",
    "lazy": r"<.+?>|\w{2,3}?",
    "named": r"(?P<key>\w+)=(?P<value>[^ ]*)",
    "ignoring case": r"(?i)kelvin|straße|[a-f]+x|[^k]k",
    "case of a part": r"a(?i:bc[k-m])d",
    "dollar": r"\w+$|\s$",
    "dollar of lines": r"(?m)^\w+$|^$",
    "whole text": r"\A\w+\Z",
    "dot": r"a.b|.$",
    "dot of all": r"(?s)a.b",
    "word borders": r"\b\w+\b",
    "classes": r"[\w.-]+@[\d\s]|[^\w\s]+",
    "not digits": r"\D\S\d",
    "lookbehind": r"(?<![\w.])\d+(?!\w)|(?<=://)\S+",
    "reference": r"(\d{1,3})/\1\b",
    "signs": r"[\]\[^-]+|[-a]|\{\}|/\*|\$\^",
    "beyond the basic plane": r"😀+|[😀-😂a]|[^😀]",
    "alternatives of one letter": r"a|b|c|é|가",
}
TEXTS = (
    "", "a", "aab", "aaab xxy", "abc ac", "aaa1b a1b", "x-1z x-z", "<a><b>", "key=value other=", "\n",
    "a\nb\n\nc\n",
    "KELVIN \u212aelvin Straße STRASSE aFx AF\u017fx kk Kk \u212ak", "aBCKd abcLd aBC\u212ad",
    "a.b a\nb a\rb a\u2028b",
    "wörd 가나다 ٣٤ x² _y", "u@1 u.v-w@ \x1c@\x85", "٣x3 \u00a0x1", "v1.2 3.4 5z http://h/p 6",
    "3/3 10/10x 7/77",
    "[]^- {} /* $^", "😀😀a😁b", "a\u00e9가", "tab\tend \u3000", "line\x0b\x0c\r\n", "İstanbul ıI ﬁ ǅ",
)  # fmt: skip


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_construct_means_the_same_in_both(name: str, page: Engine) -> None:
    assert faults(page, re.compile(CONSTRUCTS[name]), TEXTS) == []


@pytest.mark.parametrize(
    "source",
    [
        r"(?:(a)|b)*",
        r"(?:a?)*",
        r"(a)?\1",
        r"\Ba",
        r"(a)?(?(1)b|c)",
        r"(?<=(a))b",
        r"(?<=(?>a))b",
        r"(?i)(a)\1",
        r"(?a)\w",
        r"[\W\d]",
    ],
)
def test_what_cannot_be_exact_is_refused(source: str) -> None:
    with pytest.raises(UntranslatableError):
        translate(re.compile(source))


@pytest.mark.parametrize(
    "source", [r"\w", r"\d", r"\s", r"\S", r"\D", r"\W", r"[^\w.]", r"(?i)k", r"(?i)[^s]", "."]
)
def test_a_class_holds_the_same_characters_of_all_unicode(source: str, page: Engine) -> None:
    known = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if not 0xD800 <= code < 0xE000 and unicodedata.category(chr(code)) != "Cn"
    ]
    pattern = re.compile(source)
    js = translate(pattern)

    found = page.evaluate(
        """([source, text]) => {
            const pattern = new RegExp(`^(?:${source})$`, "u");
            return JSON.stringify([...text].filter(char => pattern.test(char)).join(""));
        }""",
        [js.full, "".join(known)],
    )

    assert "".join(char for char in known if pattern.fullmatch(char)) == json.loads(found)
