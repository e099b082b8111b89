"""The root is found where people expect it, and a wrong setting is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekskb.config import Config, cache_folder, find_root, load_config, starter_root
from ekskb.errors import RootError


def test_the_flag_wins_over_the_environment(root: Path, tmp_path: Path) -> None:
    assert find_root(str(root), {"EKSKB_ROOT": str(tmp_path)}, tmp_path) == root


def test_the_nearest_parent_with_kb_is_the_root(root: Path) -> None:
    deep = root / "src" / "deep"
    deep.mkdir(parents=True)

    assert find_root(None, {}, deep) == root


def test_without_a_root_the_starter_is_served(tmp_path: Path) -> None:
    assert find_root(None, {}, tmp_path) == starter_root()


@pytest.mark.parametrize(
    ("make", "message"),
    [("missing", "no such folder"), ("file", "not a folder"), ("empty", "holds neither kb/ nor entries/")],
)
def test_a_root_that_is_none_is_refused(tmp_path: Path, make: str, message: str) -> None:
    target = tmp_path / "x"
    if make == "file":
        target.write_text("")
    elif make == "empty":
        target.mkdir()

    with pytest.raises(RootError, match=message) as caught:
        find_root(str(target), {}, tmp_path)

    assert caught.value.hint


def test_a_root_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_heading_words_of_the_team_are_read(tmp_path: Path) -> None:
    (tmp_path / "ekskb.yaml").write_text("headings:\n  fix: [조치 내역]\n", encoding="utf-8")

    assert load_config(tmp_path).headings == {"fix": ("조치 내역",)}


def test_the_site_has_a_name_an_address_and_a_place_to_edit(tmp_path: Path) -> None:
    (tmp_path / "ekskb.yaml").write_text(
        "site: {title: Team, url: 'https://kb.example.com', edit_url: 'https://git.example.com/{path}#L{line}',"
        " language: ko}\n"
    )

    site = load_config(tmp_path).site

    assert (site.title, site.url, site.language) == ("Team", "https://kb.example.com", "ko")
    assert site.edit_url == "https://git.example.com/{path}#L{line}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site: {language: fr}\n", "site.language"),
        ("site: {colour: blue}\n", "site: Object contains unknown field `colour`"),
        ("headings:\n  fixes: [a]\n", "headings"),
        ("colour: blue\n", "unknown field `colour`"),
        ("a: [\n", r"ekskb\.yaml:2: not YAML"),
        ("- a\n", "Expected `object`"),
        ("title: !!python/object/apply:os.system [ls]\n", "not YAML"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "ekskb.yaml").write_text(text)

    with pytest.raises(RootError, match=message):
        load_config(tmp_path)


def test_two_roots_have_two_caches(tmp_path: Path) -> None:
    environ = {"EKSKB_CACHE": str(tmp_path)}

    assert cache_folder(tmp_path / "a", environ) != cache_folder(tmp_path / "b", environ)


def test_search_may_leave_out_what_was_noted_on_this_machine(tmp_path: Path) -> None:
    (tmp_path / "ekskb.yaml").write_text("search: {feedback: false}\n", encoding="utf-8")

    assert not load_config(tmp_path).search.feedback
    assert Config().search.feedback
