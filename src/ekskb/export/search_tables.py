"""What the search of a page has in common with ours as data: word lists, synonyms, constants.

Whatever could be a table is one, so that both programs read the same; the rest is held together by
the vectors in tests/cases/site/search.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from types import ModuleType
from typing import Any

import msgspec

from ekskb.export.search_codec import DIGITS, digits
from ekskb.model import ROLES
from ekskb.search import look, plan, query, rank, sound, stored, twins, typo, vocabulary, whole, words

_CONSTANTS: tuple[tuple[ModuleType, str], ...] = (
    (words, "WEAK_WEIGHT"),
    (plan, "MAX_CONCEPTS"),
    (plan, "_MAX_WORDS"),
    (query, "TYPED_WORDS"),
    (query, "LONGEST_QUERY"),
    (rank, "SECOND_LOOK"),
    (rank, "TEXT_LOOK"),
    (rank, "_POSTING_BUDGET"),
    (rank, "_ENOUGH"),
    (rank, "_PHRASE_LOOK"),
    (rank, "_TITLE"),
    (rank, "_SYMPTOM"),
    (rank, "_CAUSE"),
    (rank, "_LOG"),
    (rank, "_TAGS"),
    (rank, "_FLAT"),
    (rank, "_COVER"),
    (rank, "_NEAR"),
    (rank, "_TITLE_COVER"),
    (rank, "_EXACT_TITLE"),
    (rank, "_AS_TYPED"),
    (rank, "_RECENT"),
    (rank, "_OLDEST_YEAR"),
    (rank, "_YEARS"),
    (look, "_MOST_PLACES"),
    (look, "_NEAR_LINES"),
    (look, "SNIPPET_WIDTH"),
    (stored, "IMPACT_BITS"),
    (stored, "IMPACT_MASK"),
    (typo, "_MOST"),
    (typo, "_LONGEST"),
    (typo, "_SURE_FIRST"),
    (typo, "_LETTERS_PER_SYLLABLE"),
    (typo, "_ALIKE"),
    (sound, "SHORTEST"),
    (vocabulary, "_LONGEST_SOUND"),
    (twins, "TITLED_ALIKE"),
    (twins, "ALIKE"),
    (twins, "ALIKE_UNTITLED"),
    (twins, "LONG"),
    (twins, "FEWEST"),
    (twins, "COMPARED"),
    (twins, "BEYOND"),
    (whole, "STANDS_FOR"),
)


def tables() -> dict[str, Any]:
    """All tables of the search, for one data file."""
    return {
        "words": word_lists(),
        "synonyms": coded_synonyms(_synonyms()),
        "constants": {name.strip("_").lower(): getattr(module, name) for module, name in _CONSTANTS},
        "fields": {**stored.FIELD_BITS},
        "queryFields": list(query.FIELDS),
        "kinds": dict(rank._KIND),
        "roles": list(ROLES),
        "keys": dict(typo._KEYS),
        "paired": dict(typo._PAIRED),
        "finalPairs": dict(typo._FINAL_PAIRS),
        "spokenEndings": list(typo._SPOKEN_ENDINGS),
        "soundRules": [[pattern.pattern, spelt] for pattern, spelt in sound._RULES],
        "soundClasses": {chr(letter): chr(value) for letter, value in sound._CLASSES.items()},
        "hangulSounds": dict(sound._HANGUL),
        "firstLetters": dict(sound._FIRST_LETTERS),
    }


def word_lists() -> dict[str, str]:
    data = resources.files("ekskb.search").joinpath("words.json").read_bytes()
    lists = msgspec.json.decode(data, type=dict[str, str])
    return {name: value for name, value in lists.items() if name != "about"}


def _synonyms() -> dict[str, dict[str, float]]:
    data = resources.files("ekskb.search").joinpath("synonyms.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, dict[str, float]])


def coded_synonyms(table: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """The look-up table with each expression written once.

    A row is a key (the number of an expression that is written alike, or the key itself behind a
    comma), a comma, and the others, each as the number of its weight and of its expression.
    """
    expressions = sorted({other for others in table.values() for other in others})
    weights = sorted({weight for others in table.values() for weight in others.values()}, reverse=True)
    places = {expression: at for at, expression in enumerate(expressions)}
    rows = []
    for key, others in table.items():
        name = digits(places[key]) if key in places else f",{key}"
        coded = "".join(
            DIGITS[weights.index(weight)] + digits(places[other]) for other, weight in others.items()
        )
        rows.append(f"{name},{coded}")
    return {"expressions": "\n".join(expressions), "weights": weights, "rows": "\n".join(rows)}
