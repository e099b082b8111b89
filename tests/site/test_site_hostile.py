"""Documents that attack whoever reads their page: a real browser proves that nothing of them runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog

from tests.site.conftest import export

CASES = Path(__file__).parents[1] / "cases" / "site" / "xss.txt"
HOSTILE = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]

# Everything a reader's mouse and keyboard would cause, on every element at once.
_TOUCH = """() => {
  for (const node of document.querySelectorAll("*"))
    for (const kind of ["mouseover", "mouseenter", "focus", "toggle", "load", "error", "animationstart"])
      node.dispatchEvent(new Event(kind));
}"""


def document(payload: str) -> str:
    """The payload in every place that a document has."""
    cell = payload.replace("|", "\\|")
    return f"""---
tags: ['{payload.replace("'", "''")}']
---
# {payload}

## Symptom: {payload}

{payload}

```log
ERROR {payload}
```

```log nomatch
{payload}
```

## Cause

- **{payload}**: {payload}
- [{payload}](other.md#{payload.replace(" ", "")}) ![{payload}](x.png "{payload}")

| file | change |
|---|---|
| `a/{cell}.yaml` | {cell} |

## Fix

```bash
kubectl get pod <{payload}> -n ${{NAMESPACE}} # {payload}
echo '{payload}'
```

```html
{payload}
```

## {payload}

Text.
"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    kb = folder / "root" / "kb"
    kb.mkdir(parents=True)
    for number, payload in enumerate(HOSTILE):
        kb.joinpath(f"{number:02}.md").write_text(document(payload), encoding="utf-8")
    (folder / "root" / "ekskb.yaml").write_text(
        "site: {title: '<script>alert(1)</script>{{ 7*7 }}', edit_url: 'https://example.com/edit/'}\n"
    )
    return export(folder / "root", folder / "out", folder / "cache", language="en")


def test_every_hostile_document_has_its_page(hostile_site: Path) -> None:
    assert len(list((hostile_site / "entries").glob("*.html"))) >= len(HOSTILE)


def test_nothing_runs_even_without_the_content_security_policy(browser: Browser, hostile_site: Path) -> None:
    ran: list[str] = []
    asked: list[str] = []
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()

    def note(dialog: Dialog) -> None:
        ran.append(f"{page.url}: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", note)
    page.on("pageerror", lambda fault: ran.append(f"{page.url}: {fault}"))
    page.on("request", lambda request: asked.append(request.url))
    pages = sorted(hostile_site.glob("entries/*.html"))
    pages += [hostile_site / name for name in ("index.html", "browse/index.html", "documents/index.html")]
    for file in pages:
        page.goto(file.as_uri())
        page.evaluate(_TOUCH)
        assert page.title().endswith("<script>alert(1)</script>{{ 7*7 }}")
    context.close()

    assert ran == []
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []


def test_template_syntax_of_documents_is_shown_as_it_stands(hostile_site: Path) -> None:
    written = hostile_site.joinpath("index.html").read_text(encoding="utf-8")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}</title>" in written
