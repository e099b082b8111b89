"""Secrets out of entries: in every text that an entry has, and counted."""

from __future__ import annotations

import pytest

from ekskb.export.redaction import redact_entries
from ekskb.export.workers import Workers
from ekskb.model import Command, Entry, FileRef, Signature, replace
from tests.factories import make_entry, make_section

SECRET = "AKIAIOSFODNN7EXAMPL2"
OTHER = "ghp_" + "a1B2" * 9
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\nabcdef\n-----END RSA PRIVATE KEY-----"


def redacted(entry: Entry) -> tuple[Entry, dict[str, int]]:
    (done,), report = redact_entries([entry], Workers(alone=True))
    return done, report.counts


@pytest.mark.parametrize(
    "entry",
    [
        make_entry(title=f"Login with {SECRET}"),
        make_entry(tags=(SECRET,)),
        make_entry(sections=(make_section("symptom", f"a {SECRET} b", (1, 1)),)),
        make_entry(sections=(make_section("symptom", "a", (1, 1), heading=f"With {SECRET}"),)),
        make_entry(commands=(Command(f"aws --key {SECRET}", "fix", 3, "bash", "unknown"),)),
        make_entry(files=(FileRef(f"a/{SECRET}", "note", 1),)),
        make_entry(files=(FileRef("a.tf", f"key {SECRET}", 1),)),
        make_entry(signatures=(Signature(f"denied for {SECRET}", 8, "log"),)),
        make_entry(references=(f"https://example.com/?k={SECRET}",)),
    ],
)
def test_no_text_of_an_entry_keeps_a_secret(entry: Entry) -> None:
    done, counts = redacted(entry)

    assert SECRET not in repr(done)
    assert counts == {"aws-key-id": 1}


def test_an_entry_without_secrets_stays_as_it_is() -> None:
    entry = make_entry()

    assert redacted(entry) == (entry, {})


def test_one_secret_is_one_token_in_section_command_and_signature() -> None:
    text = f"```bash\naws --key {OTHER}\naws --key {SECRET}\n```"
    entry = make_entry(
        sections=(make_section("fix", text, (1, 4)),),
        commands=(Command(f"aws --key {SECRET}", "fix", 3, "bash", "unknown"),),
        signatures=(Signature(f"denied {SECRET}", 3, "log"),),
    )

    done, _ = redacted(entry)

    assert done.commands[0].text == "aws --key [aws-key-id-1]"
    assert "aws --key [github-token-1]\naws --key [aws-key-id-1]" in done.sections[0].text
    assert done.signatures[0].text == "denied [aws-key-id-1]"


def test_a_key_without_an_end_takes_nothing_of_the_texts_behind_it() -> None:
    entry = make_entry(sections=(make_section("cause", KEY.rpartition("\n")[0], (1, 3)),))

    done, counts = redacted(entry)

    assert "MIIabc" not in repr(done)
    assert counts == {"private-key": 1}
    assert done.commands == entry.commands
    assert done.files == entry.files


def test_the_report_names_the_entries_that_had_secrets() -> None:
    entries = [
        make_entry("a"),
        make_entry("b", title=f"x {SECRET}"),
        make_entry("c", title=f"{SECRET} {OTHER}"),
    ]

    _, report = redact_entries(entries, Workers(alone=True))

    assert list(report.entries) == ["b", "c"]
    assert report.counts == {"aws-key-id": 2, "github-token": 1}
    assert report.total == 3


def test_placeholders_of_a_command_stay_what_they_were() -> None:
    command = Command(
        "curl -u <user>:<password> https://x", "fix", 1, "bash", "unknown", ("<user>", "<password>")
    )
    entry = replace(make_entry(), commands=(command,))

    assert redacted(entry)[0].commands == (command,)
