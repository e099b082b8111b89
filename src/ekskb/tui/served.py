"""The same app in a browser, through the optional package textual-serve."""

from __future__ import annotations

import importlib
import logging
import shlex
import sys
from collections.abc import Set
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ekskb.errors import UsageError

LOOPBACK = "127.0.0.1"
PORT = 8000
_TEMPLATES = Path(__file__).parent / "browser"
"""A page of our own: the one of the package asks a third party for a font."""

_LOOPBACKS = frozenset({LOOPBACK, "localhost"})


def serve(root: Path, host: str = LOOPBACK, port: int = PORT, public_url: str = "") -> int:
    """Serve the app on this knowledge base until interrupted; each visitor gets a process of their own.

    There is no login: whoever reaches the port reads the knowledge base. `public_url` is the address in
    the browser where it differs, as behind a proxy. Raises `UsageError` without the optional package.
    """
    try:
        server = importlib.import_module("textual_serve.server").Server
        web = importlib.import_module("aiohttp.web")
    except ModuleNotFoundError as fault:
        raise UsageError(
            f"the browser needs a package that is not installed: {fault.name}", "pip install 'ekskb[serve]'"
        ) from fault
    url = public_url.rstrip("/") or f"http://{host}:{port}"
    guarded = type("Server", (server,), guards(server, web, allowed_origins(url)))
    guarded(
        app_command(root), host=host, port=port, title="ekskb", public_url=url, templates_path=_TEMPLATES
    ).serve()
    return 0


def app_command(root: Path) -> str:
    """The shell command that runs the app for one visitor."""
    return shlex.join([sys.executable, "-m", __name__, str(root.resolve())])


def allowed_origins(url: str) -> frozenset[str]:
    """Pages that may talk to the app: its own, by each name that this machine has for itself."""
    parts = urlsplit(url)
    names = _LOOPBACKS if parts.hostname in _LOOPBACKS else {parts.hostname or ""}
    port = f":{parts.port}" if parts.port else ""
    return frozenset(f"{parts.scheme}://{name}{port}" for name in names)


def guards(server: Any, web: Any, allowed: Set[str]) -> dict[str, Any]:
    """Methods in place of the server's own.

    Any page in the user's browser can open a socket to this machine; the origin tells which page it was.
    """

    async def handle_websocket(self: Any, request: Any) -> Any:
        if request.headers.get("Origin", "") not in allowed:
            raise web.HTTPForbidden(text="this page may not use the knowledge base")
        return await server.handle_websocket(self, request)

    async def on_startup(self: Any, app: Any) -> None:
        sys.stderr.write(f"The terminal UI is at {self.public_url} (Ctrl+C stops it)\n")

    def initialize_logging(self: Any) -> None:
        """Requests are not worth a line each; faults still come."""
        logging.getLogger("aiohttp.access").setLevel(logging.WARNING)

    return {
        "handle_websocket": handle_websocket,
        "on_startup": on_startup,
        "initialize_logging": initialize_logging,
    }


def main(argv: list[str]) -> int:
    """What one visitor's process runs."""
    from ekskb.kb import KnowledgeBase
    from ekskb.tui.app import EksKbApp

    kb = KnowledgeBase.open(Path(argv[0]))
    kb.refresh()
    app = EksKbApp(kb)
    app.run()
    kb.close()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
