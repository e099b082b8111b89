"""Files as they lie on disk."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekskb.scan.packing import BinaryFileError, Joined, SourceError, unpacked
from ekskb.scan.parts import find_part
from ekskb.scan.sources import Source, list_files, look_at, read_blocks

TEXT = "".join(f"line {n} of the log\n" for n in range(500)).encode()


def text_of(path: Path) -> bytes:
    return b"".join(read_blocks(look_at(path)))


@pytest.mark.parametrize(
    "pack",
    [gzip.compress, bz2.compress, lzma.compress, zstandard.compress, lambda data: data],
    ids=["gz", "bz2", "xz", "zst", "plain"],
)
def test_what_is_inside_a_file_is_read(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    # Two members in a row, as `cat a.gz b.gz` and log rotation make them.
    path = tmp_path / "a.log"
    path.write_bytes(pack(TEXT) + pack(TEXT))

    assert text_of(path) == TEXT * 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949"])
def test_other_encodings_become_utf8(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.log"
    text = "ERROR 권한 없음 오류가 발생했습니다\n" if encoding == "cp949" else "ERROR quota spent 권한\n"
    path.write_bytes((text * 3).encode(encoding))

    assert text_of(path).decode() == text * 3
    assert not look_at(path).plain


def test_a_binary_file_is_told_from_a_log(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(bytes(range(256)) * 40)

    with pytest.raises(BinaryFileError, match="binary, skipped"):
        look_at(path)


def test_a_damaged_archive_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(os.urandom(1_000).hex().encode() * 3_000, 0)[:-2_000_000])
    blocks = read_blocks(look_at(path))

    assert len(next(blocks)) > 1_000_000
    with pytest.raises(SourceError, match="damaged from here on"):
        list(blocks)


def test_folders_are_read_whole_and_in_order(tmp_path: Path) -> None:
    for name in ("b/2.log", "b/1.log", "a.log"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x\n")
    told: list[str] = []

    found = list(list_files((str(tmp_path), str(tmp_path / "a.log"), str(tmp_path / "none")), told.append))

    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.log", "b/1.log", "b/2.log"]
    assert told == [f"{tmp_path}/none: No such file or directory"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("x\n")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)

    assert [path.name for path in list_files((str(tmp_path),), print)] == ["a.log"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.binary(max_size=30), max_size=20), st.integers(1, 40))
def test_the_parts_of_a_file_are_the_file(tmp_path: Path, lines: list[bytes], part: int) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"\n".join(lines))
    size = path.stat().st_size
    source = look_at_plain(path, size)

    parts = [find_part(source, at, min(size, at + part)) for at in range(0, size, part)]

    texts = [b"".join(one.blocks()) for one in parts]
    assert b"".join(texts) == path.read_bytes()
    assert all(text.endswith(b"\n") for text in [text for text in texts if text][:-1])
    around = [(b"".join(texts[:n]), b"".join(texts[n + 1 :])) for n in range(len(texts))]
    assert all(part.around(size) == around[n] for n, part in enumerate(parts) if texts[n])


def look_at_plain(path: Path, size: int) -> Source:
    return Source(str(path), path, size, True)


def test_a_stream_of_which_some_was_read_is_whole_again(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(TEXT))

    with path.open("rb") as file:
        opened = unpacked(Joined(file.read(3), file))

        assert opened.read(5) + opened.read(-1) == TEXT
