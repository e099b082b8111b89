"""The wheel is complete: it works from an empty folder, with the starter knowledge base inside."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this checkout, without the network."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(PROJECT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_every_document_and_entry(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder in ("kb", "entries"):
        for file in (PROJECT / folder).iterdir():
            if not file.name.startswith("."):
                assert f"ekskb/starter/{folder}/{file.name}" in names


def test_the_wheel_matches_a_log_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    empty = tmp_path / "empty"
    empty.mkdir()
    code = "import ekskb, sys; from ekskb.cli.app import main; print(ekskb.__file__, file=sys.stderr); main()"

    done = subprocess.run(
        [sys.executable, "-c", code, "match", "--sample"],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(site), "EKSKB_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert str(site) in done.stderr
    assert done.stdout.startswith("1. ")


def test_textual_is_pinned_exactly() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]

    assert any(line.startswith("textual==") for line in project["dependencies"])


def test_every_dependency_has_a_tested_version() -> None:
    text = (PROJECT / "constraints.txt").read_text().lower()
    data = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    for line in [*data["project"]["dependencies"], *data["dependency-groups"]["dev"]]:
        name = line.lower().replace(">", "=").split("=")[0]
        assert f"\n{name}==" in text
