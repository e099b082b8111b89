"""Archives and large streams on the command line: progress, partial results, reports."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from ekskb.cli import diagnostics, output
from ekskb.cli.reading import Archive, Stream
from ekskb.errors import Exit, RootError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ekskb.kb import KnowledgeBase
    from ekskb.model import Match, MatchResult
    from ekskb.scan.prefilter import Prefilter
    from ekskb.scan.report import Survey

_MB = 1_000_000


class Bars:
    """One progress bar after the other, each for what is being done."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._what = ""
        self._bar: Callable[[int, int], None] | None = None

    def show(self, what: str, done: int, total: int) -> None:
        """Sizes above a million are shown as millions; 0 in all is an end that nobody knows."""
        if what != self._what:
            self.close()
            self._what = what
            label = f"{what}, MB" if what == "scanning" else what
            self._bar = self._stack.enter_context(diagnostics.progress(label))
        if self._bar is not None:
            scale = _MB if what == "scanning" else 1
            self._bar(done // scale, max(done, total) // scale)

    def close(self) -> None:
        self._stack.close()


def load_prefilter(kb: KnowledgeBase) -> Prefilter:
    """What is searched for in raw bytes, for the knowledge base as it is now."""
    from ekskb.scan.prefilter import open_prefilter

    wanted = os.environ.get("EKSKB_SCAN_ENGINE", "")
    return open_prefilter(kb.signatures(), kb.signature_stamp(), kb.cache_folder, wanted)


def scan(kb: KnowledgeBase, logs: Stream | Archive, jobs: int) -> Survey:
    """The incidents in files or a stream; raises RootError where a stream is no text."""
    from ekskb.scan.packing import SourceError
    from ekskb.scan.scan import Scanner
    from ekskb.scan.sources import stream_blocks

    scanner = Scanner(load_prefilter(kb), kb.signatures(), kb.offer, jobs or os.cpu_count() or 1)
    bars = Bars()
    try:
        if not isinstance(logs, Stream):
            return scanner.scan_files(logs, bars.show, diagnostics.notice_line)
        return scanner.scan_stream(stream_blocks(logs.file), logs.name, bars.show, diagnostics.notice_line)
    except SourceError as fault:
        raise RootError(f"{logs.name if isinstance(logs, Stream) else ''}: {fault}") from fault
    finally:
        bars.close()


def make_survey(kb: KnowledgeBase) -> Callable[[str], MatchResult]:
    """What finds the incidents in a large log that is at hand as text, with commands filled from all of it.

    The first call is the slow one.
    """
    from ekskb.model import MatchResult, Scored
    from ekskb.scan.scan import Scanner

    def survey(paste: str) -> MatchResult:
        def offer(match: Match) -> Match:
            return kb.offer(Scored(match.id, match.confidence, match.evidence, match.missing), paste)

        scanner = Scanner(load_prefilter(kb), kb.signatures(), kb.offer)
        blocks = [paste.encode("utf-8", "replace")]
        found = scanner.scan_stream(blocks, "paste", lambda *_: None, lambda _: None)
        return MatchResult(found.lines, tuple(map(offer, found.matches)), tuple(map(offer, found.weak)))

    return survey


def match_large(kb: KnowledgeBase, paste: str) -> MatchResult:
    """The answer to a large log: what a scan finds, since noise drowns a fault that is weighed with all.

    Where the scan finds nothing the log is matched as a whole.
    """
    found = make_survey(kb)(paste)
    return found if found.matches else kb.match(paste)


def report(survey: Survey, form: str) -> int:
    """Print what was found as `text`, `json` or `jsonl`; the exit status."""
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render.scan import render_survey

    if form == "json":
        output.write_json({"schema": SCHEMA, **record_to_json(survey)})
    elif form == "jsonl":
        output.write_json_lines({"type": "match", **record_to_json(one)} for one in survey.matches)
    else:
        output.write(render_survey(survey, output.styler()))
    if survey.interrupted:
        return Exit.INTERRUPTED
    return Exit.OK if survey.matches else Exit.NOTHING
