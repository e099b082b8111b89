"""What the command line promises to people and to programs."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from ekskb.errors import Exit
from tests.cli.conftest import Run

PASTE = (
    b"2026-03-01T08:00:00Z INFO  session listening on :8080\n"
    b"2026-03-01T08:11:12Z ERROR session redis: dial tcp 10.9.8.7:6379: i/o timeout while loading session\n"
    b"2026-03-01T08:11:13Z ERROR session store unavailable: circuit breaker is open\n"
)
REDIS_ID = "2025-01-02-redis-timeout-in-the-session-service"


def test_build_says_what_it_did(ekskb: Run, root: Path) -> None:
    done = ekskb("build")

    assert (done.status, done.out) == (Exit.OK, "2 documents, 2 entries; wrote 2, removed 0\n")
    assert (root / "entries" / f"{REDIS_ID}.yaml").exists()


def test_build_check_fails_while_entries_are_stale(ekskb: Run) -> None:
    stale = ekskb("build", "--check")
    ekskb("build")
    fresh = ekskb("build", "--check")

    assert (stale.status, fresh.status) == (Exit.NOTHING, Exit.OK)
    assert f"would write entries/{REDIS_ID}.yaml" in stale.out


def test_build_reports_as_json(ekskb: Run) -> None:
    assert ekskb("build", "--json").json["entries"] == 2


def test_a_pasted_log_finds_its_incident(ekskb: Run) -> None:
    done = ekskb("match", stdin=PASTE)

    assert done.status == Exit.OK
    assert done.out.startswith("1. Redis timeout in the session service")
    assert "10.9.8.7:6379" in done.out
    assert "The security group of the cache lost its ingress rule." in done.out


def test_a_fault_in_a_large_log_is_not_drowned_by_the_rest(ekskb: Run) -> None:
    noise = b"".join(b"10:00:%02d GET /orders/%d 200 in %dms\n" % (n % 60, n, n % 97) for n in range(12_000))

    data = ekskb("match", "-", "--json", stdin=noise + PASTE + noise).json

    assert [match["id"] for match in data["matches"]] == [REDIS_ID]
    assert {e["line"] for e in data["matches"][0]["evidence"]} <= {12_001, 12_002, 12_003}
    assert data["lines"] == 24_003


def test_match_gives_programs_the_agreed_keys(ekskb: Run) -> None:
    data = ekskb("match", "-", "--json", stdin=PASTE).json

    match = data["matches"][0]
    assert (data["schema"], data["lines"], match["id"]) == (1, 3, REDIS_ID)
    assert match["source"]["path"] == "kb/redis.md"
    assert {e["line"] for e in match["evidence"]} == {2, 3}
    assert sum(e["share"] for e in match["evidence"]) == pytest.approx(1.0)
    assert data["weak"] == []


def test_a_log_that_nobody_described_is_not_catalogued(ekskb: Run) -> None:
    done = ekskb("match", stdin=b"kernel: usb 1-1: new high-speed USB device number 2\n" * 3)

    assert done.status == Exit.NOTHING
    assert done.out.startswith("not catalogued")


def test_an_entry_says_why_it_matches(ekskb: Run) -> None:
    done = ekskb("match", "--explain", REDIS_ID, stdin=PASTE)

    assert done.status == Exit.OK
    assert "matches" in done.out
    assert "circuit breaker is open" in done.out


def test_an_entry_says_why_it_does_not_match(ekskb: Run) -> None:
    done = ekskb("match", "--explain", REDIS_ID, stdin=b"kernel: usb 1-1: new high-speed USB device\n")

    assert done.status == Exit.NOTHING
    assert "no match: " in done.out


def test_an_empty_log_is_not_catalogued(ekskb: Run) -> None:
    assert ekskb("match", stdin=b"").status == Exit.NOTHING


def test_logs_are_read_from_files_too(ekskb: Run, tmp_path: Path) -> None:
    log = tmp_path / "session.log"
    log.write_bytes(PASTE)

    assert ekskb("match", str(log)).status == Exit.OK


def test_a_log_file_that_is_missing_is_named(ekskb: Run, tmp_path: Path) -> None:
    done = ekskb("match", str(tmp_path / "none.log"))

    assert done.status == Exit.UNUSABLE
    assert done.err == f"ekskb: error: {tmp_path}/none.log: cannot be read: No such file or directory\n"


def test_a_terminal_on_stdin_gets_a_hint_instead_of_a_wait(
    ekskb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())

    done = ekskb("match")

    assert done.status == Exit.USAGE
    assert "hint: pipe one: kubectl logs" in done.err


@pytest.mark.parametrize("words", [["redis"], ["세션", "redis"], ["웹훅", "인증서"], ["i/o timeout"]])
def test_words_find_entries(ekskb: Run, words: list[str]) -> None:
    done = ekskb("search", *words, "--json")

    assert done.status == Exit.OK
    assert done.json["hits"][0]["source"]["lines"][0] == 1


@pytest.mark.parametrize("query", ["[[(", '"', "a:b:c AND", "-", "*", "\\", "field:", "((("])
def test_any_text_is_a_query(ekskb: Run, query: str) -> None:
    assert ekskb("search", "--", query).status in (Exit.OK, Exit.NOTHING)


def test_hits_come_as_lines_for_programs(ekskb: Run) -> None:
    lines = [json.loads(line) for line in ekskb("search", "redis", "--jsonl").out.splitlines()]

    assert [(line["type"], line["id"]) for line in lines] == [("hit", REDIS_ID)]


def test_search_that_finds_nothing_exits_1(ekskb: Run) -> None:
    assert ekskb("search", "qwxzqwxz").status == Exit.NOTHING


def test_show_prints_one_entry(ekskb: Run) -> None:
    done = ekskb("show", REDIS_ID)

    assert done.out.startswith("Redis timeout in the session service\n")
    assert "CAUSE" in done.out


def test_show_prints_only_commands(ekskb: Run) -> None:
    out = ekskb("show", REDIS_ID, "--commands").out

    assert "kubectl rollout restart deploy/session -n <namespace>" in out
    assert "security group" not in out


def test_show_prints_one_section_as_written(ekskb: Run) -> None:
    assert "lost its ingress rule" in ekskb("show", REDIS_ID, "--section", "cause").out


def test_show_gives_the_entry_as_json(ekskb: Run) -> None:
    data = ekskb("show", REDIS_ID, "--json").json

    assert {"id", "symptom", "cause", "fix", "commands", "files", "signatures"} <= data.keys()


def test_an_unknown_id_names_the_nearest(ekskb: Run) -> None:
    done = ekskb("show", "redis-timeout")

    assert done.status == Exit.NOTHING
    assert f"hint: did you mean {REDIS_ID}?" in done.err


def test_parse_needs_no_root(ekskb: Run, root: Path) -> None:
    data = ekskb("parse", str(root / "kb" / "redis.md"), "--json", at=None).json

    assert [entry["title"] for entry in data["entries"]] == ["Redis timeout in the session service"]
    assert data["problems"] == []


def test_parse_shows_an_outline(ekskb: Run, root: Path) -> None:
    out = ekskb("parse", str(root / "kb" / "redis.md"), at=None).out

    assert "symptom" in out
    assert "2 commands" in out


def test_parse_of_a_missing_file_is_an_error(ekskb: Run, tmp_path: Path) -> None:
    done = ekskb("parse", str(tmp_path / "none.md"), at=None)

    assert done.status == Exit.UNUSABLE
    assert "none.md:1: error: cannot be read" in done.out


def test_check_names_path_and_line(ekskb: Run, root: Path) -> None:
    (root / "kb" / "half.md").write_text(
        "# 2025-05-05: Disk full\n\n## Symptoms\n\nNo space.\n\n## Cause\n\nLogs.\n"
    )

    done = ekskb("check")

    assert done.status == Exit.NOTHING
    assert "kb/half.md:1: warning: 'Disk full' has no fix [missing-fix]" in done.out


def test_check_speaks_to_github(ekskb: Run, root: Path) -> None:
    (root / "kb" / "half.md").write_text("# Disk full\n\n## Symptoms\n\nNo space.\n\n## Cause\n\nLogs.\n")

    assert "::warning file=kb/half.md,line=1,title=missing-fix::" in ekskb("check", "--format", "github").out


def test_a_rule_can_be_switched_off(ekskb: Run, root: Path) -> None:
    (root / "kb" / "half.md").write_text("# Disk full\n\n## Symptoms\n\nNo space.\n\n## Cause\n\nLogs.\n")
    (root / "ekskb.yaml").write_text("check:\n  off: [missing-fix]\n")

    assert "missing-fix" not in ekskb("check").out


def test_init_lays_down_a_root_that_works(ekskb: Run, tmp_path: Path) -> None:
    new = tmp_path / "new"
    created = ekskb("init", str(new), at=None)
    built = ekskb("build", at=new)

    assert created.out.count("created") == 4
    assert built.out == "1 documents, 1 entries; wrote 1, removed 0\n"
    assert ekskb("check", at=new).status == Exit.OK


def test_init_keeps_what_is_there(ekskb: Run, root: Path) -> None:
    (root / "ekskb.yaml").write_text("title: Ours\n")

    ekskb("init", str(root), at=None)

    assert (root / "ekskb.yaml").read_text() == "title: Ours\n"


def test_the_sample_works_without_a_root(ekskb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    done = ekskb("match", "--sample", at=None)

    assert done.status == Exit.OK
    assert "ec2:CreateSecurityGroup" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["search"], "Missing argument"),
        (["show", "x", "--section", "nonsense"], "Invalid value for '--section'"),
    ],
)
def test_wrong_usage_is_told_in_one_line(ekskb: Run, arguments: list[str], message: str) -> None:
    done = ekskb(*arguments)

    assert done.status == Exit.USAGE
    assert message in done.err
    assert done.err.count("ekskb: error:") == 1


def test_a_root_that_is_missing_is_told_with_a_hint(ekskb: Run, tmp_path: Path) -> None:
    done = ekskb("search", "x", at=tmp_path / "none")

    assert done.status == Exit.UNUSABLE
    assert "no such folder" in done.err
    assert "hint: run 'ekskb init'" in done.err


def test_a_broken_entry_is_told_while_the_rest_is_served(ekskb: Run, root: Path) -> None:
    ekskb("build")
    (root / "entries" / f"{REDIS_ID}.yaml").write_text("schema: 1\ntitle: [\n")

    done = ekskb("search", "redis")

    assert done.status == Exit.OK
    assert f"entries/{REDIS_ID}.yaml:" in done.err
    assert "ekskb build" in done.err


def test_the_terminal_ui_without_a_terminal_is_refused(ekskb: Run) -> None:
    done = ekskb()

    assert done.status == Exit.USAGE
    assert "needs a terminal" in done.err


def test_a_draft_quotes_the_telling_lines_without_their_secrets(ekskb: Run, root: Path) -> None:
    log = PASTE + b"2026-03-01T08:11:14Z ERROR login failed url=redis://app:hunter2secret@10.9.8.7:6379\n"

    done = ekskb("new", "Sessions", "lost", "--from-log", "-", stdin=log)

    draft = Path(done.out.strip())
    text = draft.read_text(encoding="utf-8")
    assert draft.parent == root / "kb"
    assert "Sessions lost\n\n## Symptoms" in text
    assert "circuit breaker is open" in text
    assert "listening on" not in text
    assert "hunter2secret" not in text
    assert "taken out of the log" in done.err


def test_a_draft_never_overwrites_a_document(ekskb: Run) -> None:
    first, second = ekskb("new", "장애", "--lang", "ko").out, ekskb("new", "장애", "--lang", "ko").out

    assert first != second
    assert Path(first.strip()).read_text(encoding="utf-8").count("## 해결") == 1


def test_a_draft_builds_into_an_entry(ekskb: Run) -> None:
    ekskb("new", "Disk full", "--from-log", "-", stdin=b"ERROR write /data/x: no space left on device\n")

    assert ekskb("build", "--json").json["entries"] == 3


def test_a_fence_in_a_log_cannot_end_the_block(ekskb: Run) -> None:
    out = ekskb("new", "x", "--print", "--from-log", "-", stdin=b"ERROR boom ``` # heading\n").out

    assert "````log\n" in out


def test_serving_without_its_extra_names_the_extra(ekskb: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)

    done = ekskb("tui", "--serve", "--host", "0.0.0.0")

    assert done.status != Exit.OK
    assert "without a login" in done.err
    assert "pip install 'ekskb[serve]'" in done.err
