"""Words that lead to a part of a story without naming it."""

from __future__ import annotations

import pytest

from ekskb.model import Role
from ekskb.parse.leads import asks_how, opening_role, question_role, verb_role
from ekskb.parse.roles import Vocabulary

WORDS = Vocabulary.default()


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("You can fix this by patching the node:", "fix"),
        ("> Common reasons:", "cause"),
        ("A volume stays unbound usually due to:", "cause"),
        ("I check:", "diagnosis"),
        ("Uninstall the old release:", None),
        ("Delete the old release:", "fix"),
        ("If it is not, install the add-on:", "fix"),
        ("You may see some logs like this.", "symptom"),
        ("원인은 만료된 토큰이었다.", "cause"),
        ("해결하려면 다시 로그인한다.", "fix"),
        ("The cluster runs in two zones.", None),
    ],
)
def test_a_line_of_running_text_may_lead_to_a_part(line: str, role: Role | None) -> None:
    assert opening_role(line) == role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Restart the consumer", "fix"),
        ("Ensure that all nodes run the same version", "diagnosis"),
        ("컨트롤러 로그 확인", "diagnosis"),
        ("노드 그룹 증설", "fix"),
        ("Fix", None),
        ("The consumer", None),
    ],
)
def test_the_verb_of_a_heading_tells_what_it_asks_for(heading: str, role: Role | None) -> None:
    assert verb_role(heading) == role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Volume is unbound. Why?", "cause"),
        ("Queue is slow. How do you troubleshoot?", "diagnosis"),
        ("파드가 안 뜬다. 왜?", "cause"),
        ("Why?", None),
        ("How to read the log?", None),
    ],
)
def test_a_question_after_a_statement_asks_for_a_part(heading: str, role: Role | None) -> None:
    assert question_role(heading) == role


def test_a_question_after_a_way_is_told_from_one_after_a_fault() -> None:
    assert asks_how("How do you view logs?")
    assert asks_how("로그 보는 법")
    assert not asks_how("Logs are missing. Why?")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Most likely causes", "cause"),
        ("일반적인 원인", "cause"),
        ("초기 증상", "symptom"),
        ("Possible checks", "diagnosis"),
        ("Resolution steps", "fix"),
        ("Common Causes and Solutions", "cause"),
        ("4  What went well", "lesson"),
        ("How do I fix it?", "fix"),
        ("よくある原因", "cause"),
    ],
)
def test_words_around_a_name_do_not_hide_it(name: str, role: Role) -> None:
    assert WORDS.read(name).role == role


def test_a_number_before_words_that_are_no_name_stays() -> None:
    assert WORDS.read("3 nodes are lost").plain == "3 nodes are lost"


@pytest.mark.parametrize("name", ["Known issues", "Problems + Solutions", "자주 발생하는 문제", "FAQ"])
def test_a_heading_that_only_announces_incidents_is_known(name: str) -> None:
    assert WORDS.is_container(name)
