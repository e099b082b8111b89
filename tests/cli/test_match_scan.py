"""`ekskb match` on more than a paste: large files, many files, folders, archives, live streams."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import zstandard

from ekskb.errors import Exit
from tests.cli.conftest import Run
from tests.cli.test_process import EKSKB

FAULT = (
    "2031-04-05T06:07:08Z ERROR session redis: dial tcp 10.9.8.7:6379: i/o timeout while loading session\n"
)
CERT = 'failed calling webhook "v.example.io": x509: certificate has expired or is not yet valid\n'
HEALTHY = "2031-04-05T06:07:08Z INFO request served in 12ms path=/api/v1/orders\n"
REDIS_ID = "2025-01-02-redis-timeout-in-the-session-service"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """More than a paste: 6 MB with two redis faults and one of a certificate."""
    path = tmp_path / "large.log"
    part = HEALTHY * (2_000_000 // len(HEALTHY))
    path.write_text(part + FAULT + part + FAULT + CERT + part)
    return path


def test_a_large_file_is_told_incident_by_incident(ekskb: Run, large: Path) -> None:
    done = ekskb("match", str(large))

    line = 2_000_000 // len(HEALTHY) + 1
    assert done.status == Exit.OK
    assert done.out.startswith("2 incidents in ")
    assert "Redis timeout in the session service" in done.out
    assert "2 times · 2031-04-05T06:07:08Z" in done.out
    assert f"{large}:{line}  " in done.out
    assert f"ekskb show {REDIS_ID}" in done.out
    assert done.err == ""


def test_json_of_a_scan_has_the_keys_of_a_match_and_more(ekskb: Run, large: Path) -> None:
    data = ekskb("match", str(large), "--json").json

    redis = next(one for one in data["matches"] if one["id"] == REDIS_ID)
    assert (data["schema"], redis["count"], redis["file"]) == (1, 2, str(large))
    assert (redis["first"], redis["last"]) == ("2031-04-05T06:07:08Z", "2031-04-05T06:07:08Z")
    assert redis["files"] == [{"file": str(large), "count": 2}]
    assert redis["source"]["path"] == "kb/redis.md"
    assert {"line", "text", "entry_line", "entry_text", "share"} <= redis["evidence"][0].keys()
    assert data["weak"] == []


def test_jsonl_gives_one_incident_a_line(ekskb: Run, large: Path) -> None:
    rows = [json.loads(row) for row in ekskb("match", str(large), "--jsonl").out.splitlines()]

    assert [row["type"] for row in rows] == ["match", "match"]


def test_a_large_pipe_is_scanned_too(ekskb: Run, large: Path) -> None:
    data = ekskb("match", "-", "--json", stdin=large.read_bytes()).json

    assert {one["count"] for one in data["matches"]} == {1, 2}
    assert data["matches"][0]["file"] == "-"


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gz", "zst"])
def test_archives_are_scanned(ekskb: Run, large: Path, pack: object) -> None:
    assert callable(pack)
    archive = large.with_suffix(".packed")
    archive.write_bytes(pack(large.read_bytes()))

    assert len(ekskb("match", str(archive), "--json").json["matches"]) == 2


def test_a_small_archive_is_a_paste(ekskb: Run, tmp_path: Path) -> None:
    archive = tmp_path / "a.log.gz"
    archive.write_bytes(gzip.compress((HEALTHY + FAULT).encode()))

    done = ekskb("match", str(archive))

    assert done.out.startswith("1. Redis timeout in the session service")
    assert done.out == ekskb("match", stdin=(HEALTHY + FAULT).encode()).out


@pytest.mark.parametrize("piped", [False, True], ids=["file", "pipe"])
def test_what_stands_before_the_damage_of_a_small_archive_is_matched(
    ekskb: Run, tmp_path: Path, piped: bool
) -> None:
    path = tmp_path / "cut.log.gz"
    path.write_bytes(gzip.compress((FAULT + HEALTHY * 50_000).encode())[:-2_000])

    done = ekskb("match", stdin=path.read_bytes()) if piped else ekskb("match", str(path))

    assert done.status == Exit.OK
    assert "Redis timeout in the session service" in done.out
    assert done.err.startswith(f"ekskb: {'-' if piped else path}: damaged from here on: ")


def test_an_archive_of_which_nothing_can_be_read_is_told(ekskb: Run, tmp_path: Path) -> None:
    path = tmp_path / "cut.log.gz"
    path.write_bytes(gzip.compress(FAULT.encode())[:12])

    done = ekskb("match", str(path))

    assert (done.status, done.out) == (Exit.UNUSABLE, "")
    assert f"{path}: cannot be read: damaged from here on" in done.err


def test_folders_are_read_whole_and_what_cannot_be_read_is_told(ekskb: Run, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    (logs / "deep").mkdir(parents=True)
    (logs / "a.log").write_text(HEALTHY + FAULT)
    (logs / "deep" / "b.log").write_text(FAULT)
    (logs / "core.bin").write_bytes(bytes(range(256)) * 64)
    (logs / "gone.log").symlink_to("nowhere")

    done = ekskb("match", str(logs), str(tmp_path / "none.log"), "--json")

    (redis,) = done.json["matches"]
    assert [row["file"] for row in redis["files"]] == [str(logs / "a.log"), str(logs / "deep" / "b.log")]
    assert done.err.splitlines() == [
        f"ekskb: {logs / 'core.bin'}: binary, skipped",
        f"ekskb: {tmp_path / 'none.log'}: No such file or directory",
    ]


def test_names_of_files_are_shown_on_one_line_whatever_they_hold(ekskb: Run, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    for name in (b"not\xff utf-8", b"two\nlines", b"\x1b[31mred"):
        (logs / os.fsdecode(name)).write_text(FAULT)
    (logs / "no\ntext").write_bytes(bytes(range(256)) * 64)

    told = ekskb("match", str(logs))
    assert "\x1b" not in told.out
    assert not any(line.startswith("lines") for line in told.out.splitlines())
    assert told.err == f"ekskb: {logs}/no text: binary, skipped\n"
    files = {row["file"] for row in ekskb("match", "--json", str(logs)).json["matches"][0]["files"]}
    assert files == {f"{logs}/not? utf-8", f"{logs}/two\nlines", f"{logs}/\x1b[31mred"}
    rows = ekskb("match", "--jsonl", str(logs))
    assert (rows.status, json.loads(rows.out)["count"]) == (Exit.OK, 3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_a_named_pipe_can_stand_among_files(root: Path, tmp_path: Path) -> None:
    pipe, empty = tmp_path / "pipe", tmp_path / "empty"
    os.mkfifo(pipe)
    empty.touch()
    done = subprocess.Popen(
        [*EKSKB, "--root", str(root), "match", str(pipe), str(empty)], stdout=subprocess.PIPE, text=True
    )
    with pipe.open("w") as file:
        file.write(FAULT)
    try:
        out = done.communicate(timeout=60)[0]
    finally:
        done.kill()

    assert out.startswith(f"1 incident in 1 line of 2 files, {len(FAULT)} bytes\n")


def test_a_folder_without_logs_is_told(ekskb: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    done = ekskb("match", str(tmp_path / "empty"))

    assert done.status == Exit.UNUSABLE
    assert "no log to read in" in done.err


def test_standard_input_can_stand_among_files(ekskb: Run, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(HEALTHY)

    done = ekskb("match", str(tmp_path / "a.log"), "-", stdin=FAULT.encode())

    assert done.status == Exit.OK
    assert "\n   -:1  " in done.out


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process there")
def test_an_interrupt_while_standard_input_is_kept_leaves_no_file(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(HEALTHY)
    process = subprocess.Popen(
        [*EKSKB, "--root", str(root), "match", "-", str(tmp_path / "a.log")],
        stdin=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert process.stdin is not None
    until = time.monotonic() + 60
    while not list(tmp_path.glob("ekskb-stdin-*")) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(tmp_path.glob("ekskb-stdin-*")) != []
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)
    process.stdin.close()

    assert process.returncode == Exit.INTERRUPTED
    assert list(tmp_path.glob("ekskb-stdin-*")) == []


def test_logs_without_incidents_are_not_catalogued(ekskb: Run, tmp_path: Path) -> None:
    for name in ("a.log", "b.log"):
        (tmp_path / name).write_text(HEALTHY)

    done = ekskb("match", str(tmp_path / "a.log"), str(tmp_path / "b.log"))

    assert done.status == Exit.NOTHING
    assert done.out.startswith("not catalogued: no entry explains any of 2 lines")


@pytest.mark.parametrize("engine", ["ahocorasick", "re"])
def test_every_engine_gives_the_same_report(
    ekskb: Run, tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "a.log").write_text(HEALTHY * 500 + FAULT + HEALTHY * 500)
    (logs / "b.log").write_text(CERT + HEALTHY * 50)
    usual = ekskb("match", str(logs)).out
    monkeypatch.setenv("EKSKB_SCAN_ENGINE", engine)

    assert usual.startswith("2 incidents in ")
    assert ekskb("match", str(logs)).out == usual


def test_an_unknown_engine_is_told(ekskb: Run, large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKSKB_SCAN_ENGINE", "grep")

    done = ekskb("match", str(large))

    assert done.status == Exit.USAGE
    assert "no scan engine 'grep'" in done.err


def test_an_edited_document_is_searched_for_as_it_is_now(ekskb: Run, large: Path, root: Path) -> None:
    before = ekskb("match", str(large), "--json").json["matches"]
    (root / "kb" / "redis.md").unlink()

    after = ekskb("match", str(large), "--json").json["matches"]

    assert {one["id"] for one in before} - {one["id"] for one in after} == {REDIS_ID}


def test_a_stream_is_followed_to_its_end(ekskb: Run) -> None:
    done = ekskb("match", "--follow", stdin=(HEALTHY + FAULT * 3).encode())

    assert done.status == Exit.OK
    assert done.out.startswith("Redis timeout in the session service")
    assert "1 incident in 4 lines" in done.out


def test_a_followed_stream_can_be_read_by_programs(ekskb: Run) -> None:
    done = ekskb("match", "--follow", "--jsonl", stdin=(HEALTHY + FAULT * 3).encode())

    first, end = [json.loads(row) for row in done.out.splitlines()]
    assert (first["type"], first["id"], first["evidence"][0]["line"]) == ("incident", REDIS_ID, 2)
    assert (end["type"], end["lines"], end["matches"][0]["count"]) == ("end", 4, 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--follow", "--json"], "--follow has no end"),
        (["--follow", "-", "a.log"], "not both"),
        (["--json", "--jsonl"], "name one"),
        (["--sample", "a.log"], "--sample and FILE do not go together"),
        (["--sample", "--follow"], "--sample and --follow do not go together"),
        (["--explain", REDIS_ID, "--follow"], "--explain and --follow do not go together"),
        (["--explain", REDIS_ID, "--jsonl"], "--explain and --jsonl do not go together"),
    ],
)
def test_wishes_that_cannot_be_granted_are_told(ekskb: Run, arguments: list[str], message: str) -> None:
    done = ekskb("match", *arguments, stdin=FAULT.encode())

    assert (done.status, message in done.err) == (Exit.USAGE, True)


def test_a_folder_cannot_be_followed(ekskb: Run, tmp_path: Path) -> None:
    assert "cannot be followed" in ekskb("match", "--follow", str(tmp_path)).err


def test_an_interrupt_tells_what_was_found_and_exits_130(root: Path) -> None:
    process = subprocess.Popen(
        [*EKSKB, "--root", str(root), "match", "--follow"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(FAULT.encode())
    process.stdin.flush()
    first = process.stdout.readline().decode()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (Exit.INTERRUPTED, b"")
    assert first.startswith("Redis timeout in the session service")
    assert "stopped: what stands further on is not known" in out.decode()


def test_a_file_is_followed_as_it_grows(root: Path, tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    log.write_text(HEALTHY + FAULT)
    process = subprocess.Popen(
        [*EKSKB, "--root", str(root), "match", "--follow", "--jsonl", str(log)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    log.rename(tmp_path / "app.log.1")
    log.write_text(CERT)
    second = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (first["id"], first["evidence"][0]["line"]) == (REDIS_ID, 2)
    assert second["type"] == "incident"
    assert json.loads(out)["type"] == "end"
    assert err.decode() == f"ekskb: {log}: replaced, reading the new file\n"
    assert process.returncode == Exit.INTERRUPTED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_terminal_sees_how_far_a_scan_is_and_nothing_of_it_stays(root: Path, large: Path) -> None:
    ours, theirs = os.openpty()
    done = subprocess.run(
        [*EKSKB, "--root", str(root), "match", str(large)], stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)

    assert "scanning, MB [" in shown
    assert shown.endswith("\r\x1b[K")
    assert done.stdout.startswith(b"2 incidents in ")


def test_help_and_small_pastes_load_no_scanner(root: Path) -> None:
    code = (
        "import sys; from ekskb.cli.app import run; "
        f"run(['--root', {str(root)!r}, 'match', '-']); "
        "heavy = ('hyperscan', 'ahocorasick_rs', 'multiprocessing'); "
        "print(*[m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=FAULT, capture_output=True, text=True, check=True, env=os.environ
    )

    assert done.stderr.split() == []
