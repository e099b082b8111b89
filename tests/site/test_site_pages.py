"""The exported site in a real browser, opened from a folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ekskb.model import FilledCommand
from ekskb.tui.commands import fill_command
from tests.site.conftest import Open

ENTRY = "redis-timeout-in-the-session-service"
KOREAN = "인증서-만료로-인한-웹훅-실패"
PHONE = {"viewport": {"width": 390, "height": 844}}
_PAGES = ("index.html", "browse/index.html", "browse/components.html", "documents/redis.html", "404.html")

# Keeps what would go to the clipboard, which a headless browser does not share.
_CLIPBOARD = """Object.defineProperty(navigator, "clipboard", {
  value: {writeText: (text) => { window.copied = text; return Promise.resolve(); }} });"""


def entry_file(site: Path, name: str) -> Path:
    return next(site.glob(f"entries/*{name}*.html"))


def open_entry(site: Path, open_page: Open, name: str = ENTRY, **options: object) -> Page:
    page = open_page(entry_file(site, name), **options)
    page.evaluate(_CLIPBOARD)
    return page


def copied(page: Page) -> str:
    page.wait_for_function("window.copied !== undefined")
    text: str = page.evaluate("window.copied")
    return text


def test_the_home_page_opens_from_a_folder_with_the_newest_entry_first(site: Path, open_page: Open) -> None:
    page = open_page(site / "index.html")

    assert page.locator("h1").inner_text() == "Incident knowledge base"
    assert page.locator(".row-title").first.inner_text() == "노드가 NotReady로 바뀜"


def test_an_entry_shows_symptom_cause_fix_and_verification_in_this_order(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    headings = [text.strip("#\n ") for text in page.locator("article h2").all_inner_texts()]
    assert headings == ["Symptoms", "Root cause", "Resolution", "Verification", "Changed files"]


def test_filling_a_placeholder_fills_every_command(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    page.locator(".ph-field").first.fill("prod payments")

    assert page.locator("[data-field='<namespace>']").input_value() == "prod payments"
    fields = page.locator(".ph-field[aria-label='<namespace>']")
    assert {fields.nth(n).input_value() for n in range(fields.count())} == {"prod payments"}
    page.locator(".role-verification [data-copy]").click()
    assert copied(page) == "kubectl get pods -n 'prod payments'"


def test_the_copy_button_copies_the_filled_command_without_prompt_and_remark(
    site: Path, open_page: Open
) -> None:
    page = open_entry(site, open_page)

    page.locator("[data-field='<namespace>']").fill("prod")
    page.locator(".cmd", has_text="rollout restart").locator("[data-copy]").click()

    assert copied(page) == "kubectl rollout restart deploy/session -n prod"
    expect(page.locator("[data-said]")).to_have_text("Copied")


def test_a_value_within_quotation_marks_is_escaped_for_them(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    page.locator("[data-field='<namespace>']").fill("prod")
    page.locator("[data-field='<app-name>']").fill("it's; rm -rf /")
    page.locator(".cmd", has_text="delete pod").locator("[data-copy]").click()

    assert copied(page) == "kubectl delete pod -n prod -l 'app=it'\\''s; rm -rf /'"


def test_the_page_quotes_values_as_the_terminal_does(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)
    values = [
        "a",
        "",
        "a b",
        "it's",
        '"x"',
        "$(id)",
        "`id`",
        "a\\b",
        "노드",
        "x;y",
        "-n",
        "a/b:c=1,2@%+",
        "!",
        "~",
    ]
    commands = ["run <x>", "run '<x>'", 'run "<x>"', "run \\'<x>", "a'b' \"c'd\" <x>", "run '\\'<x>"]

    for text in commands:
        for value in filter(None, values):
            command = FilledCommand(text, "fix", 1, "bash", "unknown", ("<x>",))
            before, _, after = text.partition("<x>")
            told = page.evaluate(
                "([before, value]) => ekskb.shell.quoteAfter(before, value)", [before, value]
            )
            assert before + told + after == fill_command(command, {"<x>": value}).text


def test_a_command_with_a_gap_is_copied_only_at_the_second_press(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)
    button = page.locator(".role-verification [data-copy]")

    button.click()
    expect(page.locator("[data-said]")).to_contain_text("<namespace>")
    assert page.evaluate("window.copied === undefined")
    button.click()

    assert copied(page) == "kubectl get pods -n <namespace>"


def test_all_commands_of_a_block_are_copied_without_comments(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    page.locator("[data-field='<namespace>']").fill("prod")
    page.locator("[data-field='<app-name>']").fill("api")
    page.locator("[data-copy-all]").first.click()

    assert copied(page).split("\n") == [
        "kubectl get pods -n prod",
        "kubectl rollout restart deploy/session -n prod",
        "kubectl delete pod -n prod -l 'app=api'",
    ]


def test_the_prompt_and_the_output_below_a_command_are_not_copied(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    page.locator(".cmd", has_text="get deploy session").locator("[data-copy]").click()

    assert copied(page) == "kubectl get deploy session -o name"


def test_risk_is_told_in_words(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    assert page.locator(".role-fix .risk").all_inner_texts() == [
        "read-only",
        "changes state",
        "destructive",
        "read-only",
    ]


def test_output_has_no_copy_button_and_a_near_miss_says_so(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    assert page.locator(".output button").count() == 0
    assert page.locator(".near-miss figcaption").inner_text() == "Looks alike, but is not this"


def test_a_link_between_documents_leads_to_the_heading_on_the_entry_page(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    page.get_by_role("link", name="the certificate incident").click()

    page.wait_for_url(re.compile(r"#"))
    assert page.locator("h1").inner_text() == "인증서 만료로 인한 웹훅 실패"
    assert page.locator(":target").inner_text().startswith("해결")


def test_an_image_beside_the_document_is_shown(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page, "notready")

    assert page.locator("img[alt='디스크 사용량']").evaluate("image => image.naturalWidth") == 1


def test_the_entry_and_the_page_around_it_name_their_languages(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page, KOREAN)

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("article").get_attribute("lang") == "ko"
    assert page.locator(".risk").first.get_attribute("lang") == "en"


def test_an_inline_command_can_be_copied(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page, KOREAN)

    page.locator(".role-verification .cmd-in [data-copy]").click()

    assert copied(page) == "kubectl get secret webhook-cert -n cert-system"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_system_until_the_reader_chooses(
    site: Path, open_page: Open, scheme: str
) -> None:
    page = open_page(site / "index.html", color_scheme=scheme)

    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-switch]").click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert (before == "rgb(255, 255, 255)") == (scheme == "light")
    assert (after == "rgb(255, 255, 255)") == (scheme == "dark")
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after


@pytest.mark.parametrize("name", _PAGES)
def test_no_page_scrolls_sideways_on_a_phone(site: Path, open_page: Open, name: str) -> None:
    page = open_page(site / name, **PHONE)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", [ENTRY, KOREAN, "notready"])
def test_no_entry_scrolls_sideways_on_a_phone(site: Path, open_page: Open, name: str) -> None:
    page = open_entry(site, open_page, name, **PHONE)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_slash_key_leads_to_the_search(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page)

    page.keyboard.press("/")

    page.wait_for_url(re.compile(r"index\.html"))


def test_everything_is_there_to_read_without_scripts(site: Path, open_page: Open) -> None:
    page = open_page(entry_file(site, ENTRY), java_script_enabled=False)

    assert "kubectl rollout restart deploy/session -n <namespace>" in page.locator(".role-fix").inner_text()
    assert not page.locator("[data-copy]").first.is_visible()
    assert not page.locator("[data-fill]").is_visible()


def test_without_scripts_the_home_page_says_what_does_not_work(site: Path, open_page: Open) -> None:
    page = open_page(site / "index.html", java_script_enabled=False)

    expect(page.locator("noscript a")).to_have_attribute("href", "browse/index.html")


def test_print_is_on_white_and_leaves_out_what_is_for_the_screen(site: Path, open_page: Open) -> None:
    page = open_entry(site, open_page, color_scheme="dark")

    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".top").is_visible()
    assert not page.locator("[data-copy]").first.is_visible()
    assert page.locator(".cmd").first.is_visible()
