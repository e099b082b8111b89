"""Small entries for the search tests."""

from __future__ import annotations

from ekskb.model import Entry, Kind, Section, Source


def make_entry(
    name: str,
    title: str,
    symptom: str = "",
    fix: str = "",
    *,
    kind: Kind = "incident",
    date: str | None = "2026-01-02",
    tags: tuple[str, ...] = (),
) -> Entry:
    sections = (
        Section("symptom", "Symptom", (3, 3 + symptom.count("\n")), symptom),
        Section("fix", "Fix", (20, 20 + fix.count("\n")), fix),
    )
    source = Source("kb/a.md", (1, 40), "0" * 64)
    return Entry(name, title, kind, date, tags, source, sections, (), (), (), ())


POD = make_entry(
    "pod",
    "ConfigMap을 바꿔도 파드가 재시작되지 않음",
    "환경변수가 이전 값으로 남아 있다",
    "checksum/config 추가",
)
TLS = make_entry(
    "tls", "Certificate expired on the load balancer", "x509: certificate has expired", "renew it"
)
DNS = make_entry(
    "dns", "CoreDNS OOMKilled", "dial tcp 10.0.0.1:53: i/o timeout", "raise memory", tags=("dns",)
)
ENTRIES = (POD, TLS, DNS)
