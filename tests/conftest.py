"""Fixtures for every test: nothing touches the real cache or home."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ekskb.kb import KnowledgeBase

REDIS = """# 2025-01-02: Redis timeout in the session service

## Symptoms

Logins fail after a deploy.

```log
2025-01-02T10:00:00Z ERROR session redis: dial tcp 10.0.3.7:6379: i/o timeout while loading session
2025-01-02T10:00:01Z ERROR session store unavailable: circuit breaker is open
```

## Root cause

The security group of the cache lost its ingress rule.

## Resolution

Add the rule in `terraform/redis.tf`, then:

```bash
kubectl rollout restart deploy/session -n <namespace>
```

## Verification

```bash
kubectl get pods -n <namespace>
```
"""

CERT = """# 2025-02-03: 인증서 만료로 인한 웹훅 실패

## 증상

```log
failed calling webhook "validate.example.io": x509: certificate has expired or is not yet valid
```

## 원인

인증서 갱신 작업이 멈춰 있었다.

## 해결

```bash
kubectl delete secret webhook-cert -n cert-system
```
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test alone; the developer's own is never read or written."""
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("EKSKB_CACHE", str(cache))
    monkeypatch.delenv("EKSKB_ROOT", raising=False)
    return cache


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with one English and one Korean incident, not built yet."""
    folder = tmp_path / "root"
    (folder / "kb").mkdir(parents=True)
    (folder / "kb" / "redis.md").write_text(REDIS, encoding="utf-8")
    (folder / "kb" / "cert.md").write_text(CERT, encoding="utf-8")
    return folder


@pytest.fixture
def open_kb() -> Iterator[Callable[[Path], KnowledgeBase]]:
    """Open a root and bring it up to date; closed when the test ends."""
    with contextlib.ExitStack() as stack:

        def open_at(folder: Path) -> KnowledgeBase:
            kb = KnowledgeBase.open(folder)
            stack.callback(kb.close)
            kb.refresh()
            return kb

        yield open_at
