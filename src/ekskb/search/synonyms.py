"""Expressions that mean the same. The table is data; people edit synonyms.yaml, synonyms.json runs.

The JSON form exists because reading YAML costs more than the whole search may take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources

import msgspec

from ekskb.search.analyzer import CHUNK, fold, word_terms

SAME = 0.6
"""Weight of an interchangeable expression, beside 1 for the word itself."""

NEAR = 0.35
_LONGEST_EXPRESSION = 4
_SHORTEST_PART = 3

Group = tuple[tuple[str, float], ...]


class Synonyms:
    """Finds known expressions in a row of words."""

    def __init__(self, table: dict[str, dict[str, float]]) -> None:
        """`table`: expression (analysed words joined by spaces) -> other expressions with weights."""
        self._table = table

    def knows(self, word: str) -> bool:
        return word in self._table

    def covers(self, word: str) -> bool:
        """Whether a part of a compound is known."""
        return bool(self._inner(word))

    def hangul_keys(self) -> list[str]:
        """The Korean single words of the table: what a misspelt word may have meant."""
        return [key for key in self._table if key >= "\uac00" and " " not in key]

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, Group]]:
        """(first word, number of words, other expressions) of each expression in `words`."""
        stems = [word_terms(word)[-1] if word.isascii() else word for word in words]
        for start in range(len(stems)):
            for length in range(min(_LONGEST_EXPRESSION, len(stems) - start), 0, -1):
                group = self._group(stems[start : start + length])
                if group:
                    yield start, length, group

    def _group(self, stems: Sequence[str]) -> Group:
        found = self._table.get(" ".join(stems))
        if not found and len(stems) > 1 and not stems[0].isascii():
            found = self._table.get("".join(stems))
        if not found and len(stems) == 1 and not stems[0].isascii():
            return self._inner(stems[0])
        return tuple((found or {}).items())

    def _inner(self, word: str) -> Group:
        """A compound such as 전송버튼 or 노드그룹: what its beginning and its end mean, weaker."""
        for cut in range(len(word) - 1, 1, -1):
            head = self._table.get(word[:cut])
            if head:
                tail = self._table.get(word[cut:], {}) if len(word) - cut > 1 else {}
                return tuple((other, weight * 0.7) for other, weight in (head | tail).items())
        for cut in range(1, len(word) - 1):
            tail = self._table.get(word[cut:], {}) if len(word) - cut >= _SHORTEST_PART else {}
            if tail:
                return tuple((other, weight * 0.7) for other, weight in tail.items())
        return ()


def expression_key(expression: str) -> str:
    """How an expression is looked up: its words analysed, joined by spaces."""
    return " ".join(word_terms(match[0])[-1] for match in CHUNK.finditer(fold(expression)))


def compile_table(groups: dict[str, list[list[str]]]) -> dict[str, dict[str, float]]:
    """The look-up table of a synonym file as read."""
    table: dict[str, dict[str, float]] = {}
    for kind, weight in (("near", NEAR), ("same", SAME)):
        for group in groups.get(kind, []):
            for at, expression in enumerate(group):
                if expression.isdigit():
                    # A status code or a port is meant as it stands: 443 alone is not about every https.
                    continue
                others = table.setdefault(expression_key(expression), {})
                partners = group if kind == "same" or at == 0 else group[:1]
                for other in partners:
                    if other != expression:
                        others[other.lower()] = max(weight, others.get(other.lower(), 0.0))
    return table


@lru_cache(maxsize=1)
def default_synonyms() -> Synonyms:
    data = resources.files("ekskb.search").joinpath("synonyms.json").read_bytes()
    return Synonyms(msgspec.json.decode(data, type=dict[str, dict[str, float]]))


def compiled(yaml_text: str) -> bytes:
    """What synonyms.json must hold for this synonyms.yaml."""
    import yaml

    table = compile_table(yaml.safe_load(yaml_text))
    ordered = {key: dict(sorted(table[key].items())) for key in sorted(table)}
    return msgspec.json.format(msgspec.json.encode(ordered), indent=0) + b"\n"


def write_compiled() -> None:
    """Bring synonyms.json up to date with synonyms.yaml, in a checkout."""
    from pathlib import Path

    source = Path(__file__).with_name("synonyms.yaml")
    source.with_suffix(".json").write_bytes(compiled(source.read_text(encoding="utf-8")))


if __name__ == "__main__":
    write_compiled()
