"""Values as data files of the site: `ekskb.provide("NAME", VALUE);`, one value in each."""

from __future__ import annotations

import json
from typing import Any

from ekskb.export.site_file import SiteFile


def provide(name: str, value: Any) -> SiteFile:
    """The file `data/NAME.js`; the same value gives the same bytes."""
    body = json.dumps([name, value], ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return SiteFile(f"data/{name}.js", f"ekskb.provide({body[1:-1]});\n".encode("utf-8", "replace"))
