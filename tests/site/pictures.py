"""The pictures of the README: the exported site of the project's own knowledge base.

    python -m tests.site.pictures

Writes docs/site-*.png, drawn by the Chromium of this machine and reduced to few colours.
"""

from __future__ import annotations

import struct
import sys
import tempfile
import zlib
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tests.site.conftest import CHROMIUM, export, find_chromium

CHECKOUT = Path(__file__).parents[2]
ENTRY = "2025-12-29-aws-load-balancer-controller"
INCIDENT = "admission-webhook-validate-nginx-ingress-kubernetes-io"
_LEVELS = 86
"""Steps that each colour channel is rounded to: nobody sees it, and the file is a third smaller."""


FILLS = (("<host>", "shop.example.com"), ("<old-ingress>", "shop-v1"), ("<old-namespace>", "web"))


class Picture(NamedTuple):
    name: str
    page: str
    """Glob of the page, and what follows it in the address."""

    query: str
    size: tuple[int, int]
    scheme: str
    fills: tuple[tuple[str, str], ...] = ()
    """Placeholder and what is typed into its field."""


PICTURES = (
    Picture("site-home", "index.html", "?q=443%20timeout", (1200, 760), "light"),
    Picture("site-entry", f"entries/{INCIDENT}*.html", "#diagnosis", (1200, 820), "light", FILLS),
    Picture("site-phone-dark", f"entries/{ENTRY}*.html", "", (390, 800), "dark"),
)


def take(browser: Browser, site: Path, picture: Picture) -> bytes:
    """One page as PNG."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(next(iter(sorted(site.glob(picture.page)))).as_uri() + picture.query)
    for name, value in picture.fills:
        page.locator(f"[data-field='{name}']").fill(value)
    page.wait_for_timeout(1500)
    data = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return compress(data)


def compress(data: bytes) -> bytes:
    """The same picture with rounded colours; an 8-bit RGB PNG in, another one out (W3C PNG, 2nd edition)."""
    width, height, rows = _read(data)
    table = bytes(round(round(value * (_LEVELS - 1) / 255) * 255 / (_LEVELS - 1)) for value in range(256))
    raw = bytearray()
    before = bytes(width * 3)
    for row in rows:
        # Each row as its difference from the one above: most rows of a page repeat.
        now = row.translate(table)
        raw.append(2)
        raw += bytes((a - b) & 255 for a, b in zip(now, before, strict=True))
        before = now
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(raw), 9)), (b"IEND", b""))
    return data[:8] + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _read(data: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of an 8-bit RGB PNG without interlace."""
    at, packed, width, height = 8, b"", 0, 0
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, *form = struct.unpack(">IIBBBBB", body)
            assert form == [8, 2, 0, 0, 0], "Chromium writes 8-bit RGB"
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    return width, height, _unfilter(zlib.decompress(packed), width * 3, height)


def _unfilter(raw: bytes, stride: int, height: int) -> list[bytes]:
    rows: list[bytes] = []
    before = bytes(stride)
    for number in range(height):
        start = number * (stride + 1)
        row = bytearray(raw[start + 1 : start + 1 + stride])
        kind = raw[start]
        for n in range(stride if kind else 0):
            left = row[n - 3] if n >= 3 else 0
            corner = before[n - 3] if n >= 3 else 0
            row[n] = (row[n] + _guess(kind, left, before[n], corner)) & 255
        before = bytes(row)
        rows.append(before)
    return rows


def _guess(kind: int, left: int, above: int, corner: int) -> int:
    if kind < 4:
        return (0, left, above, (left + above) // 2)[kind]
    around = left + above - corner
    return min((left, above, corner), key=lambda value: abs(around - value))


def main() -> None:
    folder = CHECKOUT / "docs"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        site = export(CHECKOUT, Path(scratch) / "site", Path(scratch) / "cache", language="en")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM))
        for picture in PICTURES:
            path = folder / f"{picture.name}.png"
            path.write_bytes(take(browser, site, picture))
            sys.stdout.write(f"{path.relative_to(CHECKOUT)} {path.stat().st_size:,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main()
