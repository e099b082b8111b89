"""Redaction beside detect-secrets, on the same log: speed, and what each would take away.

detect-secrets looks for secrets in source code: its entropy detectors also take commit ids, digests and
request ids, which a log needs. Its list of vendors' tokens is in our table instead.
"""

from __future__ import annotations

import sys
import time

from detect_secrets.core.scan import scan_line
from detect_secrets.settings import default_settings

from ekskb.logs.redact import redact

LINES = (
    "2031-04-05T06:07:08Z INFO reconciling shop/api revision=9f1c2ab07d3e5a4412bb6f0c1e88aa7d3f2c9b10",
    'level=error msg="AccessDenied" arn=arn:aws:iam::111122223333:role/reader '
    "request=5f1c7a02-9a1e-4f0b-8a42-6f2f3a8f1d77",
    "pulled registry.example/shop/api@sha256:" + "0123456789abcdef" * 4,
    "GET /orders 503 12ms 10.1.2.3 sg-0a047cd0088b7b07d",
)


def main(lines: int) -> None:
    log = [LINES[n % len(LINES)] for n in range(lines)]
    size = sum(map(len, log)) / 1e6
    started = time.perf_counter()
    kept = redact("\n".join(log))
    ours = time.perf_counter() - started
    with default_settings():
        started = time.perf_counter()
        flagged = sum(bool(list(scan_line(line))) for line in log)
        theirs = time.perf_counter() - started
    print(f"{lines} lines without a secret, {size:.1f} MB")
    print(f"ekskb           {size / ours:6.2f} MB/s  {sum(kept.counts.values())} replaced")
    print(f"detect-secrets  {size / theirs:6.2f} MB/s  {flagged} lines flagged")
    print(f"ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)
