"""The entry view: reading order, find, outline, editor, commands."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from ekskb.model import Hit
from ekskb.tui.offered import offered_actions
from ekskb.tui.screens.entry import EntryScreen
from tests.tui.conftest import Driver, Started
from tests.tui.fake_door import DNS, ENTRIES, LOG, FakeDoor, entry, section


async def opened(ui: Driver, entry_id: str) -> EntryScreen:
    ui.app.open_entry(entry_id)
    await ui.settle()
    screen = ui.app.screen
    assert isinstance(screen, EntryScreen)
    return screen


async def test_sections_stand_in_reading_order_whatever_their_order_in_the_document(started: Started) -> None:
    async with started(100, 60) as ui:
        screen = await opened(ui, "istio-503")

        headings = [text for _, kind, text in screen.pane.reader.outline() if kind == "section"]
        assert headings == ["■ 증상  symptom", "■ 원인  cause", "■ 해결  fix", "■ Changed files"]


async def test_a_table_is_aligned_by_the_width_of_hangul(started: Started) -> None:
    async with started(100, 60) as ui:
        await opened(ui, "istio-503")
        text = ui.text()

        assert "PeerAuthentication  STRICT         평문 연결 거부" in text
        assert "ingress gateway     사이드카 없음  mTLS 인증서 없음" in text


async def test_a_long_log_is_folded_until_z(started: Started) -> None:
    async with started(100, 60) as ui:
        await opened(ui, "coredns-timeout")
        assert "… 32 more lines, click to unfold" in ui.text()

        await ui.press("z")
        assert "db-39.internal" in ui.text()


async def test_find_marks_counts_and_steps_through_the_places(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "coredns-timeout")
        await ui.press("slash")
        await ui.press(*"udp", "enter")
        assert "1 of 41" in ui.text()

        await ui.press("n")
        assert "2 of 41" in ui.text()
        await ui.press("N", "N")
        assert "41 of 41" in ui.text()


async def test_escape_closes_the_find_bar_first_and_the_entry_second(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "coredns-timeout")
        await ui.press("slash")
        await ui.press(*"udp", "escape")
        assert ui.screen_name == "EntryScreen"

        await ui.press("escape")
        assert ui.screen_name == "SearchScreen"


async def test_the_outline_jumps_to_a_heading(started: Started) -> None:
    async with started(80, 12) as ui:
        screen = await opened(ui, "coredns-timeout")
        await ui.press("o")
        await ui.press("j", "j", "enter")

        assert ui.screen_name == "EntryScreen"
        assert screen.pane.reader.scroll_offset.y > 0


async def test_e_opens_the_document_at_the_entry_and_after_scrolling_at_the_visible_line(
    started: Started,
) -> None:
    async with started(80, 12) as ui:
        screen = await opened(ui, "coredns-timeout")
        await ui.press("e")
        screen.pane.reader.jump(70)
        await ui.settle()
        await ui.press("e")

        (path, first), (_, second) = ui.edited
        assert path.name == "coredns-timeout.md"
        assert first == 1
        assert 10 < second <= 73


async def test_c_lists_commands_with_role_and_risk_and_copies_without_a_newline(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "coredns-timeout")
        await ui.press("c")
        assert "fix · changes state" in ui.text()

        await ui.press("enter")
        assert ui.copied == ["kubectl -n kube-system rollout restart deploy/coredns"]
        assert ui.notices == ["Copied with test."]


async def test_a_destructive_command_is_called_so_in_words(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "drain-node")
        await ui.press("c")

        assert "DESTRUCTIVE" in ui.text()


async def test_a_command_with_an_open_placeholder_is_not_copied_before_it_is_filled(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "istio-503")
        await ui.press("c", "enter")
        assert ui.screen_name == "FillScreen"
        await ui.press("enter")
        assert ui.copied == []

        await ui.press(*"my", "space", *"ns", "enter")
        assert ui.copied == ["kubectl -n 'my ns' apply -f peer-auth.yaml"]


async def test_a_gap_is_copied_only_with_the_key_that_says_so(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "istio-503")
        await ui.press("c", "enter", "ctrl+o")

        assert ui.copied == ["kubectl -n <namespace> apply -f peer-auth.yaml"]
        assert "Still open: <namespace>." in ui.notices[0]


async def test_from_a_match_the_command_is_filled_from_the_log(started: Started) -> None:
    async with started() as ui:
        await ui.paste(LOG)
        await ui.press("enter", "c")
        assert "filled from the log" in ui.text()

        await ui.press("enter")
        assert ui.copied == ["kubectl -n pay apply -f peer-auth.yaml"]


async def test_copying_all_commands_warns_of_several_lines(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "istio-503")
        await ui.press("c", "a", "ctrl+o")

        assert ui.copied[0].count("\n") == 1
        assert "2 lines" in ui.notices[0]


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (200, 50)])
async def test_hostile_text_is_shown_as_written_at_any_size(started: Started, size: tuple[int, int]) -> None:
    async with started(*size) as ui:
        await opened(ui, "hostile")
        await ui.press("c", "o", "escape", "z")

        text = ui.text()
        assert "[red]markup[/] escape [/" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_an_entry_that_is_gone_is_told_and_nothing_crashes(started: Started) -> None:
    async with started(door=FakeDoor()) as ui:
        ui.app.open_entry("nothing")
        await ui.settle()

        assert ui.notices == ["no entry nothing\nit may have been renamed"]


async def test_a_changed_document_is_shown_anew_at_the_same_place(started: Started) -> None:
    async with started(80, 12) as ui:
        screen = await opened(ui, "coredns-timeout")
        screen.pane.reader.jump(60)
        await ui.settle()
        before = screen.pane.reader.top_line
        ui.door.changed = True
        ui.app.look_again()
        await ui.settle()

        assert before == screen.pane.reader.top_line


async def test_an_entry_whose_title_is_edited_is_followed_to_its_new_id(started: Started) -> None:
    async with started(80, 12) as ui:
        screen = await opened(ui, "coredns-timeout")
        screen.pane.reader.jump(60)
        await ui.settle()
        before = screen.pane.reader.top_line
        renamed = msgspec.structs.replace(DNS, id="dns-slow", title="Slow names")
        ui.door.entries = [renamed if entry is DNS else entry for entry in ui.door.entries]
        ui.door.changed = True
        ui.app.look_again()
        await ui.settle()

        assert (screen.entry_id, screen.pane.reader.top_line) == ("dns-slow", before)
        assert ui.notices == []


async def test_an_entry_that_is_deleted_stays_on_screen_and_that_is_told(started: Started) -> None:
    async with started() as ui:
        screen = await opened(ui, "coredns-timeout")
        ui.door.entries = [entry for entry in ui.door.entries if entry is not DNS]
        ui.door.changed = True
        ui.app.look_again()
        await ui.settle()

        assert "CoreDNS lookups time out" in ui.text()
        assert "does not hold this entry any more" in ui.notices[0]
        assert screen.entry_id == "coredns-timeout"


async def test_a_crash_in_a_worker_is_a_notice(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    async with started() as ui:

        def vanish(entry_id: str) -> None:
            raise PermissionError(13, "[/] denied")

        monkeypatch.setattr(ui.door, "get", vanish)
        ui.app.open_entry("istio-503")
        await ui.settle()

        assert ui.notices == ["PermissionError: [Errno 13] [/] denied"]


async def test_r_opens_the_related_entry_and_back_returns(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "coredns-timeout")
        await ui.press("r")
        assert shown_entry(ui) == "istio-503"

        await ui.press("escape")
        assert shown_entry(ui) == "coredns-timeout"


async def test_a_click_on_a_related_entry_opens_it(started: Started) -> None:
    async with started() as ui:
        screen = await opened(ui, "coredns-timeout")
        await ui.press("G")
        row = next(n for n, line in enumerate(ui.text().split("\n")) if "→ Istio STRICT" in line)
        await ui.pilot.click(screen.pane.reader, offset=(6, row))
        await ui.settle()

        assert shown_entry(ui) == "istio-503"


async def test_of_several_related_entries_one_is_chosen(started: Started) -> None:
    hub = entry("hub", "Hub", (section("symptom", "S", 2, "s"),), related=("istio-503", "drain-node"))
    async with started(door=FakeDoor((*ENTRIES, hub))) as ui:
        await opened(ui, "hub")
        await ui.press("r")
        assert ui.screen_name == "RelatedScreen"
        await ui.press("down", "enter")

        assert shown_entry(ui) == "drain-node"


async def test_an_entry_without_related_ones_offers_no_key_for_them(started: Started) -> None:
    async with started() as ui:
        await opened(ui, "istio-503")
        await ui.press("r")

        assert "Related" not in {offer.name for offer in offered_actions(ui.app.screen)}
        assert shown_entry(ui) == "istio-503"


def shown_entry(ui: Driver) -> str:
    screen = ui.app.screen
    assert isinstance(screen, EntryScreen)
    return screen.entry_id


async def test_a_click_on_the_fold_shows_all_lines(started: Started) -> None:
    async with started(100, 60) as ui:
        await opened(ui, "coredns-timeout")
        row = next(y for y, line in enumerate(ui.text().split("\n")) if "click to unfold" in line)

        await ui.pilot.click(offset=(10, row))
        await ui.settle()

        assert "db-39.internal" in ui.text()


async def test_entries_that_belong_together_are_named_though_no_document_links_them(started: Started) -> None:
    class Kin(FakeDoor):
        def related(self, entry_id: str) -> tuple[Hit, ...]:
            return tuple(h for h in self.summaries() if h.id == "drain-node")

    async with started(100, 60, door=Kin()) as ui:
        await opened(ui, "istio-503")
        assert "→ How to drain a node" in ui.text()

        await ui.press("r")

        assert "How to drain a node" in ui.text().split("\n")[0]


async def test_a_near_miss_is_told_from_a_sample(started: Started) -> None:
    text = "```log nomatch\nready\n```\n```log\nrefused\n```"
    near = entry("near", "Near", (section("symptom", "Symptom", 1, text),))

    async with started(100, 40, door=FakeDoor([near])) as ui:
        await opened(ui, "near")
        lines = ui.text().split("\n")

    above = {line.strip(" ▌"): before for before, line in pairwise(lines)}
    assert "near miss" in above["ready"]
    assert "near miss" not in above["refused"]
