"""Logs of our own making for the scan: noise that every service writes, and faults of known entries."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ekskb.logs.sigindex import SignatureIndex, build_index
from ekskb.model import Entry, Match, Scored, Signature
from ekskb.scan.literals import derive_literals
from ekskb.scan.prefilter import Prefilter, make_prefilter
from ekskb.scan.signatures import entry_lines, make_weigher
from tests.factories import make_entry, make_section

FAULTS = {
    "redis": "redis: dial tcp 10.0.3.7:6379: i/o timeout while loading session",
    "quota": 'Error: FrobnicatorQuotaExceeded: the quota of tenant "blue" is spent for zone kr-1a',
    "webhook": 'failed calling webhook "validate.example.io": certificate has expired or is not yet valid',
}
NOISE = (
    "2031-04-05T06:{m:02}:{s:02}Z INFO request {n} served in {d}ms path=/api/v1/orders",
    '{{"level":"info","ts":"2031-04-05T06:{m:02}:{s:02}Z","msg":"cache warmed","keys":{n}}}',
    "I0405 06:{m:02}:{s:02}.000123       1 controller.go:{d}] synced pod-{n}",
)


def make_known() -> list[Entry]:
    """One entry a fault, with the fault as its only sample."""
    return [
        make_entry(
            id=name,
            title=f"The {name} incident",
            tags=(),
            commands=(),
            sections=(make_section("symptom", "See the log.", (5, 9)),),
            signatures=(Signature(text=text, line=8, kind="log"),),
        )
        for name, text in FAULTS.items()
    ]


def make_index(entries: Sequence[Entry] | None = None) -> SignatureIndex:
    return build_index(make_known() if entries is None else entries)


def prefilter_of(index: SignatureIndex, engine: str = "hyperscan") -> Prefilter:
    literals = derive_literals(entry_lines(index), make_weigher(index))
    return make_prefilter([(one.data, one.owners) for one in literals], engine)


def offer(scored: Scored, paste: str) -> Match:
    entry = next(one for one in make_known() if one.id == scored.id)
    return Match(entry.id, entry.title, scored.confidence, entry.source, scored.evidence)


def noise(count: int, seed: int = 1) -> list[str]:
    dice = random.Random(seed)
    return [
        dice.choice(NOISE).format(m=n // 60 % 60, s=n % 60, n=dice.randint(1, 10**6), d=dice.randint(1, 900))
        for n in range(count)
    ]
