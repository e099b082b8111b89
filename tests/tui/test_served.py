"""The app in a browser: only its own page may talk to it."""

from __future__ import annotations

import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from ekskb.errors import UsageError
from ekskb.tui import served


class Forbidden(Exception):
    def __init__(self, text: str) -> None:
        super().__init__(text)


class FakeServer:
    made: FakeServer

    def __init__(self, command: str, **settings: Any) -> None:
        self.command, self.settings = command, settings
        self.public_url = settings["public_url"]
        FakeServer.made = self

    def serve(self) -> None:
        self.served = True

    async def handle_websocket(self, request: Any) -> str:
        return "connected"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    package, server, aiohttp = (ModuleType(name) for name in ("textual_serve", "server", "aiohttp"))
    monkeypatch.setitem(sys.modules, "textual_serve", package)
    monkeypatch.setitem(sys.modules, "textual_serve.server", server)
    monkeypatch.setitem(sys.modules, "aiohttp", aiohttp)
    web = ModuleType("aiohttp.web")
    monkeypatch.setitem(sys.modules, "aiohttp.web", web)
    monkeypatch.setattr(server, "Server", FakeServer, raising=False)
    monkeypatch.setattr(web, "HTTPForbidden", Forbidden, raising=False)


@pytest.mark.usefixtures("installed")
def test_it_listens_on_this_machine_alone_unless_told_otherwise(tmp_path: Path) -> None:
    served.serve(tmp_path)

    assert FakeServer.made.settings["host"] == "127.0.0.1"
    assert FakeServer.made.served


@pytest.mark.usefixtures("installed")
async def test_the_app_s_own_page_may_connect_and_no_other_one(tmp_path: Path) -> None:
    served.serve(tmp_path, port=8123)
    made = FakeServer.made

    def asking(**headers: str) -> Any:
        return made.handle_websocket(SimpleNamespace(headers=headers))

    assert await asking(Origin="http://127.0.0.1:8123") == "connected"
    assert await asking(Origin="http://localhost:8123") == "connected"
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:9"},
        {"Origin": "null"},
        {},
    ):
        with pytest.raises(Forbidden):
            await asking(**headers)


def test_behind_a_proxy_its_address_is_the_one_allowed() -> None:
    assert served.allowed_origins("https://kb.example.com") == {"https://kb.example.com"}


def test_a_root_with_spaces_and_quotes_stays_one_argument(tmp_path: Path) -> None:
    root = tmp_path / "it's $HOME; `x`"

    assert shlex.split(served.app_command(root))[-1] == str(root)


def test_without_the_package_the_way_to_install_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    monkeypatch.setitem(sys.modules, "textual_serve", None)

    with pytest.raises(UsageError, match="not installed") as told:
        served.serve(tmp_path)
    assert "ekskb[serve]" in told.value.hint


def test_the_page_asks_no_third_party_for_anything() -> None:
    page = (served._TEMPLATES / "app_index.html").read_text(encoding="utf-8")

    assert "://" not in page
    assert "default-src 'self'" in page


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A real server on a free port of this machine."""
    (tmp_path / "kb").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ekskb", "-C", str(tmp_path), "tui", "--serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        assert f":{port}" in server.stderr.readline()
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def read_page(address: str) -> str:
    """The page, as soon as the server listens: it says its address a moment before."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("the server never answered")


def test_a_real_server_gives_the_page_and_refuses_sockets_of_other_pages(address: str) -> None:
    assert "<title>ekskb</title>" in read_page(address)

    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Origin": "https://evil.example"}
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(urllib.request.Request(f"{address}/ws", headers=upgrade), timeout=20)
