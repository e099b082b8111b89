"""Jinja2 templates: ours, and those of a root that replace them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from ekskb.errors import RootError
from ekskb.export.links import href

OVERRIDES = "site/templates"
"""Folder of a root whose templates take the place of ours; ours stay reachable as `ekskb/NAME`."""


class Templates:
    """Renders pages; a fault in a template of the root is told with its file and line."""

    def __init__(self, root: Path) -> None:
        ours = jinja2.PackageLoader("ekskb.export")
        own = jinja2.FileSystemLoader(root / OVERRIDES)
        # What a root brings along may fill pages, and nothing else.
        kind = SandboxedEnvironment if (root / OVERRIDES).is_dir() else jinja2.Environment
        self._environment = kind(
            loader=jinja2.ChoiceLoader([own, ours, jinja2.PrefixLoader({"ekskb": ours})]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["href"] = href

    def has(self, name: str) -> bool:
        return name in self._environment.list_templates()

    def render(self, name: str, values: Mapping[str, Any]) -> bytes:
        """One page as UTF-8; raises RootError for a template that Jinja2 refuses."""
        try:
            return self._environment.get_template(name).render(values).encode("utf-8", "replace")
        except jinja2.TemplateSyntaxError as fault:
            place = f"{fault.filename or fault.name}:{fault.lineno}"
            raise RootError(f"{place}: not a template: {fault.message}") from fault
        except (jinja2.TemplateError, TypeError, ValueError, AttributeError) as fault:
            raise RootError(f"{_place(fault, name)}: the template cannot be rendered: {fault}") from fault


def _place(fault: BaseException, name: str) -> str:
    """File and line of the innermost template line in the traceback."""
    place, trace = name, fault.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".html"):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
