"""The index runs on Whoosh 2.7.4 as well, so that the distribution stays a one-line choice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
VERSION = "2.7.4"
SUITE = ("test_index.py", "test_life_cycle.py", "test_counts.py", "test_twins.py", "test_typo.py")
_WAIT = 90


@pytest.fixture(scope="module")
def other_whoosh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the other distribution in it."""
    folder = tmp_path_factory.mktemp("whoosh")
    options = ("--quiet", "--no-deps", "--disable-pip-version-check", "--retries", "1", "--timeout", "15")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        *options,
        "--target",
        str(folder),
        f"whoosh=={VERSION}",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_WAIT, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"pip cannot fetch Whoosh {VERSION}: no answer within {_WAIT} s")
    if done.returncode:
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        pytest.skip(f"pip cannot install Whoosh {VERSION}: {reason}")
    return folder


def run_python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=PROJECT, env=environ, capture_output=True, text=True, check=False
    )


@pytest.mark.timeout(300)
def test_the_index_suite_passes_on_the_other_distribution(other_whoosh: Path) -> None:
    probe = "import whoosh; print(whoosh.versionstring(), whoosh.__file__)"
    version, path = run_python(other_whoosh, "-W", "ignore", "-c", probe).stdout.split()
    assert (version, path.startswith(str(other_whoosh))) == (VERSION, True)

    suite = [str(Path(__file__).with_name(name)) for name in SUITE]
    # Its string escapes and its habit of leaving files to the collector are not ours to mend.
    options = ("-q", "-p", "no:cacheprovider", "-o", "filterwarnings=default", "-W", "ignore")
    done = run_python(other_whoosh, "-m", "pytest", *options, *suite)
    assert done.returncode == 0, done.stdout[-3000:]
