"""The module table of ARCHITECTURE.md is what the modules say of themselves. `make readme` writes it anew."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "src" / "ekskb"
_TABLE = re.compile(r"(?<=<!-- modules -->\n).*?(?=<!-- end of modules -->)", re.DOTALL)


def rows() -> Iterator[str]:
    """One row a module, in the order of layers: plain modules, then packages."""
    yield "| module | its one job |"
    yield "|---|---|"
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda p: (len(p.parts), p.parts)):
        name = path.relative_to(PACKAGE).as_posix()
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring, f"{name} does not say what it is for"
        if path.name != "__init__.py":
            job = docstring.splitlines()[0].rstrip(".").replace("|", "\\|")
            yield f"| `{name}` | {job} |"


def test_every_module_has_its_line() -> None:
    page = PROJECT / "ARCHITECTURE.md"
    text = page.read_text(encoding="utf-8")
    table = "".join(f"{row}\n" for row in rows())
    fresh = _TABLE.sub(lambda _: table, text)
    if os.environ.get("EKSKB_WRITE_README"):
        page.write_text(fresh, encoding="utf-8")
        return

    assert _TABLE.search(text)
    assert fresh == text
