"""The installed command as a process of its own: streams, pipes, imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EKSKB = [sys.executable, "-c", "from ekskb.cli.app import main; main()"]
HEAVY = ("textual", "rich", "markdown_it", "whoosh", "tree_sitter")


def loaded(code: str) -> set[str]:
    """The heavy modules that are loaded after `code` ran in a fresh interpreter."""
    probe = f"import sys\n{code}\nprint(*[m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_loads_nothing_heavy() -> None:
    assert loaded("from ekskb.cli.app import run; run(['--help'])") == set()


def test_a_match_on_a_built_root_loads_nothing_heavy(root: Path, own_cache: Path) -> None:
    subprocess.run([*EKSKB, "--root", str(root), "build"], check=True, capture_output=True)
    log = root / "x.log"
    log.write_text("redis: dial tcp 10.9.8.7:6379: i/o timeout while loading session\n")

    assert (
        loaded(f"from ekskb.cli.app import run; run(['--root', {str(root)!r}, 'match', {str(log)!r}])")
        == set()
    )


def test_a_closed_pipe_is_no_error(root: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*EKSKB, "--root", str(root), "search", "redis"],
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writer)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_standard_output_is_one_line(root: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*EKSKB, "--root", str(root), "search", "redis"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    told = b"ekskb: error: standard output: cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (3, told)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("arguments", "closed", "status"),
    [
        (["match"], "<&-", 1),
        (["match", "--follow"], "<&-", 1),
        (["search", "redis"], ">&-", 0),
        (["search", "redis"], "2>&-", 0),
    ],
)
def test_a_closed_stream_is_an_empty_one(root: Path, arguments: list[str], closed: str, status: int) -> None:
    command = [*EKSKB, "--root", str(root), *arguments]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *command], capture_output=True, check=False, timeout=60
    )

    assert (done.returncode, b"Traceback" in done.stderr) == (status, False)


@pytest.mark.parametrize("locale", ["C", "ko_KR.EUC-KR"])
def test_korean_is_written_as_utf8_in_any_locale(root: Path, locale: str) -> None:
    done = subprocess.run(
        [*EKSKB, "--root", str(root), "search", "웹훅 인증서"],
        capture_output=True,
        check=True,
        env={**os.environ, "LC_ALL": locale, "PYTHONIOENCODING": ""},
    )

    assert "인증서 만료로 인한 웹훅 실패" in done.stdout.decode()
