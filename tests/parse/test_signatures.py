"""Which lines of an entry a new log can be held against."""

from __future__ import annotations

from ekskb.parse.document import parse_document


def _signatures(symptom: str, fix: str = "Restart.") -> list[tuple[str, str]]:
    parsed = parse_document(f"# It fails\n\n## Symptom\n\n{symptom}\n\n## Fix\n\n{fix}\n", "kb/a.md")
    return [(sign.kind, sign.text) for sign in parsed.entries[0].signatures]


def test_lines_of_a_log_block_are_kept_as_they_stand() -> None:
    block = '```log\nlevel=info msg="starting"\nlevel=error msg="bind failed"\n```'

    assert _signatures(block) == [
        ("log", 'level=info msg="starting"'),
        ("log", 'level=error msg="bind failed"'),
    ]


def test_lines_that_must_not_match_are_kept_apart() -> None:
    assert _signatures("```log nomatch\nall good\n```") == [("nomatch", "all good")]


def test_prose_in_a_block_gives_only_what_it_quotes() -> None:
    block = '```\n서비스가 "database does not exist" 오류로 CrashLoopBackOff\n재시작해도 같음\n```'

    assert _signatures(block) == [("code", "CrashLoopBackOff"), ("quote", "database does not exist")]


def test_drawings_settings_and_headers_are_no_output() -> None:
    block = "```\nClient → NLB → Gateway\n   ↓\nNAME      READY   STATUS\nenabled: true\n```"

    assert _signatures(block) == []


def test_of_a_pretty_printed_object_the_message_counts() -> None:
    block = '```json\n{\n  "ts": "2031-01-01",\n  "msg": "cannot reach peer",\n  "port": 80\n}\n```'

    assert _signatures(block) == [("log", '"msg": "cannot reach peer"')]


def test_output_below_a_command_counts_where_it_speaks_of_a_fault() -> None:
    rows = "NAME  READY  STATUS\napi-1  0/1  ImagePullBackOff\nweb-1  1/1  Running"
    block = f"```bash\n$ kubectl get po\n{rows}\n```"

    assert _signatures(block) == [("log", "api-1  0/1  ImagePullBackOff")]


def test_a_message_quoted_in_prose_counts_and_a_command_does_not() -> None:
    text = "It says `connection refused by peer`; we ran `kubectl get pods -n failed`."

    assert _signatures(text) == [("quote", "connection refused by peer")]


def test_the_author_s_remark_behind_an_arrow_is_cut_off() -> None:
    assert _signatures("```\nError: secret not found   ← deleted!\n```") == [
        ("log", "Error: secret not found")
    ]


def test_output_of_a_fix_is_success_unless_it_is_plainly_an_error() -> None:
    fix = "```bash\n# Error: cannot shrink the group\nterraform apply\n# Apply complete\n```"

    assert _signatures("It hangs.", fix) == [("log", "Error: cannot shrink the group")]
