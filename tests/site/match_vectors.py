"""Golden vectors of log matching: what both implementations must make of a paste.

`python -m tests.site.match_vectors` writes them from the command line's implementation, into
tests/cases/site/match/. Look at the difference before committing it: it is a change of behaviour.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ekskb.logs.facts import fill_commands, read_facts
from ekskb.logs.lines import unwrap
from ekskb.logs.mask import mask
from ekskb.logs.paste import read_paste
from ekskb.logs.score import rank_entries, score_paste
from ekskb.logs.sigindex import Lookup, SignatureIndex
from ekskb.model import Entry, Scored
from ekskb.parse.roles import Vocabulary
from ekskb.reader import read_document
from ekskb.store import StoredFile

TESTS = Path(__file__).parent.parent
FOLDER = TESTS / "cases" / "site" / "match"
KB = TESTS.parent / "kb"
UNWRAP = TESTS / "cases" / "logs" / "unwrap"

# Read from the beginning, the key of the page's text for each reason to be too weak.
REASONS = {
    "its text names": "match_missing_prose",
    "another entry": "match_missing_other",
    "its nearest log line": "match_missing_part",
    "the line that it shares": "match_missing_common",
}
_EVERY = 12
"""Part of the starter's entries that is frozen; a test of its own runs over all of them."""


def trace(paste: str, index: SignatureIndex, entries: Mapping[str, Entry]) -> dict[str, Any]:
    """What the command line makes of a paste, step by step."""
    read = read_paste(paste)
    scoring = score_paste(paste, index)
    return {
        "records": [[r.number, r.last, r.level, r.logger, r.source, r.text] for r in unwrap(paste)],
        "templates": [
            [
                *(row.number, row.repeats, row.weight, row.telling, mask(row.text)),
                *(len(row.terms), sum(row.terms.values()), len(row.weak), sum(row.weak.values())),
            ]
            for row in read.templates
        ],
        "facts": [[fact.kind, fact.value, fact.line] for fact in read_facts(paste)],
        "candidates": [
            [index.ids[one.number], one.strength, one.confidence] for one in rank_entries(read, Lookup(index))
        ],
        "matches": [_shown(one, entries[one.id], paste) for one in scoring.matches],
        "weak": [_shown(one, entries[one.id], paste) for one in scoring.weak],
    }


def _shown(one: Scored, entry: Entry, paste: str) -> dict[str, Any]:
    commands = fill_commands(entry.commands, entry, paste, one.evidence)
    reasons = [key for start, key in REASONS.items() if one.missing.startswith(start)]
    return {
        "id": one.id,
        "evidence": [[pair.line, pair.entry_line, pair.share, pair.repeats] for pair in one.evidence],
        "commands": [
            [command.text, [[fill.value, fill.line] for fill in command.fills]] for command in commands
        ],
        "missing": reasons[0] if reasons else one.missing,
    }


def differs(expected: object, got: object, path: str = "") -> str:
    """Where two traces part, or an empty string; numbers may differ by a millionth."""
    if isinstance(expected, bool) or isinstance(got, bool):
        return "" if expected is got else f"{path}: {expected!r}, not {got!r}"
    if isinstance(expected, int | float) and isinstance(got, int | float):
        near = abs(expected - got) <= 1e-6 * max(1.0, abs(expected))
        return "" if near else f"{path}: {expected!r}, not {got!r}"
    if isinstance(expected, dict) and isinstance(got, dict) and expected.keys() == got.keys():
        found = (differs(expected[key], got[key], f"{path}/{key}") for key in expected)
        return next(filter(None, found), "")
    if isinstance(expected, Sequence) and isinstance(got, Sequence) and not isinstance(expected, str):
        if len(expected) != len(got):
            return f"{path}: {len(expected)} items, not {len(got)}"
        pairs = enumerate(zip(expected, got, strict=True))
        return next(filter(None, (differs(a, b, f"{path}/{n}") for n, (a, b) in pairs)), "")
    return "" if expected == got else f"{path}: {expected!r}, not {got!r}"


def starter_entries() -> tuple[Entry, ...]:
    """The entries of kb/ as it is now."""
    names = Vocabulary.default()
    files = [StoredFile(f"kb/{path.name}", path, "") for path in sorted(KB.glob("*.md"))]
    return tuple(entry for file in files for entry in read_document(file, names).parsed.entries)


def samples(entry: Entry) -> Iterator[tuple[str, str]]:
    """The log of an entry, and the one that must not match."""
    for kind in ("log", "nomatch"):
        lines = [one.text for one in entry.signatures if one.kind == kind]
        if lines:
            yield kind, "\n".join(lines)


def frozen_entries() -> tuple[Entry, ...]:
    return msgspec.json.decode((FOLDER / "entries.json").read_bytes(), type=tuple[Entry, ...])


def frozen_cases() -> list[dict[str, Any]]:
    """Each case with its name, its paste and its trace."""
    files = sorted(FOLDER.glob("cases-*.json"))
    return [case for file in files for case in json.loads(file.read_text(encoding="utf-8"))]


def pastes(entries: Sequence[Entry]) -> dict[str, dict[str, str]]:
    """File -> name -> paste."""
    unwrapping = {
        path.stem: path.read_bytes().decode("utf-8").split("=====\n")[0]
        for path in sorted(UNWRAP.glob("*.txt"))
    }
    own = {f"{entry.id} {kind}": text for entry in entries for kind, text in samples(entry)}
    logs = [text for name, text in own.items() if name.endswith(" log")]
    mixed = {f"mixed {n}": _mix(logs, list(unwrapping.values()), n) for n in range(6)}
    return {"formats": unwrapping, "samples": own, "mixed": mixed, "hostile": _HOSTILE}


def _mix(logs: Sequence[str], noise: Sequence[str], seed: int) -> str:
    """Some samples between lines of other logs, one of them again and again."""
    chosen = [logs[(seed * 7 + step * 11) % len(logs)] for step in range(1 + seed % 3)]
    between = [noise[(seed * 5 + step * 3) % len(noise)] for step in range(4)]
    return "\n".join(
        [between[0], chosen[0], between[1], *chosen, between[2], *(chosen[:1] * seed), between[3]]
    )


_HOSTILE = {
    "nothing": "",
    "blank lines": "\n\n \t\n\r\n",
    "markup": '<img src=x onerror=alert(1)>\n<script>alert("x")</script> error: failed\n{{7*7}} ${x}',
    "terminal": "\x1b[31mERROR\x1b[0m failed to assign an IP address to container\x07\x1b]8;;http://x\x1b\\link",
    "controls": "a\x00b\x01 error\x85 \u202eevil\u202c exit code 137\ufeff\u2028next",
    "carriage returns": "pulling 1%\rpulling 50%\rfailed to pull image: 403 Forbidden\r\nnext\r\r\n",
    "korean": "오류: 네임스페이스 payments 에서 파드가 시작되지 않음 (exit code 137)\nOOMKilled 로 종료",
    "beyond the basic plane": "🔥🔥 error: 😀 pod/api-7d9c5b6f4-x2k9p 𝔘𝔫𝔦 failed ip 10.0.3.17 in 🚀",
    "look-alikes": "ERROR: ｆａｉｌｅｄ ١٢٣٤٥ ſtatus K8s İstanbul 4⁰⁴ ²³⁴⁵⁶ café-naïve résumé-1 ﬁle",
    "spaces of all kinds": "error\u00a0:\u3000failed\u2003to\u2009pull\u205fimage \x1c \x1f end",
    "deep json": '{"a":' * 40 + '{"msg":"failed to pull image"}' + "}" * 40,
    "broken json": '{"level":"error","msg":"pull failed","n":1e400}\n{"msg":"x\n{"msg":"\\ud800"}',
    "numbers in json": '{"level":50,"n":12345678901234567890123,"f":1.0,"g":1e-7,"b":true,"z":null}',
    "long line": "error " + "x" * 9000 + " failed",
    "many words": " ".join(f"word{n} failed-to-start-{n % 7}" for n in range(500)),
    "quotes": "kubectl -n 'it''s' get pod \"$(rm -rf /)\"; namespace=\"a;b\" --namespace=prod pod/web-0 `id`",
}  # fmt: skip


def write() -> None:
    """Freeze entries and write down what is made of each paste."""
    from ekskb.logs.sigindex import build_index

    FOLDER.mkdir(parents=True, exist_ok=True)
    entries = starter_entries()[::_EVERY]
    index, by_id = build_index(entries), {entry.id: entry for entry in entries}
    (FOLDER / "entries.json").write_bytes(_lines(msgspec.to_builtins(entries)))
    for name, rows in pastes(entries).items():
        cases = [{"name": case, "paste": text, **trace(text, index, by_id)} for case, text in rows.items()]
        (FOLDER / f"cases-{name}.json").write_bytes(_lines(cases))


def _lines(rows: Sequence[object]) -> bytes:
    """One row a line, so that a difference is read easily."""
    return ("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n").encode()


if __name__ == "__main__":
    write()
