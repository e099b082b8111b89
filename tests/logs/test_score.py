"""Scoring: a paste finds the entry whose lines it repeats, with proof, or nothing."""

from __future__ import annotations

import msgspec
import pytest

from ekskb.logs.score import explain, score_paste
from ekskb.logs.sigindex import build_index, decode, encode
from ekskb.model import Entry, Section, Signature, Source


def make_entry(name: str, *samples: str, cause: str = "", never: str = "") -> Entry:
    signatures = [Signature(text, 5 + place, "log") for place, text in enumerate(samples)]
    if never:
        signatures.append(Signature(never, 50, "nomatch"))
    return Entry(
        id=name, title=name.replace("-", " "), kind="incident", date=None, tags=(),
        source=Source(f"kb/{name}.md", (1, 60), ""),
        sections=(Section("cause", "Cause", (20, 21), f"\n{cause}"),) if cause else (),
        commands=(), files=(), signatures=tuple(signatures), references=(),
    )  # fmt: skip


SUBNETS = make_entry(
    "subnets-out-of-addresses",
    'Failed to create pod sandbox: plugin type="aws-cni" failed (add): '
    "failed to assign an IP address to container",
    "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses",
)
GRANT = make_entry(
    "route-without-reference-grant",
    'backendRef web/shop not accessible to a route in namespace "edge" (missing a ReferenceGrant?)',
)
INDEX = build_index([SUBNETS, GRANT])


def test_a_paste_with_other_ids_and_times_finds_its_entry() -> None:
    paste = (
        "2031-05-06T07:08:09.123Z stdout F starting\n"
        '2031-05-06T07:08:10.123Z stderr F Failed to create pod sandbox: plugin type="aws-cni" failed (add): '
        "failed to assign an IP address to container\n"
    )

    assert [match.id for match in score_paste(paste, INDEX).matches] == ["subnets-out-of-addresses"]


def test_evidence_pairs_the_pasted_line_with_the_entry_line() -> None:
    paste = "all good\n\n" + SUBNETS.signatures[1].text

    best = score_paste(paste, INDEX).matches[0].evidence[0]

    assert (best.line, best.entry_line) == (3, 6)


def test_the_shares_of_a_match_add_up_to_one() -> None:
    paste = "\n".join(signature.text for signature in SUBNETS.signatures)

    assert sum(pair.share for pair in score_paste(paste, INDEX).matches[0].evidence) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "paste", ["", "\n\n", "connection refused", "context deadline exceeded", "hello there"]
)
def test_a_paste_that_tells_nothing_matches_nothing(paste: str) -> None:
    assert score_paste(paste, INDEX).matches == ()


def test_a_line_that_the_author_excludes_does_not_match() -> None:
    line = "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses"
    excluded = make_entry("subnets", "InsufficientFreeAddressesInSubnet: no free addresses", never=line)

    assert score_paste(line, build_index([excluded, GRANT])).matches == ()


def test_an_index_survives_being_stored() -> None:
    assert decode(encode(INDEX)) == INDEX


@pytest.mark.parametrize(
    "data", [b"", b"garbage", b"\x80", encode(INDEX)[:-7], msgspec.msgpack.encode({"ids": 1})]
)
def test_a_damaged_index_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode(data)


def test_the_same_line_again_and_again_is_one_pair_with_a_count() -> None:
    paste = "\n".join(f"10.0.0.{n} {SUBNETS.signatures[1].text}" for n in range(7))

    assert [pair.repeats for pair in score_paste(paste, INDEX).matches[0].evidence] == [7]


def test_two_problems_in_one_paste_are_two_matches() -> None:
    paste = f"{SUBNETS.signatures[0].text}\nsomething else\n{GRANT.signatures[0].text}"

    assert {match.id for match in score_paste(paste, INDEX).matches} == {SUBNETS.id, GRANT.id}


def test_an_entry_that_explains_nothing_more_is_left_out() -> None:
    echo = make_entry("free-addresses", "there are enough free addresses")

    found = score_paste(SUBNETS.signatures[1].text, build_index([SUBNETS, echo])).matches

    assert [match.id for match in found] == [SUBNETS.id]


def test_two_entries_with_the_same_line_are_both_offered() -> None:
    twin = make_entry("twin", SUBNETS.signatures[1].text)

    found = score_paste(SUBNETS.signatures[1].text, build_index([SUBNETS, twin])).matches

    assert {match.id for match in found} == {SUBNETS.id, twin.id}


def test_a_weak_candidate_says_what_is_missing() -> None:
    scoring = score_paste("INFO plugin settings were read, container 7 is next, nothing else to say", INDEX)

    assert scoring.matches == ()
    assert [bool(weak.missing) for weak in scoring.weak] == [True]


def test_an_entry_that_was_reported_is_explained_without_a_reason() -> None:
    told = explain(GRANT.signatures[0].text, INDEX, GRANT.id)

    assert told is not None
    assert told.missing == ""


def test_an_entry_that_was_not_reported_is_explained_with_a_reason() -> None:
    told = explain(
        "INFO plugin settings were read, container 7 is next, nothing else to say", INDEX, SUBNETS.id
    )

    assert told is not None
    assert "needed" in told.missing


@pytest.mark.parametrize("name", [GRANT.id, "no-such-entry"])
def test_an_entry_that_shares_no_line_has_nothing_to_explain(name: str) -> None:
    assert explain("hello there", INDEX, name) is None


def test_a_background_line_does_not_hide_the_fault() -> None:
    noise = "\n".join(f"2031-04-05T06:07:08Z INFO GET /healthz 200 {n}ms from client {n}" for n in range(400))

    found = score_paste(f"{noise}\n{GRANT.signatures[0].text}\n{noise}", INDEX).matches

    assert found[0].id == GRANT.id
    assert found[0].evidence[0].line == 401


def test_prose_alone_can_match() -> None:
    prose = make_entry(
        "sealed-vault", cause="Vault is sealed: barrier unseal keys are missing after a restart"
    )

    found = score_paste(
        "ERROR Vault is sealed, barrier unseal keys missing", build_index([prose, GRANT])
    ).matches

    assert [match.id for match in found] == ["sealed-vault"]


@pytest.mark.parametrize("paste", ["boom", "boom boom", "2031-04-05T06:07:08Z ERROR boom"])
def test_one_word_proves_next_to_nothing_in_a_small_knowledge_base(paste: str) -> None:
    small = build_index([make_entry("boom", "boom error"), SUBNETS, GRANT])

    assert score_paste(paste, small).matches == ()


def test_an_entry_that_says_the_same_line_less_well_is_left_out() -> None:
    vague = make_entry("vague", "the specified subnet has free addresses", "another symptom altogether")

    found = score_paste(SUBNETS.signatures[1].text, build_index([SUBNETS, vague])).matches

    assert [match.id for match in found] == [SUBNETS.id]


def test_lines_that_hardly_matter_are_no_evidence_beside_a_strong_one() -> None:
    entry = make_entry("failed-model-deploys", "Failed deploy model: quota of accelerators is spent")
    paste = (
        "INFO successfully built model\nERROR Failed deploy model: quota of accelerators is spent\n"
        "INFO became leader"
    )

    evidence = score_paste(paste, build_index([entry, GRANT])).matches[0].evidence

    assert [(pair.line, pair.share) for pair in evidence] == [(2, 1.0)]


def test_a_healthy_line_is_evidence_where_there_is_nothing_else() -> None:
    entry = make_entry("rebalance", "consumer group rebalance storm began for partition assignments")
    paste = "INFO consumer group rebalance storm began for partition assignments"

    assert score_paste(paste, build_index([entry, GRANT])).matches[0].evidence[0].line == 1


def test_evidence_shows_the_message_of_a_wrapped_sample_at_its_line() -> None:
    entry = make_entry("stuck", '{"level":"error","ts":1,"msg":"consumer group is stuck in rebalance"}')

    best = (
        score_paste("ERROR consumer group is stuck in rebalance", build_index([entry, GRANT]))
        .matches[0]
        .evidence[0]
    )

    assert (best.entry_line, best.entry_text) == (5, "consumer group is stuck in rebalance")


def test_an_index_of_nothing_matches_nothing() -> None:
    assert score_paste("anything at all", build_index([])).matches == ()


def test_words_scattered_over_a_long_log_are_no_proof() -> None:
    words = ("failed", "sandbox", "create", "assign", "address", "plugin", "subnet", "enough", "specified")
    scattered = "\n".join(
        f"unit{n} of the press room moved {word} beside shelf{n} while lamp{n} was painted green by hand{n}"
        for n, word in enumerate(words)
    )

    assert score_paste(scattered, INDEX).matches == ()


FRAME = 'calling webhook "gate.example.org" failed: Post "https://gate.example.svc:443/check": '
EXPIRED = make_entry("gate-certificate-expired", FRAME + "x509: certificate has expired")


def test_the_same_frame_with_another_end_is_believed_less() -> None:
    index = build_index([EXPIRED, SUBNETS, GRANT])
    told = [explain(FRAME + end, index, EXPIRED.id) for end in ("x509: certificate has expired", "no route")]

    assert told[0] is not None
    assert told[1] is not None
    assert told[1].confidence < told[0].confidence - 0.1


def test_of_two_entries_with_one_frame_the_one_with_the_same_end_comes_first() -> None:
    slow = make_entry("gate-too-slow", FRAME + "context deadline exceeded")

    found = score_paste(FRAME + "context deadline exceeded", build_index([EXPIRED, slow, GRANT])).matches

    assert found[0].id == slow.id


def test_a_healthy_line_does_not_find_the_fault_of_its_component() -> None:
    fault = make_entry("claim-invalid", "Reconciler error: creating node claim, NodeClaim spec is invalid")
    line = (
        '{"level":"INFO","time":"2031-04-05T06:07:08Z","logger":"controller","message":"created node claim"}'
    )

    assert score_paste(line, build_index([fault, SUBNETS, GRANT])).matches == ()


def test_matches_are_listed_by_confidence() -> None:
    paste = f"{SUBNETS.signatures[0].text}\n{EXPIRED.signatures[0].text}\n{GRANT.signatures[0].text}"

    found = [match.confidence for match in score_paste(paste, build_index([EXPIRED, SUBNETS, GRANT])).matches]

    assert len(found) > 1
    assert found == sorted(found, reverse=True)


def test_another_entry_is_offered_beside_an_answer_that_is_not_sure() -> None:
    first = make_entry("pool-drained", "worker pool drained while settling invoices, request parked")
    second = make_entry("pool-parked", "worker pool drained while settling refunds, request parked")
    paste = "WARN worker pool drained while settling payouts, request parked"

    found = score_paste(paste, build_index([first, second, SUBNETS, GRANT])).matches

    assert {match.id for match in found} == {first.id, second.id}
