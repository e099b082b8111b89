"""Documents on disk -> what they are understood as. A document that cannot be read is a Problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from ekskb.decode import Decoded, decode
from ekskb.model import Parsed, Problem, Severity
from ekskb.store import MAX_DOCUMENT_BYTES, StoredFile, digest, read_file

if TYPE_CHECKING:
    from ekskb.parse.roles import Vocabulary

Progress = Callable[[int, int], None]
"""Called with the number of documents done and in all."""

# Starting workers costs about what parsing half a megabyte does.
_PARALLEL_BYTES = 2_000_000


class Reading(msgspec.Struct, frozen=True):
    """One document, read."""

    name: str
    stamp: str
    sha256: str
    parsed: Parsed


def read_documents(
    files: Sequence[StoredFile], vocabulary: Vocabulary, progress: Progress | None = None
) -> Iterator[Reading]:
    """Read and parse `files` in order, on several cores when there is enough to do."""
    for done, reading in enumerate(_readings(files, vocabulary), 1):
        if progress:
            progress(done, len(files))
        yield reading


def read_document(file: StoredFile, vocabulary: Vocabulary) -> Reading:
    """Read one document; whatever is wrong with the file becomes a Problem of it."""
    try:
        data = read_file(file)
    except OSError as fault:
        problem = _problem(file.name, "unreadable", "error", f"cannot be read: {fault.strerror}")
        return Reading(file.name, file.stamp, "", Parsed(problems=(problem,)))
    return Reading(file.name, file.stamp, digest(data), parse_bytes(data, file.name, vocabulary))


def parse_bytes(data: bytes, name: str, vocabulary: Vocabulary) -> Parsed:
    """Decode and parse the bytes of a document named `name`."""
    from ekskb.parse.document import parse_document

    if len(data) > MAX_DOCUMENT_BYTES:
        size = f"{len(data) / 1e6:.0f} MB; documents end at {MAX_DOCUMENT_BYTES / 1e6:.0f} MB"
        hint = "keep the log elsewhere and quote its telling lines"
        return Parsed(problems=(_problem(name, "too-large", "error", f"too large: {size}", hint),))
    decoded = decode(data)
    if decoded.binary:
        hint = "move it out of kb/ or give it another suffix"
        return Parsed(problems=(_problem(name, "binary", "error", "not text", hint),))
    parsed = parse_document(decoded.text, name, digest(data), vocabulary)
    found = _encoding_problems(decoded, name)
    return Parsed(parsed.entries, found + parsed.problems, parsed.leftover)


def _encoding_problems(decoded: Decoded, name: str) -> tuple[Problem, ...]:
    if decoded.lossy:
        spot = decoded.text.find("\ufffd")
        line = decoded.text.count("\n", 0, max(0, spot)) + 1
        message = "some bytes are not UTF-8 and show as U+FFFD"
        return (_problem(name, "encoding", "warning", message, "save it as UTF-8", line),)
    if decoded.encoding not in ("utf-8",):
        message = f"read as {decoded.encoding.upper()}"
        return (_problem(name, "encoding", "warning", message, "save it as UTF-8"),)
    return ()


def _readings(files: Sequence[StoredFile], vocabulary: Vocabulary) -> Iterator[Reading]:
    size = sum(int(file.stamp.partition(":")[0]) for file in files if file.stamp[:1].isdigit())
    if size < _PARALLEL_BYTES or len(files) < 4:
        yield from (read_document(file, vocabulary) for file in files)
        return
    import functools
    import multiprocessing
    import os
    from concurrent.futures import ProcessPoolExecutor

    # Fork would copy the threads' locks of a running terminal UI.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1, mp_context=context) as pool:
        work = functools.partial(read_document, vocabulary=vocabulary)
        try:
            yield from pool.map(work, files, chunksize=max(1, min(32, len(files) // 16)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _problem(
    path: str, rule: str, severity: Severity, message: str, hint: str = "", line: int = 1
) -> Problem:
    return Problem(rule=rule, severity=severity, message=message, path=path, line=line, hint=hint)
