"""What headings say about themselves."""

from __future__ import annotations

import pytest

from ekskb.errors import UsageError
from ekskb.model import Role
from ekskb.parse.roles import Vocabulary

WORDS = Vocabulary.default()


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("증상", "symptom"),
        ("4.2 근본 원인 분석", "cause"),
        ("### Root cause".lstrip("# "), "cause"),
        ("🔥 장애 2: 큐가 밀림", "symptom"),
        ("해결책 (GUI)", "fix"),
        ("해결책 - 3단계 Fallback", "fix"),
        ("Fix - 3-step fallback", "fix"),
        ("Step 4: Verification", "verification"),
        ("Phase 2 — 검증", "verification"),
        ("**원인** :", "cause"),
        ("2️⃣ 해결", "fix"),
        ("Lessons Learned", "lesson"),
        ("TL;DR", "summary"),
        ("재발 방지 대책", "prevention"),
        ("症状", "symptom"),
        ("解决方案", "fix"),
        ("恒久対策", "fix"),
        ("원인 및 해결", "cause"),
        ("DNS가 느린 이유", None),
        ("Install the agent", None),
    ],
)
def test_a_heading_is_read_by_its_name(heading: str, role: Role | None) -> None:
    assert WORDS.read(heading).role == role


@pytest.mark.parametrize(
    ("heading", "title", "mark", "date"),
    [
        ("문제 1: 404가 난다", "404가 난다", "1", ""),
        ("Issue #12 - Webhook times out", "Webhook times out", "12", ""),
        ("두 번째 문제: 디스크", "디스크", "2", ""),
        ("문제 B: 이미지 없음", "이미지 없음", "B", ""),
        ("2031-01-02: 배포 후 502", "배포 후 502", "", "2031-01-02"),
        ("[2031-01-02] 배포 후 502", "배포 후 502", "", "2031-01-02"),
        ("3. Pod 수 초과", "Pod 수 초과", "", ""),
        ("Postmortem: checkout down", "checkout down", "", ""),
        ("`GET /a` returns 500", "`GET /a` returns 500", "", ""),
    ],
)
def test_a_title_loses_number_date_and_role(heading: str, title: str, mark: str, date: str) -> None:
    reading = WORDS.read(heading)

    assert (title, mark, date) == (reading.title, reading.mark, reading.date)


def test_a_root_can_add_its_own_names() -> None:
    words = WORDS.extended({"fix": ["땜질"], "symptom": ["Bauchweh"]})

    assert (words.read("2. 땜질").role, words.read("BAUCHWEH").role) == ("fix", "symptom")
    assert WORDS.read("땜질").role is None


def test_a_name_for_an_unknown_role_is_refused_with_the_roles_that_exist() -> None:
    with pytest.raises(UsageError) as fault:
        WORDS.extended({"cure": ["x"]})

    assert "verification" in fault.value.hint


def test_a_label_that_names_a_value_is_no_section() -> None:
    assert WORDS.read_label("설정") is None
    assert WORDS.read("설정").role == "fix"
