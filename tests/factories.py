"""Small entries for tests, each field with a default that a test may replace."""

from __future__ import annotations

from typing import Any

from ekskb.model import Command, Entry, FileRef, Role, Section, Signature, Source, replace


def make_entry(id: str = "2025-01-02-redis-timeout", **changes: Any) -> Entry:
    """One complete incident; keyword arguments replace its fields."""
    entry = Entry(
        id=id,
        title="Redis timeout in the session service",
        kind="incident",
        date="2025-01-02",
        tags=("redis",),
        source=Source(path="kb/redis.md", lines=(3, 20), sha256="0" * 64),
        sections=(
            make_section("symptom", "Logins fail.\n\n```log\nredis: i/o timeout\n```", (5, 9)),
            make_section("cause", "The security group closed port 6379.", (11, 12)),
            make_section("fix", "Open the port.", (14, 20)),
        ),
        commands=(
            Command(
                text="kubectl rollout restart deploy/session -n <namespace>",
                role="fix",
                line=17,
                language="bash",
                risk="changes-state",
                placeholders=("<namespace>",),
            ),
        ),
        files=(FileRef(path="terraform/redis.tf", note="open 6379", line=19),),
        signatures=(Signature(text="redis: i/o timeout", line=8, kind="log"),),
        references=(),
    )
    return replace(entry, **changes)  # type: ignore[no-any-return]


def make_section(role: Role, text: str, lines: tuple[int, int], heading: str = "") -> Section:
    return Section(role=role, heading=heading or role.title(), lines=lines, text=text)
