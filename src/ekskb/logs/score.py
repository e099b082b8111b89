"""A paste held against all entries: matches with proof, or the nearest misses."""

from __future__ import annotations

from collections.abc import Sequence

from ekskb.logs.align import Pair
from ekskb.logs.confidence import THRESHOLD
from ekskb.logs.judge import STRONG, judge
from ekskb.logs.paste import Paste, read_paste
from ekskb.logs.proof import choose_pairs
from ekskb.logs.rank import Candidate, find_candidates, weigh_terms
from ekskb.logs.sigindex import Lookup, SignatureIndex
from ekskb.logs.units import SAMPLES
from ekskb.model import Evidence, Scored, Scoring
from ekskb.text import shorten

_WEAK = 3
_MATCHES = 10
_TIED = 0.7
"""An entry this near to the strongest on the same lines may be what was meant as well."""

_TWIN = 0.95
"""Likeness from which on a pasted line and a sample are the same line."""

_LETTERS = 0.005
"""What two lines may differ in likeness and still be the same line: less than a common word."""

_ALIKE = 0.12
"""Part of two lines together that they share. Right answers of the labelled pastes have a pair above 0.16."""

_HELD = 0.5
"""Part of an entry line that a much longer pasted line has to hold, and of how many terms at least."""

_HELD_WORDS = 4

_EVEN = 0.95
"""An entry this near to the strongest cannot be told from it: both are offered."""

_BETTER = 1.05
"""How much better an entry has to explain a line than a stronger one does, to be offered beside it."""

_SURE = 0.6
"""Confidence from which on an answer stands alone on its lines."""

_OFFERED = 3
_FAINT = 0.03
_PART = 0.2
"""Confidence, and part of the best one, that an entry needs to be offered beside an unsure answer."""

_WIDTH = 400


def score_paste(text: str, index: SignatureIndex) -> Scoring:
    """The entries that explain `text`, strongest first; where none is believed, at most three weak ones."""
    paste = read_paste(text)
    found = rank_entries(paste, Lookup(index))
    matches = _choose(found)
    weak = [] if matches else found[:_WEAK]
    return Scoring(
        paste.lines,
        tuple(_scored(one, index, "") for one in matches),
        tuple(_scored(one, index, _missing(one)) for one in weak),
    )


def explain(text: str, index: SignatureIndex, entry_id: str) -> Scored | None:
    """How one entry fares against `text`, matched or not; None where no line is shared or no such entry."""
    if entry_id not in index.ids:
        return None
    number = index.ids.index(entry_id)
    paste = read_paste(text)
    found = rank_entries(paste, Lookup(index), (number,))
    one = next((one for one in found if one.number == number), None)
    if one is None:
        return None
    reported = any(kept.number == number for kept in _choose(found))
    return _scored(one, index, "" if reported else _reason(one, found))


def rank_entries(paste: Paste, lookup: Lookup, wanted: Sequence[int] = ()) -> list[Candidate]:
    """Candidates with their features and confidence, strongest first; `wanted` ones are always looked at."""
    weights = weigh_terms(paste, lookup)
    return judge(find_candidates(paste, lookup, weights, wanted), paste, weights, len(lookup.ids))


def _choose(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates to report, surest first; none where even the best ones together are not believed.

    Beside an answer that is not sure the next ones on the same lines are offered, too.
    """
    alike = [one for one in found if _resembles(one)]
    best = max((one.confidence for one in alike), default=0.0)
    if max(best, sum(one.confidence for one in alike[:_OFFERED])) < THRESHOLD:
        return []
    kept = _select([one for one in alike if one.confidence >= THRESHOLD])
    if best < _SURE:
        least = max(_FAINT, _PART * best)
        offered = [one for one in alike[:_OFFERED] if one.confidence >= least]
        kept += [one for one in offered if all(one is not other for other in kept)]
    return sorted(kept, key=lambda one: -one.confidence)


def _resembles(one: Candidate) -> bool:
    """Whether some pasted line is like a line of the entry, or holds most of one, however long it is itself.

    Words scattered over many lines prove nothing.
    """
    return any(
        pair.same >= _ALIKE or (pair.cover >= _HELD and len(pair.shared) >= _HELD_WORDS)
        for pair in one.alignment.pairs
    )


def _select(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what explains no line better than those before it, apart from twins of a sample."""
    kept: list[Candidate] = []
    for one in candidates:
        even = bool(kept) and one.strength >= _EVEN * kept[0].strength
        if not kept or even or any(_adds(one, pair, kept) for pair in choose_pairs(one.alignment.pairs)):
            kept.append(one)
    return kept[:_MATCHES]


def _adds(one: Candidate, pair: Pair, kept: Sequence[Candidate]) -> bool:
    number = pair.template.number
    own, alike = one.alignment.told[number]
    others = [other.alignment.told.get(number, (0.0, 0.0)) for other in kept]
    if alike >= _TWIN:
        best = max(others, key=lambda told: told[1])
        if best[1] >= _TWIN:
            return alike >= best[1] - _LETTERS and own >= _TIED * best[0]
    return pair.value >= STRONG and own > _BETTER * max(value for value, _ in others)


def _scored(one: Candidate, index: SignatureIndex, missing: str) -> Scored:
    pairs = choose_pairs(one.alignment.pairs)
    total = sum(pair.value for pair in pairs)
    evidence = tuple(_evidence(pair, pair.value / total) for pair in pairs)
    return Scored(index.ids[one.number], round(one.confidence, 4), evidence, missing)


def _evidence(pair: Pair, share: float) -> Evidence:
    return Evidence(
        line=pair.template.number,
        text=shorten(pair.template.text, _WIDTH),
        entry_line=pair.unit.line,
        entry_text=shorten(pair.unit.text, _WIDTH),
        share=share,
        repeats=pair.template.repeats,
    )


def _missing(one: Candidate) -> str:
    """What a match would have needed."""
    best = one.alignment.pairs[0]
    if best.unit.kind not in SAMPLES:
        return "its text names the same things, but none of its log lines is in the paste"
    if one.features["lead"] < 0:
        return "another entry explains the same line better"
    if best.cover < 0.5:
        return "its nearest log line is only partly in the paste"
    return "the line that it shares stands in logs of other faults, too"


def _reason(one: Candidate, found: Sequence[Candidate]) -> str:
    if one.confidence >= THRESHOLD:
        return "a stronger entry explains the same lines"
    place = found.index(one) + 1
    return f"{_missing(one)} (confidence {one.confidence:.2f} of {THRESHOLD:.2f} needed, place {place})"
