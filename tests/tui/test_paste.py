"""Pasting: anywhere, of any shape."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from ekskb.model import Evidence, Match, MatchResult, Source
from ekskb.tui.early import END, log_end
from ekskb.tui.evidence import worth_showing
from ekskb.tui.large import WHOLE, Survey
from ekskb.tui.offered import offered_actions
from ekskb.tui.screens.match import MatchScreen
from ekskb.tui.screens.search import SearchScreen
from tests.tui.conftest import Driver, Started
from tests.tui.fake_door import DNS, HOWTO, ISTIO, LOG, FakeDoor, entry, section


def match_screen(ui: Driver) -> MatchScreen:
    screen = ui.app.screen
    assert isinstance(screen, MatchScreen)
    return screen


async def test_several_lines_pasted_into_the_search_box_open_the_match_screen(started: Started) -> None:
    async with started() as ui:
        await ui.paste(LOG)

        assert ui.screen_name == "MatchScreen"
        text = ui.text()
        assert "1 match" in text
        assert " 97%" in text
        assert "log line 9, entry line 8" in text


async def test_the_paste_reaches_the_door_whole_and_once_with_line_feeds(started: Started) -> None:
    async with started() as ui:
        await ui.paste("a\r\nb\rc upstream_reset")

        assert ui.door.pastes == ["a\nb\nc upstream_reset"]


@pytest.mark.parametrize("first", [(), ("escape",), ("down", "enter"), ("escape", "P")])
async def test_a_single_pasted_line_goes_to_the_search_box_from_anywhere(
    started: Started, first: tuple[str, ...]
) -> None:
    async with started() as ui:
        await ui.press(*first)
        await ui.paste("coredns\n")

        screen = ui.app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.box.value == "coredns"
        assert ui.door.pastes == []


async def test_p_opens_the_paste_view_and_there_one_line_is_a_log(started: Started) -> None:
    async with started() as ui:
        await ui.press("escape", "p")
        assert "Paste log lines now" in ui.text()

        await ui.paste("503 UF upstream_reset_before_response_started")
        assert match_screen(ui).matches.option_count == 1


async def test_a_log_that_no_entry_covers_is_not_catalogued_and_names_the_nearest(started: Started) -> None:
    async with started() as ui:
        await ui.paste("lookup timeout\nagain timeout")

        text = ui.text()
        assert "Not catalogued" in text
        assert "1 weak candidate" in text
        assert "Missing: a line of plugin/errors" in text


async def test_a_log_without_any_candidate_stays_readable(started: Started) -> None:
    async with started() as ui:
        await ui.paste("one\ntwo")

        assert "Not catalogued" in ui.text()
        assert "two" in ui.text()


async def test_another_paste_on_the_match_screen_takes_the_place_of_the_first(started: Started) -> None:
    async with started() as ui:
        await ui.paste("one\ntwo")
        await ui.paste(LOG)

        assert len(ui.app.screen_stack) == 2
        assert "1 match" in ui.text()


async def test_enter_on_a_match_opens_the_entry_with_its_matched_lines_marked(started: Started) -> None:
    async with started(120, 30) as ui:
        await ui.paste(LOG)
        await ui.press("enter")

        marked = [line for line in ui.text().split("\n") if line.startswith("▌")]
        assert len(marked) == 1
        assert "upstream_reset" in marked[0]


async def test_the_log_view_folds_repeats_and_marks_evidence(started: Started) -> None:
    async with started() as ui:
        await ui.paste(LOG)
        await ui.press("v")
        text = ui.text()
        assert "6 more like it" in text
        assert "▶  9" in text

        await ui.press("z")
        assert "00:00:08Z GET /health" in ui.text()


async def test_a_paste_given_at_the_start_opens_the_match_screen(started: Started) -> None:
    async with started(paste=LOG) as ui:
        assert ui.screen_name == "MatchScreen"
        await ui.press("escape")
        assert ui.screen_name == "SearchScreen"


async def test_escape_while_matching_drops_the_answer(started: Started) -> None:
    async with started() as ui:
        await ui.press("escape", "p")
        screen = match_screen(ui)
        screen._matching = True
        await ui.press("escape")

        assert "Cancelled" in ui.text()
        assert ui.screen_name == "MatchScreen"


async def test_hostile_log_text_is_shown_and_never_obeyed(started: Started) -> None:
    async with started() as ui:
        await ui.paste('[/] [red]x \x1b]0;title\x07 \x1b[2J {"a": [true\nupstream_reset [bold\x00 \u202e')
        await ui.press("v")

        text = ui.text()
        assert "[/] [red]x" in text
        assert "\x1b" not in text
        assert "upstream_reset [bold\ufffd" in text


async def test_n_walks_through_the_evidence_of_every_incident(started: Started) -> None:
    door = FakeDoor()
    pairs = [Evidence(n, f"line {n}", 8, "entry", 0.5) for n in (2, 9, 5)]
    door.answer = MatchResult(
        12,
        (
            Match(ISTIO.id, ISTIO.title, 0.9, ISTIO.source, (pairs[0], pairs[1])),
            Match(DNS.id, DNS.title, 0.6, DNS.source, (pairs[2],)),
        ),
        (Match(HOWTO.id, HOWTO.title, 0.1, HOWTO.source, ()),),
    )
    async with started(200, 50, door, "\n".join(f"line {n}" for n in range(1, 13))) as ui:
        screen = match_screen(ui)
        walked = []
        for key in "nnnnNNN":
            await ui.press(key)
            chosen = screen.matches.chosen
            assert chosen is not None
            pointed = next(line for line in ui.text().splitlines() if "▶" in line).split()[1]
            walked.append((chosen.id, int(pointed)))

    istio, dns = ISTIO.id, DNS.id
    assert walked == [(istio, 2), (istio, 9), (dns, 5), (istio, 2), (dns, 5), (istio, 9), (istio, 2)]


async def test_a_tall_and_wide_window_shows_the_entry_below_the_proof_from_its_cause_on(
    started: Started,
) -> None:
    story = "\n\n".join(f"It was slow for the {n}. time." for n in range(40))
    long = entry(
        "slow",
        "Slow",
        (
            section("symptom", "Symptom", 1, story),
            section("cause", "Cause", 90, "Too few nodes."),
            section("fix", "Fix", 95, story),
        ),
    )
    door = FakeDoor([long])
    door.answer = MatchResult(2, (Match("slow", "Slow", 0.9, long.source, (Evidence(1, "a", 3, "a", 1.0),)),))
    async with started(200, 50, door, "a\nb") as ui:
        screen = match_screen(ui)
        assert screen.pane.reader.top_line == 90
        assert "Too few nodes." in ui.text()

        await ui.pilot.resize_terminal(200, 30)
        await ui.settle()
        assert not screen.pane.display


async def test_o_matches_a_log_file(started: Started, tmp_path: Path) -> None:
    log = tmp_path / "some.log"
    log.write_text(LOG, "utf-8")
    async with started() as ui:
        await ui.press("escape", "p", "o")
        ui.app.screen.query_one(Input).value = str(log)
        await ui.press("enter")

        assert "1 match" in ui.text()


@pytest.mark.parametrize("name", ["missing.log", "", "\x00", "image.png"])
async def test_a_log_file_that_cannot_be_used_is_told(started: Started, tmp_path: Path, name: str) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n" + bytes(range(256)) * 20)
    async with started() as ui:
        await ui.press("escape", "p")
        match_screen(ui)._open_path(f"{tmp_path}/{name}")
        await ui.settle()

        assert len(ui.notices) == 1
        assert "cannot be read" in ui.notices[0] or "not a text file" in ui.notices[0]


async def test_d_drafts_a_document_for_a_log_that_nothing_matched(started: Started) -> None:
    async with started() as ui:
        await ui.paste("api ERROR quota exceeded for node group\npassword=hunter2secret denied")
        await ui.press("D")

        draft = ui.copied[-1]
        assert "quota exceeded" in draft
        assert "## " in draft
        assert "hunter2" not in draft
        assert "save it in kb/" in ui.notices[-1]


async def test_d_saves_the_draft_in_the_knowledge_base_and_opens_it(started: Started) -> None:
    async with started() as ui:
        await ui.paste("api ERROR quota exceeded for node group\npassword=hunter2secret denied")
        await ui.press("d")

        assert "quota exceeded" in ui.door.drafts[0].text
        assert "hunter2" not in ui.door.drafts[0].text
        path, line = ui.edited[0]
        assert (path.parent.name, line) == ("kb", 1)
        assert f"Saved kb/{path.name}. 1 secret left out." in ui.notices


async def test_a_draft_that_cannot_be_saved_is_told_with_the_way_to_copy_it(started: Started) -> None:
    async with started() as ui:
        ui.door.read_only = True
        await ui.paste("api ERROR quota exceeded\nagain")
        await ui.press("d")

        assert "no knowledge base here to write to" in ui.notices[-1]
        assert "D copies the draft" in ui.notices[-1]
        assert ui.edited == []


LARGE_LOG = "\n".join(["2026-01-03T00:00:01Z GET /health 200"] * 10_000)
AT_END = f"{LARGE_LOG}\nx upstream_reset_before_response_started"


async def test_the_end_of_a_large_log_is_answered_before_the_whole(started: Started) -> None:
    async with started() as ui:
        ui.door.gate.clear()
        ui.app.post_message(events.Paste(AT_END))
        while "near the end" not in ui.text() or "entry line" not in ui.text():
            await ui.pilot.pause(0.01)
        text = ui.text()
        assert "1 match" in text
        assert "log line 10001, entry line 8" in text

        ui.door.gate.set()
        await ui.settle()
        assert "near the end" not in ui.text()
        assert ui.door.pastes[-1] == AT_END
        assert "log line 10001, entry line 8" in ui.text()


def scanned(*found: Match, weak: tuple[Match, ...] = ()) -> Survey:
    return lambda paste: MatchResult(paste.count("\n") + 1, found, weak)


async def test_a_large_log_is_scanned_instead_of_matched_where_the_scan_finds_an_incident(
    started: Started,
) -> None:
    pair = Evidence(10_001, "x upstream_reset", 8, "upstream_reset_before_response_started", 1.0, 7)
    async with started() as ui:
        ui.app.survey = scanned(Match(ISTIO.id, ISTIO.title, 0.93, ISTIO.source, (pair,)))
        await ui.paste(AT_END)

        assert "1 match · 10,001 lines" in ui.text()
        assert "93% Istio STRICT" in ui.text()
        assert "log line 10001 ×7, entry line 8" in ui.text()
        assert AT_END not in ui.door.pastes


async def test_a_large_log_in_which_the_scan_finds_nothing_is_matched_as_a_whole(started: Started) -> None:
    async with started() as ui:
        ui.app.survey = scanned()
        await ui.paste(AT_END)

        assert "97% Istio STRICT" in ui.text()
        assert ui.door.pastes[-1] == AT_END


async def test_a_log_too_large_to_be_matched_as_a_whole_is_scanned_only(started: Started) -> None:
    log = "INFO all is well\n" * (WHOLE // 16)
    async with started() as ui:
        ui.app.survey = scanned(weak=(Match(DNS.id, DNS.title, 0.2, DNS.source, (), missing="more"),))
        await ui.paste(log)

        assert "Not catalogued" in ui.text()
        assert "20% CoreDNS" in ui.text()
        assert log not in ui.door.pastes


async def test_a_large_log_whose_end_tells_nothing_is_not_called_uncatalogued_too_soon(
    started: Started,
) -> None:
    async with started() as ui:
        ui.door.gate.clear()
        ui.app.post_message(events.Paste(LARGE_LOG))
        while len(ui.door.pastes) < 2:
            await ui.pilot.pause(0.01)
        assert "Matching 369,999 characters" in ui.text()

        ui.door.gate.set()
        await ui.settle()
        assert "Not catalogued" in ui.text()


async def test_escape_keeps_the_answer_of_the_end(started: Started) -> None:
    async with started() as ui:
        ui.door.gate.clear()
        ui.app.post_message(events.Paste(AT_END))
        while "near the end" not in ui.text():
            await ui.pilot.pause(0.01)
        await ui.pilot.press("escape")
        ui.door.gate.set()
        await ui.settle()

        assert "only the end of the log was read" in ui.text()
        assert match_screen(ui).matches.option_count == 1


@pytest.mark.parametrize("text", ["", "a", "\n", "x" * END, "x" * (END + 5), "a\n" * END, "가\n" + "y" * END])
def test_the_end_of_a_log_and_what_stands_before_it_are_the_whole(text: str) -> None:
    end, before = log_end(text)

    assert text.endswith(end)
    assert before + end.count("\n") == text.count("\n")


def test_weak_candidates_stand_by_confidence_and_those_without_a_chance_are_left_out() -> None:
    source = Source("kb/a.md", (1, 2), "0" * 64)
    weak = tuple(
        Match(name, name, share, source, ()) for name, share in (("a", 0.1), ("b", 0.3), ("c", 0.004))
    )

    assert [m.id for m in worth_showing(MatchResult(3, (), weak)).weak] == ["b", "a"]


async def test_before_a_log_is_pasted_only_what_works_is_offered(started: Started) -> None:
    async with started() as ui:
        await ui.press("escape", "p")
        offered = {offer.name for offer in offered_actions(ui.app.screen)}
        assert "File" in offered
        assert not {"Copy", "Draft", "Fixed it", "Log"} & offered

        await ui.paste(LOG)
        assert {"Copy", "Draft", "Fixed it", "Log"} <= {o.name for o in offered_actions(ui.app.screen)}
