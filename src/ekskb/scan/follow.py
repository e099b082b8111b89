"""A live log: an incident is told when it is first seen, then folded into counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ekskb.scan.collect import Collector
from ekskb.scan.episodes import NEAR, group_forms
from ekskb.scan.prefilter import Prefilter
from ekskb.scan.report import Sighting, Survey
from ekskb.scan.signatures import score_text
from ekskb.scan.sources import make_carrier
from ekskb.scan.survey import Ledger, Offer, make_sighting, make_sightings
from ekskb.scan.tail import News
from ekskb.scan.windows import LONGEST_LINE, Window

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex

MARGIN = 4_096
"""Bytes that are waited for behind a line, so that a stack trace is read whole; not longer than a pause."""

MOST_FORMS = 5_000
"""Lines that read differently and are remembered; beyond that those are forgotten that explained nothing."""

Kind = Literal["incident", "again"]
Tell = Callable[[Kind, Sighting, int], None]
"""Is told of an incident: the first time, and later how many times more since the last word of it."""


@dataclass(slots=True)
class _Told:
    """What was said of an incident, and when."""

    count: int
    at: float


@dataclass(slots=True)
class _Feed:
    """One file of the stream."""

    collector: Collector
    held: bytes = b""
    start: int = 0
    """What stands before was looked at and is kept for context."""

    carry: Callable[[bytes], bytes] | None = None
    size: int = 0
    known: set[str] = field(default_factory=set)
    """Forms that were held against the entries."""


class Follower:
    """Holds what comes in against the entries; bounded memory, however long it runs."""

    def __init__(
        self,
        prefilter: Prefilter,
        index: SignatureIndex,
        offer: Offer,
        names: Sequence[str],
        tell: Tell,
        every: float,
        clock: Callable[[], float],
    ) -> None:
        self._prefilter = prefilter
        self._index = index
        self._offer = offer
        self._names = names
        self._tell = tell
        self._every = every
        self._clock = clock
        self._feeds = [_Feed(Collector(prefilter, number)) for number in range(len(names))]
        self._ledger = Ledger(index.ids, prefilter.owners)
        self._found = self._ledger.found
        self._told: dict[str, _Told] = {}

    def follow(self, stream: Iterable[News]) -> Survey:
        """Read to the end of the stream, or to an interrupt; then what was found in all."""
        interrupted = False
        try:
            for news in stream:
                self.take(news)
        except KeyboardInterrupt:
            interrupted = True
        for number in range(len(self._feeds)):
            self.take(News(number, ended=True))
        return Survey(
            lines=sum(feed.collector.collected().lines for feed in self._feeds),
            matches=make_sightings(self._found, self._names, self._offer),
            bytes=sum(feed.size for feed in self._feeds),
            files=len(self._feeds),
            interrupted=interrupted,
        )

    def take(self, news: News) -> None:
        """New bytes, a pause (no bytes), or the end of one file."""
        if news.data:
            feed = self._feeds[news.file]
            feed.carry = feed.carry or make_carrier(news.data)
            feed.held += feed.carry(news.data)
            self._advance(feed, MARGIN, whole=False)
        elif news.ended:
            feed = self._feeds[news.file]
            self._advance(feed, 0, whole=True)
            feed.collector.end_file()
            # What comes next is another file: no part of the last line, nor its context.
            feed.held, feed.start, feed.carry = b"", 0, None
        else:
            for feed in self._feeds:
                self._advance(feed, 0, whole=False)
        self._tell_counts(news.ended)

    def _advance(self, feed: _Feed, margin: int, whole: bool) -> None:
        """Look at all lines that are complete and have their neighbours."""
        held, start = feed.held, feed.start
        end = len(held) if whole else held.rfind(b"\n", start, max(start, len(held) - margin)) + 1
        if end <= start and len(held) - start > LONGEST_LINE + MARGIN:
            end = len(held) - MARGIN
        if end <= start:
            return
        feed.collector.feed(Window(held, start, end))
        feed.size += end - start
        keep = max(0, end - MARGIN)
        feed.held, feed.start = held[keep:], end - keep
        self._judge(feed)

    def _judge(self, feed: _Feed) -> None:
        """Hold lines that were not seen before against the entries, with those near them."""
        forms = feed.collector.forms
        fresh = [form for key, form in forms.items() if key not in feed.known]
        if not fresh:
            return
        feed.known.update(form.key for form in fresh)
        since = min(form.first.line for form in fresh) - NEAR
        near = [form for form in forms.values() if form.first.line >= since]
        new = {form.key for form in fresh}
        episodes = [
            episode
            for episode in group_forms(near, self._prefilter.owners)
            if any(form.key in new for form in episode.forms)
        ]
        feed.collector.settle()
        before = set(self._found)
        for episode in episodes:
            self._ledger.add(episode, score_text(episode.text, self._index))
        for entry in self._found.keys() - before:
            self._tell_first(entry)
        if len(forms) >= MOST_FORMS:
            kept = {key for tally in self._found.values() for _, key in tally.forms}
            feed.collector.forget(kept)
            feed.known &= kept

    def _tell_first(self, entry: str) -> None:
        tally = self._found[entry]
        self._told[entry] = _Told(tally.count, self._clock())
        self._tell("incident", make_sighting(tally, self._names, self._offer), 0)

    def _tell_counts(self, ended: bool) -> None:
        """Word of incidents that go on, not too often."""
        now = self._clock()
        for entry, told in self._told.items():
            if ended or now - told.at < self._every:
                continue
            count = self._found[entry].count
            if count > told.count:
                for feed in self._feeds:
                    feed.collector.settle()
                sighting = make_sighting(self._found[entry], self._names, self._offer)
                self._tell("again", sighting, count - told.count)
                told.count, told.at = count, now
