"""`ekskb export` as a user calls it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.site.base import write_base

SECRET = "AKIAIOSFODNN7EXAMPL2"
REDIS = "2025-01-02-redis-timeout-in-the-session-service"
CERT = "2025-02-03-인증서-만료로-인한-웹훅-실패"


def pages(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("entries/*.html"))


def test_a_site_is_written_and_told_in_two_lines(ekskb: Run, tmp_path: Path) -> None:
    done = ekskb("export", "html", str(tmp_path / "out"))

    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0].startswith("2 entries; wrote ")
    assert done.out.splitlines()[1] == str(tmp_path / "out" / "index.html")
    assert len(pages(tmp_path / "out")) == 2


def test_the_same_site_again_writes_nothing(ekskb: Run, tmp_path: Path) -> None:
    ekskb("export", "html", str(tmp_path / "out"))

    done = ekskb("export", "html", str(tmp_path / "out"), "--json")

    assert (done.json["written"], done.json["removed"], done.json["entries"]) == ([], [], 2)
    assert done.json["schema"] == 1


def test_only_and_exclude_choose_by_tag_component_and_kind(ekskb: Run, tmp_path: Path) -> None:
    for number, (choice, names) in enumerate(
        [
            (
                ["--only", "kind:incident", "--exclude", "tag:redis"],
                ["2025-02-03-인증서-만료로-인한-웹훅-실패"],
            ),
            (["--only", "tag:Redis"], ["2025-01-02-redis-timeout-in-the-session-service"]),
            (["--only", "kind:howto"], []),
        ]
    ):
        done = ekskb("export", "html", str(tmp_path / str(number)), *choice)

        assert (done.status, pages(tmp_path / str(number))) == (0, names)


@pytest.mark.parametrize("term", ["redis", "kind:story", "tag:", "colour:red"])
def test_a_choice_that_means_nothing_is_a_usage_error(ekskb: Run, tmp_path: Path, term: str) -> None:
    done = ekskb("export", "html", str(tmp_path / "out"), "--only", term)

    assert done.status == 2
    assert "hint: write tag:NAME or kind:incident" in done.err
    assert not (tmp_path / "out").exists()


def test_secrets_are_replaced_and_each_entry_that_had_one_is_named(
    ekskb: Run, root: Path, tmp_path: Path
) -> None:
    document = root / "kb" / "redis.md"
    document.write_text(document.read_text().replace("10.0.3.7:6379", f"10.0.3.7:6379 {SECRET}"))

    done = ekskb("export", "html", str(tmp_path / "out"))

    assert "redacted 1" in done.out
    assert done.err.startswith(f"ekskb: redacted in {REDIS}: aws-key-id 1")
    assert not [file for file in (tmp_path / "out").rglob("*.*") if SECRET.encode() in file.read_bytes()]


def test_no_redact_keeps_them(ekskb: Run, root: Path, tmp_path: Path) -> None:
    document = root / "kb" / "redis.md"
    document.write_text(document.read_text().replace("10.0.3.7:6379", f"10.0.3.7:6379 {SECRET}"))

    done = ekskb("export", "html", str(tmp_path / "out"), "--no-redact")

    assert "redacted 0" in done.out
    page = tmp_path / "out" / "entries" / "2025-01-02-redis-timeout-in-the-session-service.html"
    assert SECRET in page.read_text(encoding="utf-8")


def test_links_and_images_that_lead_nowhere_are_told_with_their_line(
    ekskb: Run, root: Path, tmp_path: Path
) -> None:
    document = root / "kb" / "redis.md"
    text = document.read_text().replace(
        "Logins fail after a deploy.",
        "Logins fail\n[a](gone.md) ![b](gone.png) [c](#nowhere) [d](../../etc/passwd) [e](cert.md).",
    )
    document.write_text(text)

    done = ekskb("export", "html", str(tmp_path / "out"))

    assert done.status == 0
    told = [line for line in done.out.splitlines() if line.startswith("kb/redis.md:6:")]
    assert len(told) == 4
    assert "leads to no file" in done.out
    assert "leads to no heading" in done.out
    assert "leads out of the knowledge base" in done.out


def test_a_folder_of_others_is_refused(ekskb: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("x")

    done = ekskb("export", "html", str(tmp_path / "out"))

    assert done.status == 2
    assert "is not empty, and no export wrote it" in done.err


@pytest.mark.parametrize("inside", ["kb", "entries", "kb/site"])
def test_an_export_among_documents_or_entries_is_refused(ekskb: Run, root: Path, inside: str) -> None:
    done = ekskb("export", "html", str(root / inside))

    assert done.status == 2
    assert "of the knowledge base" in done.err
    assert sorted(path.name for path in (root / "kb").iterdir()) == ["cert.md", "redis.md"]


def test_the_language_is_the_flag_then_the_setting_then_that_of_most_entries(
    ekskb: Run, root: Path, tmp_path: Path
) -> None:
    def language(name: str, *flags: str) -> str:
        ekskb("export", "html", str(tmp_path / name), *flags)
        return (tmp_path / name / "index.html").read_text(encoding="utf-8").split('<html lang="')[1][:2]

    assert language("a") == "en"
    (root / "ekskb.yaml").write_text("site: {language: ko}\n")
    assert language("b") == "ko"
    assert language("c", "--lang", "en") == "en"
    (root / "ekskb.yaml").unlink()
    (root / "kb" / "redis.md").unlink()
    assert language("d") == "ko"


def test_a_site_that_knows_its_address_has_a_feed_a_map_and_previews(
    ekskb: Run, root: Path, tmp_path: Path
) -> None:
    (root / "ekskb.yaml").write_text(
        "site:\n  title: Team & incidents\n  url: https://kb.example.com/eks\n"
        "  edit_url: https://git.example.com/kb/edit/main/\n"
    )

    ekskb("export", "html", str(tmp_path / "out"))

    out = tmp_path / "out"
    page = (out / "entries" / "2025-01-02-redis-timeout-in-the-session-service.html").read_text("utf-8")
    assert '<meta property="og:title" content="Redis timeout in the session service">' in page
    address = "https://kb.example.com/eks/entries/2025-01-02-redis-timeout-in-the-session-service.html"
    assert f'<link rel="canonical" href="{address}">' in page
    assert 'href="https://git.example.com/kb/edit/main/kb/redis.md"' in page
    assert address in (out / "sitemap.xml").read_text()
    feed = (out / "feed.xml").read_text(encoding="utf-8")
    assert "<title>Team &amp; incidents</title>" in feed
    assert feed.index("인증서 만료") < feed.index("Redis timeout")
    assert "https://kb.example.com/eks/assets/site.css" in (out / "404.html").read_text()


@pytest.mark.parametrize("key", ["url", "edit_url"])
def test_an_address_that_is_none_is_refused(ekskb: Run, root: Path, tmp_path: Path, key: str) -> None:
    (root / "ekskb.yaml").write_text(f"site: {{{key}: 'javascript:alert(1)//'}}\n")

    done = ekskb("export", "html", str(tmp_path / "out"))

    assert done.status == 3
    assert f"site.{key}: 'javascript:alert(1)//' is not a web address" in done.err


def test_a_site_without_an_address_has_none_of_these(ekskb: Run, tmp_path: Path) -> None:
    ekskb("export", "html", str(tmp_path / "out"))

    assert not (tmp_path / "out" / "feed.xml").exists()
    assert not (tmp_path / "out" / "sitemap.xml").exists()
    assert "og:" not in (tmp_path / "out" / "index.html").read_text()


def test_templates_and_style_of_the_root_take_the_place_of_ours(
    ekskb: Run, root: Path, tmp_path: Path
) -> None:
    templates = root / "site" / "templates"
    templates.mkdir(parents=True)
    templates.joinpath("home.html").write_text(
        '{% extends "ekskb/home.html" %}{% block title %}Ours: {{ site_title }}{% endblock %}'
    )
    (root / "site" / "style.css").write_text(":root { --accent: #c00; }")

    ekskb("export", "html", str(tmp_path / "out"))

    home = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<title>Ours: Incident knowledge base</title>" in home
    assert home.index("assets/site.css") < home.index("assets/own.css")
    assert (tmp_path / "out" / "assets" / "own.css").read_text() == ":root { --accent: #c00; }"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% if %}", "home.html:1: not a template"),
        ("\n{{ nothing.here }}", "home.html:2: the template cannot be rendered"),
        ("{{ ''.__class__.__mro__ }}", "the template cannot be rendered"),
        ('{% include "none.html" %}', "the template cannot be rendered"),
    ],
)
def test_a_faulty_template_of_the_root_is_told_with_its_place(
    ekskb: Run, root: Path, tmp_path: Path, template: str, message: str
) -> None:
    (root / "site" / "templates").mkdir(parents=True)
    (root / "site" / "templates" / "home.html").write_text(template)

    done = ekskb("export", "html", str(tmp_path / "out"))

    assert done.status == 3
    assert message in done.err
    assert list((tmp_path / "out").iterdir()) == []


def test_the_line_about_the_origin_names_the_commit_of_the_documents(ekskb: Run, tmp_path: Path) -> None:
    root = write_base(tmp_path / "repo")
    git = ["git", "-C", str(root), "-c", "user.name=t", "-c", "user.email=t@example.com"]
    when = {"GIT_COMMITTER_DATE": "2025-05-06T07:08:09+00:00", "GIT_AUTHOR_DATE": "2025-05-06T07:08:09+00:00"}

    def run(*arguments: str) -> None:
        subprocess.run(
            [*git, *arguments], check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", **when}
        )

    def told() -> str:
        ekskb("export", "html", str(tmp_path / "out"), at=root)
        return (tmp_path / "out" / "data" / "about.js").read_text(encoding="utf-8")

    assert "Newest document 2025-03-04" in told() or "최신 문서 2025-03-04" in told()
    run("init", "-q")
    run("add", "kb")
    run("commit", "-q", "-m", "first")
    assert "2025-05-06" in told()
    (root / "kb" / "redis.md").write_text("# x\n")
    assert "uncommitted" in told() or "커밋하지 않은" in told()


def test_an_empty_knowledge_base_gives_an_empty_site(ekskb: Run, root: Path, tmp_path: Path) -> None:
    for document in (root / "kb").iterdir():
        document.unlink()

    done = ekskb("export", "html", str(tmp_path / "out"))

    assert done.status == 0
    assert (tmp_path / "out" / "index.html").exists()
