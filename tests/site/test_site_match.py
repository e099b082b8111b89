"""Matching a pasted log in the exported page, in a real browser, opened from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.site.base import write_base
from tests.site.conftest import Open, export

LOG = """\
2026-03-01T07:11:02Z INFO  session starting version 4.2
2026-03-01T07:11:09Z ERROR session redis: dial tcp 10.9.8.7:6379: i/o timeout while loading session
2026-03-01T07:11:10Z ERROR session store unavailable: circuit breaker is open
2026-03-01T07:11:11Z INFO  handling request in namespace "checkout"
2026-03-01T07:11:12Z ERROR session redis: dial tcp 10.9.8.7:6379: i/o timeout while loading session
failed calling webhook "validate.example.io": x509: certificate has expired or is not yet valid
"""
FOREIGN = "kernel: usb 1-1: new high-speed device number 7 using xhci_hcd\n"
HOSTILE = """\
<img src=x onerror="window.hurt=1"> ERROR session redis: dial tcp 1.2.3.4:6379: i/o timeout
</textarea><script>window.hurt=1</script> ERROR session store unavailable: circuit breaker is open
\x1b[31m{{7*7}}${window.hurt=1} namespace="<svg/onload=window.hurt=1>" javascript:window.hurt=1
"""


def paste(page: Page, text: str) -> Page:
    page.get_by_label("Log lines").fill(text)
    expect(page.locator(".m-result")).to_be_visible()
    return page


def test_a_pasted_log_shows_its_incident_with_proof(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), LOG)

    card = page.locator(".m-card").first
    expect(card.get_by_role("heading", level=2)).to_have_text("Redis timeout in the session service")
    pair = card.locator(".m-pair", has_text="i/o timeout")
    expect(pair).to_contain_text("Your log, line 2 × 2")
    expect(pair).to_contain_text("The entry, line 8")
    expect(card.locator(".m-sure")).to_contain_text("%")


def test_a_card_says_what_was_behind_it(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), LOG)

    expect(page.locator(".m-card").first).to_contain_text(
        "The security group of the cache lost its ingress rule."
    )


def test_several_problems_are_several_cards_and_marked_lines(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), LOG)

    assert page.locator(".m-card").count() == 2
    assert page.locator(".m-log-hit .m-log-n").all_inner_texts() == ["2", "3", "5", "6"]


def test_a_card_leads_to_the_page_of_its_entry(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), LOG)

    page.get_by_role("link", name="Open the entry").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Redis timeout")


def test_a_command_is_filled_from_the_log_and_copied(site: Path, open_page: Open) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    page = paste(open_page(site / "match.html", permissions=rights), LOG)

    command = page.locator(".m-cmd", has_text="get pods").first
    expect(command).to_contain_text("<namespace> → checkout from line 4")
    command.get_by_role("button", name="Copy").click()

    expect(command.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "kubectl get pods -n checkout"


def test_a_gap_is_a_field_that_fills_all_commands_of_its_entry(site: Path, open_page: Open) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    nameless = LOG.replace('namespace "checkout"', "general")
    page = paste(open_page(site / "match.html", permissions=rights), nameless)
    command = page.locator(".m-cmd", has_text="rollout restart").first

    expect(command).to_contain_text("Still open: <namespace>")
    expect(command).to_contain_text("changes state")
    command.get_by_label("<namespace>").fill("it's mine")
    command.get_by_role("button", name="Copy").click()

    expect(command).not_to_contain_text("Still open")
    expect(page.get_by_label("<namespace>").last).to_have_value("it's mine")
    expect(command.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == """kubectl rollout restart deploy/session -n 'it'"'"'s mine'"""


def test_a_command_with_a_gap_is_copied_only_when_asked_twice(site: Path, open_page: Open) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    nameless = LOG.replace('namespace "checkout"', "general")
    page = paste(open_page(site / "match.html", permissions=rights), nameless)
    command = page.locator(".m-cmd", has_text="rollout restart").first

    command.get_by_role("button", name="Copy").click()
    command.get_by_role("button", name="Copy anyway").click()

    expect(command.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "kubectl rollout restart deploy/session -n <namespace>"


def test_a_foreign_log_is_not_catalogued(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), FOREIGN)

    expect(page.get_by_role("heading", name="Not catalogued")).to_be_visible()
    expect(page.locator(".m-none")).to_contain_text("ekskb new --from-log FILE")
    assert page.locator(".m-card").count() == 0


def test_an_unsure_answer_is_not_told_as_a_known_problem(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), LOG)
    unsure = {"lines": 3, "matches": [{"confidence": 0.4}, {"confidence": 0.3}]}

    told = page.evaluate("answer => ekskb.matchPage.sayFound(answer)", unsure)

    assert told == "Not certain: 2 entries may explain these 3 lines"


def test_a_hostile_log_is_only_ever_text(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), HOSTILE)

    expect(page.locator(".m-log")).to_contain_text('<img src=x onerror="window.hurt=1">')
    assert page.evaluate("window.hurt") is None
    assert page.locator("[data-match] :is(img, script, svg, iframe)").count() == 0


def test_a_log_file_is_matched_whatever_its_encoding(site: Path, open_page: Open, tmp_path: Path) -> None:
    file = tmp_path / "session.log"
    file.write_bytes(LOG.encode("utf-16"))
    page = open_page(site / "match.html")

    page.locator("input[type=file]").set_input_files(file)

    expect(page.locator(".m-file")).to_have_text("File: session.log")
    expect(page.locator(".m-told")).to_have_text("2 known problems in 6 lines")


def test_whoever_has_no_log_can_try_an_example(site: Path, open_page: Open) -> None:
    page = open_page(site / "match.html")

    page.get_by_role("button", name="Try an example").click()

    expect(page.locator(".m-card h2").first).to_have_text("Redis timeout in the session service")


def test_a_value_links_to_its_line_of_the_log(site: Path, open_page: Open) -> None:
    noise = "".join(f"all is well, step {chr(97 + n % 26)}\n" for n in range(60))
    page = paste(open_page(site / "match.html"), f"namespace=checkout\n{noise}{LOG.splitlines()[1]}\n")

    page.get_by_role("link", name="from line 1").first.click()

    expect(page.locator("#log-1")).to_be_in_viewport()


def test_clearing_takes_the_answer_away(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), LOG)

    page.get_by_role("button", name="Clear").click()

    expect(page.get_by_label("Log lines")).to_have_value("")
    assert page.locator(".m-answer").inner_text() == ""


def test_the_lines_between_are_folded_and_open_on_demand(site: Path, open_page: Open) -> None:
    noise = "".join(f"all is well, step {chr(97 + n % 26)}\n" for n in range(300))
    page = paste(open_page(site / "match.html"), noise + LOG + noise)

    assert page.locator(".m-log-line").count() < 20
    page.get_by_role("button", name="299 more lines").click()

    expect(page.locator(".m-log-line").first).to_contain_text("all is well, step a")


def test_the_answer_is_told_to_a_screen_reader(site: Path, open_page: Open) -> None:
    page = paste(open_page(site / "match.html"), LOG)

    expect(page.get_by_role("status").first).to_have_text("2 known problems in 6 lines")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_width_scrolls_sideways(site: Path, open_page: Open, width: int) -> None:
    long = LOG + "ERROR " + "x" * 3000 + " session store unavailable: circuit breaker is open\n"
    page = paste(open_page(site / "match.html", viewport={"width": width, "height": 800}), long)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "text"), [("light", LOG), ("dark", LOG), ("light", FOREIGN)])
def test_the_answer_has_no_serious_accessibility_fault(
    site: Path, open_page: Open, scheme: str, text: str
) -> None:
    page = paste(open_page(site / "match.html", bypass_csp=True, color_scheme=scheme), text)

    found = Axe().run(page)["violations"]

    assert [(one["id"], one["help"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_a_korean_site_speaks_korean(tmp_path: Path, open_page: Open) -> None:
    site = export(write_base(tmp_path / "root"), tmp_path / "out", tmp_path / "cache", language="ko")
    page = open_page(site / "match.html")

    page.get_by_label("로그", exact=True).fill(
        "노드 ip-10-0-9-9 확인\nfailed calling webhook: certificate has expired"
    )

    expect(page.locator(".m-told")).to_have_text("2행에서 알려진 문제 1건")
    expect(page.locator(".m-card h2")).to_contain_text("인증서 만료")
