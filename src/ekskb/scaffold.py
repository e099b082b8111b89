"""A new root: the files that `ekskb init` lays down."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from ekskb.store import write_atomically

# Template in `samples/root` -> place in the root.
_FILES = {
    "example.md": "kb/2025-01-15-example.md",
    "entries.txt": "entries/.gitkeep",
    "ekskb.yaml": "ekskb.yaml",
    "workflow.yml": ".github/workflows/ekskb.yml",
}


def create_root(root: Path) -> Iterator[tuple[str, bool]]:
    """Create the files of a root that are missing; yields each name and whether it was created.

    Raises RootError when a file cannot be written.
    """
    templates = resources.files("ekskb").joinpath("samples/root")
    for template, name in _FILES.items():
        target = root / name
        created = not target.exists()
        if created:
            write_atomically(target, templates.joinpath(template).read_bytes())
        yield name, created
