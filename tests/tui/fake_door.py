"""A knowledge base in memory, in the shape that the terminal UI asks for."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from ekskb.config import Config
from ekskb.errors import NotFoundError, RootError, UsageError
from ekskb.model import (
    Command,
    Entry,
    Evidence,
    FileRef,
    Fill,
    FilledCommand,
    Hit,
    Match,
    MatchResult,
    Problem,
    QueryNote,
    Role,
    SearchResult,
    Section,
    Snippet,
    Source,
)
from ekskb.render.draft import Draft
from ekskb.tui.large import LARGE

_ISTIO = """### 증상

결제 서비스의 **모든 요청**이 503으로 끝나고, 사이드카 로그에 아래 줄이 반복된다.

```log
[2025-12-29T03:12:44Z] "POST /pay HTTP/1.1" 503 UF upstream_reset_before_response_started
```
"""
_ISTIO_CAUSE = """### 원인

| 구성 요소 | 설정 | 결과 |
|---|---|---|
| `PeerAuthentication` | STRICT | 평문 연결 거부 |
| ingress gateway | 사이드카 없음 | mTLS 인증서 없음 |
"""
_ISTIO_FIX = """### 해결

1. 네임스페이스 정책을 PERMISSIVE로 되돌린다.
2. 게이트웨이 파드를 다시 시작한다.

```bash
kubectl -n <namespace> apply -f peer-auth.yaml
kubectl -n <namespace> rollout restart deploy/<deployment>
```
"""
_DNS_LOG = "\n".join(f"[ERROR] plugin/errors: 2 db-{n}.internal. A: read udp i/o timeout" for n in range(40))


def section(role: Role, heading: str, first: int, text: str) -> Section:
    return Section(role, heading, (first, first + text.count("\n")), text.rstrip("\n"))


def entry(entry_id: str, title: str, sections: tuple[Section, ...], **more: object) -> Entry:
    """An entry with the fields that a test does not care about filled in."""
    fields: dict[str, object] = {
        "kind": "incident",
        "date": "2025-12-29",
        "tags": ("network",),
        "source": Source(f"kb/{entry_id}.md", (1, 60), "0" * 64),
        "commands": (),
        "files": (),
        "signatures": (),
        "references": (),
    }
    return Entry(id=entry_id, title=title, sections=sections, **{**fields, **more})  # type: ignore[arg-type]


ISTIO = entry(
    "istio-503",
    "Istio STRICT mTLS 적용 후 결제 API 503",
    (
        section("fix", "해결", 30, _ISTIO_FIX),
        section("symptom", "증상", 3, _ISTIO),
        section("cause", "원인", 20, _ISTIO_CAUSE),
    ),
    components=("Istio",),
    commands=(
        Command(
            "kubectl -n <namespace> apply -f peer-auth.yaml",
            "fix",
            36,
            "bash",
            "changes-state",
            ("<namespace>",),
        ),
        Command("kubectl get peerauthentication -A", "verification", 44, "bash", "read-only"),
    ),
    files=(FileRef("k8s/istio/peer-auth.yaml", "STRICT -> PERMISSIVE", 50),),
)
DNS = entry(
    "coredns-timeout",
    "CoreDNS lookups time out after a node upgrade",
    (
        section(
            "symptom",
            "Symptoms",
            3,
            f"## Symptoms\n\nPods cannot resolve names.\n\n```log\n{_DNS_LOG}\n```\n",
        ),
        section(
            "cause",
            "Root cause",
            60,
            "## Root cause\n\nThe security group drops UDP 53 [see](https://example.com/sg).\n",
        ),
        section(
            "fix",
            "Resolution",
            70,
            "## Resolution\n\n```bash\nkubectl -n kube-system rollout restart deploy/coredns\n```\n",
        ),
    ),
    date="2025-11-02",
    components=("CoreDNS",),
    source=Source("kb/coredns-timeout.md", (1, 80), "0" * 64),
    related=("istio-503", "gone"),
    commands=(
        Command("kubectl -n kube-system rollout restart deploy/coredns", "fix", 73, "bash", "changes-state"),
    ),
)
HOWTO = entry(
    "drain-node",
    "How to drain a node",
    (section("other", "Steps", 3, "## Steps\n\n- [ ] cordon\n- [x] drain\n"),),
    kind="howto",
    date=None,
    commands=(
        Command(
            "kubectl drain NODE --ignore-daemonsets --delete-emptydir-data", "other", 9, "bash", "destructive"
        ),
    ),
)
HOSTILE = entry(
    "hostile",
    '[red]markup[/] \x1b[31mescape\x1b[0m [/ {"a": [true',
    (
        section(
            "symptom",
            "[b]",
            2,
            "text [/] [link=x] \x1b]0;title\x07 \u202ertl \x00 nul [[/x.md]] \u200b\n```\n[bold\n",
        ),
    ),
    date="2024-01-01",
)
ENTRIES = (ISTIO, DNS, HOWTO, HOSTILE)

LOG = "\n".join(
    [
        "2026-01-03T00:00:01Z starting",
        *(f"2026-01-03T00:00:{n:02d}Z GET /health 200" for n in range(2, 9)),
        '[2026-01-03T00:00:10Z] "POST /pay HTTP/1.1" 503 UF upstream_reset_before_response_started',
        "2026-01-03T00:00:11Z bye",
    ]
)


def hit(of: Entry, snippets: tuple[Snippet, ...] = ()) -> Hit:
    return Hit(of.id, of.title, of.kind, of.date, 1.0, of.source, snippets, of.tags, of.components)


class FakeDoor:
    """Answers at once and remembers what it was asked."""

    def __init__(self, entries: Sequence[Entry] = ENTRIES, root: Path = Path("/nowhere")) -> None:
        self.root = root
        self.config = Config()
        self.entries = list(entries)
        self.queries: list[str] = []
        self.pastes: list[str] = []
        self.changed = False
        self.suggestion = ""
        self.notes: tuple[QueryNote, ...] = ()
        self.facets: dict[str, dict[str, int]] = {}
        self.answer: MatchResult | None = None
        """The answer to every log, if not the usual one."""

        self.total = 0
        """Entries that every search is said to find; 0 for those that it does."""

        self.drafts: list[Draft] = []
        self.read_only = False
        self.gate = threading.Event()
        """Searches wait for it; open unless a test closes it."""

        self.gate.set()

    def summaries(self) -> tuple[Hit, ...]:
        return tuple(hit(e) for e in sorted(self.entries, key=lambda e: e.date or "", reverse=True))

    def get(self, entry_id: str) -> Entry:
        for known in self.entries:
            if known.id == entry_id:
                return known
        raise NotFoundError(f"no entry {entry_id}", "it may have been renamed")

    def related(self, entry_id: str) -> tuple[Hit, ...]:
        return tuple(hit(e) for e in self.entries if e.id in self.get(entry_id).related)

    def search(
        self, query: str, limit: int = 10, kinds: Sequence[str] = (), tags: Sequence[str] = ()
    ) -> SearchResult:
        self.queries.append(query)
        self.gate.wait(10)
        if query.endswith(":"):
            raise UsageError("a field needs words", f"write {query}word")
        hits = [hit(e, _snippets(e, query)) for e in self.entries if query.casefold() in _all_text(e)]
        return SearchResult(
            query,
            self.total or len(hits),
            tuple(hits[:limit]),
            "" if hits else self.suggestion,
            notes=self.notes,
            facets=self.facets,
        )

    def match(self, paste: str) -> MatchResult:
        self.pastes.append(paste)
        if len(paste) > LARGE:
            self.gate.wait(10)
        if self.answer is not None:
            return self.answer
        lines = paste.split("\n")
        pairs = tuple(
            Evidence(n, line, 8, "503 UF upstream_reset_before_response_started", 1.0, 1)
            for n, line in enumerate(lines, 1)
            if "upstream_reset" in line
        )
        if pairs:
            return MatchResult(len(lines), (self._istio_match(pairs),))
        if "timeout" in paste:
            weak = Match(DNS.id, DNS.title, 0.31, DNS.source, (), missing="a line of plugin/errors")
            return MatchResult(len(lines), (), (weak,))
        return MatchResult(len(lines))

    def _istio_match(self, pairs: tuple[Evidence, ...]) -> Match:
        filled = FilledCommand(
            "kubectl -n pay apply -f peer-auth.yaml",
            "fix",
            36,
            "bash",
            "changes-state",
            (),
            (Fill("<namespace>", "pay", pairs[0].line),),
        )
        return Match(ISTIO.id, ISTIO.title, 0.97, ISTIO.source, pairs, (filled,))

    def check(self, today: str) -> tuple[Problem, ...]:
        return (
            Problem("missing-fix", "error", "no fix [section]", "kb/hostile.md", 2, "add ## Fix"),
            Problem("no-date", "warning", "no date", "kb/drain-node.md", 1),
        )

    def refresh(self) -> bool:
        was, self.changed = self.changed, False
        return was

    def save_draft(self, draft: Draft, date: str) -> Path:
        if self.read_only:
            raise RootError("no knowledge base here to write to", "run 'ekskb init'")
        self.drafts.append(draft)
        return self.root / "kb" / f"{date}-draft.md"

    def document_path(self, entry: Entry) -> Path:
        return self.root / entry.source.path


def _all_text(of: Entry) -> str:
    return " ".join([of.title, *(s.text for s in of.sections)]).casefold()


def _snippets(of: Entry, query: str) -> tuple[Snippet, ...]:
    for part in of.sections:
        for n, line in enumerate(part.text.split("\n")):
            at = line.casefold().find(query.casefold())
            if at >= 0:
                return (Snippet(line, part.lines[0] + n, part.role, ((at, at + len(query)),)),)
    return ()
