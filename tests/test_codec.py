"""Entries keep every character on their way through YAML and JSON."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ekskb.block_yaml import dump_mapping
from ekskb.codec import entry_from_yaml, entry_to_json, entry_to_yaml, json_schema, pack, unpack
from ekskb.errors import EntryFileError
from ekskb.model import Entry, replace
from tests.factories import make_entry, make_section

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


ODD_ENDS = st.sampled_from(["", "\n\tat x \n", "  indented\n", "\r\n", "\x85\n", " \n \n"])


@given(title=ANY_TEXT, body=ANY_TEXT, end=ODD_ENDS)
def test_any_text_survives_yaml(title: str, body: str, end: str) -> None:
    entry = make_entry(title=title, sections=(make_section("symptom", end + body + end, (1, 2)),))

    assert entry == entry_from_yaml(entry_to_yaml(entry), "entries/x.yaml")


def test_text_of_several_lines_is_written_as_a_literal_block() -> None:
    text = "```\njava.lang.Error\n\tat a.b.C \n```"

    written = entry_to_yaml(make_entry(sections=(make_section("symptom", text, (1, 4)),)))

    assert "  text: |-\n    ```\n    java.lang.Error\n    \tat a.b.C \n    ```\n" in written


@given(text=ANY_TEXT | st.text("aб가1-:#'\"{}[]|>&*!%@`,?= \n\t~.", max_size=12))
def test_any_text_is_one_yaml_value(text: str) -> None:
    written = dump_mapping({"key": text, "list": [text, {"inner": text}], "next": 1})

    assert yaml.safe_load(written) == {"key": text, "list": [text, {"inner": text}], "next": 1}


@pytest.mark.parametrize(
    "text", ["yes", "No", "null", "1", "1.5", "2025-01-02", "0x1f", "1e3", ".inf", "=", "~", ""]
)
def test_text_that_looks_like_another_type_stays_text(text: str) -> None:
    assert yaml.safe_load(dump_mapping({"key": text})) == {"key": text}


def test_short_number_pairs_stand_on_one_line() -> None:
    assert "  lines: [3, 20]\n" in entry_to_yaml(make_entry())


def test_hangul_is_written_as_itself() -> None:
    assert "title: 파드 재시작 안됨\n" in entry_to_yaml(make_entry(title="파드 재시작 안됨"))


def test_a_wrong_value_is_named_with_its_key_and_line() -> None:
    text = entry_to_yaml(make_entry()).replace("  line: 17", "  line: soon")
    line = text.splitlines().index("  line: soon") + 1

    with pytest.raises(EntryFileError) as caught:
        entry_from_yaml(text, "entries/x.yaml")

    assert str(caught.value) == f"entries/x.yaml:{line}: commands[0].line: Expected `int`, got `str`"
    assert "ekskb build" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "expected a mapping"),
        ("- a\n- b\n", "expected a mapping"),
        ("schema: 99\n", "schema is 99"),
        ("a: [1, 2\nb: 3\n", "not YAML"),
        ("schema: 1\nnonsense: true\n", "nonsense"),
        ("schema: 1\nx: !!python/object/apply:os.system [ls]\n", "not YAML"),
        ("schema: 1\ntitle: x\n", "missing required field"),
    ],
)
def test_nonsense_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(EntryFileError, match=reason):
        entry_from_yaml(text, "entries/x.yaml")


def test_json_holds_the_joined_sections() -> None:
    data = json.loads(json.dumps(entry_to_json(make_entry())))

    assert data["cause"] == "The security group closed port 6379."
    assert data["source"]["lines"] == [3, 20]


def test_packed_entries_come_back_equal() -> None:
    entry = make_entry()

    assert unpack(pack(entry), Entry) == entry


def test_the_published_schema_names_every_key_of_an_entry_file() -> None:
    written = yaml.safe_load(entry_to_yaml(make_entry()))

    assert set(written) == set(json_schema()["$defs"]["Entry"]["properties"])


def test_a_changed_copy_leaves_the_original_alone() -> None:
    entry = make_entry()

    assert replace(entry, title="new").title == "new"
    assert entry.title == "Redis timeout in the session service"
