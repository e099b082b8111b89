"""Run one command line in this process and see everything that it says."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ekskb.cli.app import run


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.out)
        return data


Run = Callable[..., Done]


@pytest.fixture
def ekskb(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, root: Path) -> Run:
    """`ekskb(*arguments, stdin=bytes)` on the root of the test."""

    def call(*arguments: str, stdin: bytes | None = None, at: Path | None = root) -> Done:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = run([*(["--root", str(at)] if at else []), *arguments])
        captured = capfd.readouterr()
        return Done(status, captured.out, captured.err)

    return call
