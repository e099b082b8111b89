"""Searching in the exported home page, as a reader does it: by keys, in Korean and English, offline."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_core_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import export

Open = Callable[..., Page]

_INCIDENT = """# {date}: {title}

## Symptoms

{symptom}

## Root cause

{cause}

## Resolution

```bash
kubectl rollout restart deploy/{name} -n <namespace>
```
"""


def words(seed: int, count: int) -> str:
    """Made-up words, so that no two incidents tell the same."""
    pick = random.Random(seed)
    return " ".join("".join(pick.choices("bdgklmnprstvz", k=5)) for _ in range(count))


INCIDENTS = (
    (
        "redis",
        "2025-01-02",
        "Redis timeout in the session service",
        "Logins fail: redis i/o timeout",
        "A rule was lost",
    ),
    (
        "cert",
        "2024-02-03",
        "인증서 만료로 인한 웹훅 실패",
        "파드를 만들 수 없다. x509 오류가 난다.",
        "인증서 갱신이 멈췄다",
    ),
    (
        "config",
        "2025-12-29",
        "ConfigMap을 바꿔도 파드가 재시작되지 않음",
        "환경변수가 예전 값이다",
        "템플릿이 그대로다",
    ),
    (
        "stuck",
        "2025-08-01",
        "Namespace stuck in Terminating",
        "The namespace is never deleted",
        "A finalizer is left",
    ),
    *(
        (
            f"kafka-{at}",
            f"202{at % 4}-03-05",
            f"Kafka: {words(at, 4)}",
            f"lag of {words(at + 50, 20)}",
            words(at, 9),
        )
        for at in range(13)
    ),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home page of a site with seventeen incidents."""
    folder = tmp_path_factory.mktemp("search")
    documents = folder / "root" / "kb"
    documents.mkdir(parents=True)
    for name, date, title, symptom, cause in INCIDENTS:
        text = _INCIDENT.format(name=name, date=date, title=title, symptom=symptom, cause=cause)
        documents.joinpath(f"{name}.md").write_text(text, encoding="utf-8")
    return export(folder / "root", folder / "out", folder / "cache", language="en") / "index.html"


def hits(page: Page) -> Any:
    return page.locator("#search-results [role=option]")


def search(page: Page, text: str) -> None:
    page.locator("#search-input").fill(text)
    page.wait_for_function("(text) => new URLSearchParams(location.search).get('q') === text", arg=text)


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_typing_searches_and_the_address_keeps_the_query(home: Path, open_page: Open) -> None:
    page = open_page(home)
    page.keyboard.press("/")
    page.keyboard.type("redis timeout")

    expect(hits(page).first).to_contain_text("Redis timeout in the session service")
    expect(hits(page).first.locator("mark").first).to_have_text("Redis")
    expect(page.locator("[data-home]")).to_be_hidden()
    page.wait_for_function("() => location.search.includes('timeout')")
    assert query_of(page) == {"q": ["redis timeout"]}


def test_a_link_with_a_query_opens_with_its_results(home: Path, open_page: Open) -> None:
    page = open_page(home, "?q=redis")

    expect(page.locator("#search-input")).to_have_value("redis")
    expect(hits(page)).to_have_count(1)
    expect(page.locator("#search-status")).to_have_text("1 found")


def test_korean_is_found_by_a_stem_in_a_longer_word(home: Path, open_page: Open) -> None:
    page = open_page(home)
    search(page, "재시작 안 됨")

    expect(hits(page).first).to_contain_text("재시작되지 않음")


def test_korean_typed_with_the_latin_layout_is_recognised(home: Path, open_page: Open) -> None:
    page = open_page(home)
    search(page, "dlswmdtj")

    expect(hits(page).first).to_contain_text("인증서 만료")
    expect(page.locator(".search-meant")).to_have_text("인증서")


def test_a_correction_is_one_click_away(home: Path, open_page: Open) -> None:
    page = open_page(home)
    search(page, "namespcae")
    page.locator(".search-meant").click()

    expect(page.locator("#search-input")).to_have_value("namespace")
    expect(page.locator("#search-input")).to_be_focused()
    expect(hits(page).first).to_contain_text("Namespace stuck")


def test_arrows_choose_and_enter_opens(home: Path, open_page: Open) -> None:
    page = open_page(home)
    search(page, "kafka lag")
    box = page.locator("#search-input")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        box.press(key)

    expect(box).to_have_attribute("aria-activedescendant", "search-hit-1")
    expect(hits(page).nth(1)).to_have_attribute("aria-selected", "true")
    title = hits(page).nth(1).locator(".hit-title").inner_text()
    box.press("Enter")
    page.wait_for_url("**/entries/*.html")
    expect(page.locator("h1")).to_have_text(title)


def test_going_back_shows_the_results_again(home: Path, open_page: Open) -> None:
    page = open_page(home)
    search(page, "kafka lag")
    hits(page).first.click()
    page.wait_for_url("**/entries/*.html")
    page.go_back()

    expect(page.locator("#search-input")).to_have_value("kafka lag")
    expect(hits(page)).to_have_count(10)


def test_enter_waits_for_the_answer_to_what_was_typed(home: Path, open_page: Open) -> None:
    page = open_page(home)
    search(page, "kafka")
    page.locator("#search-input").fill("redis")
    page.locator("#search-input").press("Enter")

    page.wait_for_url("**/entries/*redis*.html")


def test_escape_clears_and_brings_the_home_page_back(home: Path, open_page: Open) -> None:
    page = open_page(home, "?q=redis")
    expect(hits(page)).to_have_count(1)
    page.locator("#search-input").press("Escape")

    expect(page.locator("#search-input")).to_have_value("")
    expect(page.locator("[data-home]")).to_be_visible()
    expect(hits(page)).to_have_count(0)
    assert query_of(page) == {}


def test_filters_narrow_count_and_stay_in_the_address(home: Path, open_page: Open) -> None:
    page = open_page(home)
    search(page, "kafka")
    expect(page.locator("#search-status")).to_have_text("13 found")
    toggle = page.get_by_role("group", name="Year").get_by_role("button", name="2021")
    told = int(toggle.locator(".search-count").inner_text())
    toggle.click()

    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(toggle).to_be_focused()
    expect(hits(page)).to_have_count(told)
    assert query_of(page) == {"q": ["kafka"], "year": ["2021"]}
    page.reload()
    expect(hits(page)).to_have_count(told)
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("#search-status")).to_have_text("13 found")


def test_more_hits_are_shown_on_request(home: Path, open_page: Open) -> None:
    page = open_page(home, "?q=kafka")
    expect(hits(page)).to_have_count(10)
    page.get_by_role("button", name="Show more").click()

    expect(hits(page)).to_have_count(13)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_nothing_found_says_so_and_what_to_try(home: Path, open_page: Open) -> None:
    page = open_page(home, "?q=zzqqxx")

    expect(page.locator("#search-status")).to_contain_text("Nothing found for “zzqqxx”")
    expect(page.locator(".search-empty a")).to_have_attribute("href", "match.html")


def test_a_slip_in_the_query_is_told(home: Path, open_page: Open) -> None:
    page = open_page(home, "?q=foo:redis")

    expect(page.locator(".search-note").first).to_contain_text("no field “foo”")


def test_an_input_method_searches_whole_syllables_and_keeps_its_keys(home: Path, open_page: Open) -> None:
    page = open_page(home)
    page.locator("#search-input").focus()
    keys = page.context.new_cdp_session(page)

    def compose(text: str) -> None:
        keys.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    compose("인")
    keys.send("Input.insertText", {"text": "인"})
    compose("즈")
    keys.send("Input.insertText", {"text": "증"})
    compose("서")
    expect(hits(page).first).to_contain_text("인증서 만료")
    page.wait_for_function("() => new URLSearchParams(location.search).get('q') === '인증서'")
    # The next syllable begins: its consonant alone is not searched for.
    keys.send("Input.insertText", {"text": "서"})
    compose("ㅁ")
    page.locator("#search-input").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "keyCode": 229}
    )
    compose("만")
    keys.send("Input.insertText", {"text": "만"})
    compose("료")
    keys.send("Input.insertText", {"text": "료"})

    page.wait_for_function("() => new URLSearchParams(location.search).get('q') === '인증서만료'")
    expect(hits(page).first).to_contain_text("인증서 만료")
    assert page.url.split("?")[0].endswith("index.html")


def test_a_half_typed_syllable_leaves_the_results_alone(home: Path, open_page: Open) -> None:
    page = open_page(home)
    page.locator("#search-input").focus()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.insertText", {"text": "인증서 "})
    expect(hits(page)).to_have_count(1)
    keys.send("Input.imeSetComposition", {"text": "쀍", "selectionStart": 1, "selectionEnd": 1})
    # Longer than the pause after which a syllable is searched for.
    page.wait_for_timeout(400)
    expect(page.locator("#search-input")).to_have_value("인증서 쀍")

    expect(hits(page)).to_have_count(1)


HOSTILE = (
    "'x'.repeat(100000)",
    "'파드 '.repeat(30000)",
    "'a:b-'.repeat(25000)",
    "'\"'.repeat(100000)",
    "'( OR -'.repeat(20000)",
    "String.fromCharCode(0xd800) + ' redis ' + String.fromCharCode(0xdfff)",
    "'*'",
    "'-'",
    "'\\u0000\\u0007\\u202e redis'",
    "'<img src=x onerror=alert(1)> redis'",
    "'__proto__ constructor toString redis'",
)
"""Queries as expressions of JavaScript."""


def test_any_text_at_all_is_a_query(home: Path, open_page: Open) -> None:
    page = open_page(home)
    status = page.locator("#search-status")
    for made in HOSTILE:
        page.evaluate("document.querySelector('#search-status').textContent = ''")
        page.evaluate(f"document.querySelector('#search-input').value = {made}")
        page.locator("#search-input").dispatch_event("input")
        expect(status).not_to_be_empty()
        search(page, "redis")

        expect(hits(page)).to_have_count(1)


def test_only_the_last_of_many_quick_queries_is_answered(home: Path, open_page: Open) -> None:
    page = open_page(home)
    page.evaluate(
        """() => {
          const box = document.querySelector("#search-input");
          for (const text of ["kafka", "namespcae", "인증서", "zzzz", "redis"]) {
            box.value = text;
            box.dispatchEvent(new InputEvent("input"));
          }
        }"""
    )

    expect(hits(page)).to_have_count(1)
    expect(hits(page)).to_contain_text("Redis timeout")


def test_missing_data_is_told_and_leaves_the_page_usable(home: Path, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/shelf.js", lambda route: route.abort())
    page.goto(home.as_uri() + "?q=redis")

    expect(page.locator("#search-status")).to_contain_text("could not be loaded")
    page.unroute("**/search/shelf.js")
    page.locator("#search-input").fill("kafka")
    expect(hits(page)).to_have_count(10)
    context.close()


@pytest.mark.parametrize(
    ("query", "scheme"), [("kafka -redis", "light"), ("namespcae foo:x", "dark"), ("zzqqxx", "light")]
)
def test_a_search_has_no_accessibility_fault(home: Path, open_page: Open, query: str, scheme: str) -> None:
    page = open_page(home, color_scheme=scheme)
    search(page, query)
    page.locator("summary").click()
    page.locator("#search-input").press("ArrowDown")
    found = Axe().run(page)["violations"]

    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


def test_results_fit_a_phone(home: Path, open_page: Open) -> None:
    page = open_page(home, "?q=kafka", viewport={"width": 360, "height": 740})
    expect(hits(page)).to_have_count(10)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_entry_page_leads_to_the_search_by_a_key(home: Path, open_page: Open) -> None:
    page = open_page(next(home.parent.joinpath("entries").glob("*redis*.html")))
    page.locator("h1").wait_for()
    page.keyboard.press("/")

    page.wait_for_url("**/index.html?q=")
    expect(page.locator("#search-input")).to_be_focused()
