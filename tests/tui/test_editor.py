"""The editor: its arguments, never a shell."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from ekskb.errors import UsageError
from ekskb.tui.actions import edit_file
from ekskb.tui.app import EksKbApp
from ekskb.tui.editor import editor_argv
from tests.tui.fake_door import FakeDoor

PATH = Path("/kb/한글 name.md")


@pytest.mark.parametrize(
    ("setting", "argv"),
    [
        ("vim", ["vim", "+7", str(PATH)]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+7", str(PATH)]),
        ("emacsclient -nw", ["emacsclient", "-nw", "+7", str(PATH)]),
        ("code --wait", ["code", "--wait", "--goto", f"{PATH}:7"]),
        ("'/opt/my editors/hx'", ["/opt/my editors/hx", f"{PATH}:7"]),
        ("vim -c ';rm -rf $HOME'", ["vim", "-c", ";rm -rf $HOME", "+7", str(PATH)]),
    ],
)
def test_the_setting_is_split_as_a_shell_would_and_the_line_is_given_its_way(
    setting: str, argv: list[str]
) -> None:
    assert editor_argv({"EDITOR": setting}, PATH, 7) == argv


def test_visual_comes_before_editor_and_lines_begin_at_one() -> None:
    assert editor_argv({"VISUAL": "vi", "EDITOR": "ed"}, PATH, 0) == ["vi", "+1", str(PATH)]


@pytest.mark.parametrize("env", [{}, {"EDITOR": ""}, {"EDITOR": "vim 'open"}])
def test_without_a_usable_setting_there_is_a_hint(env: dict[str, str]) -> None:
    with pytest.raises(UsageError) as fault:
        editor_argv(env, PATH, 1)

    assert "export EDITOR" in fault.value.hint


def test_a_document_that_vanished_is_told_before_any_editor_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "/nowhere/editor")

    with pytest.raises(UsageError, match="is not there any more"):
        edit_file(EksKbApp(FakeDoor()), Path("/nowhere/x.md"), 1)


def test_an_editor_that_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    document = tmp_path / "x.md"
    document.write_text("x", "utf-8")

    app = EksKbApp(FakeDoor())
    monkeypatch.setattr(app, "suspend", contextlib.nullcontext)

    with pytest.raises(UsageError, match="cannot be started"):
        edit_file(app, document, 1)


async def test_a_terminal_that_cannot_be_left_names_the_place_to_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EDITOR", "vim")
    document = tmp_path / "x.md"
    document.write_text("x", "utf-8")
    app = EksKbApp(FakeDoor())

    async with app.run_test():
        with pytest.raises(UsageError) as fault:
            edit_file(app, document, 3)

    assert f"{document}:3" in fault.value.hint
