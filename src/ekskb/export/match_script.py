"""Values as data files of the site: `ekskb.provide("NAME", VALUE);`, one value in each."""

from __future__ import annotations

import json
from typing import Any

from ekskb.export.site_file import SiteFile


def provide(name: str, value: Any) -> SiteFile:
    """The file `data/NAME.js`; the same value gives the same bytes. Text outside of ASCII is escaped."""
    body = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return SiteFile(f"data/{name}.js", f'ekskb.provide("{name}",{body});\n'.encode())
