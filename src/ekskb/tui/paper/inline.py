"""Emphasis, code spans and links of one line of Markdown -> styled text."""

from __future__ import annotations

import re

from textual.content import Content, Span

# Every repeat is bounded, so that a line full of unclosed marks stays linear.
_INLINE = re.compile(
    r"(?P<tick>`{1,3})(?P<code>[^`]{1,400})(?P=tick)"
    r"|(?P<bb>\*\*|(?<!\w)__)(?P<bold>[^*_\n](?:(?!(?P=bb)).){0,400})(?P=bb)"
    r"|~~(?P<strike>[^~]{1,400})~~"
    r"|!?\[(?P<label>[^\]\[]{1,200})\]\((?P<url>[^()\s]{1,400})\)"
    r"|(?<![\w*])\*(?P<em>[^*\s][^*]{0,300})\*(?![\w*])"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|</?(?:br|b|i|em|strong|code|details|summary|kbd|p) ?/?>"
)
_STYLES = {
    "code": "$text-accent",
    "bold": "bold",
    "strike": "strike",
    "label": "underline",
    "em": "italic",
    "escaped": "",
}
_NESTING = frozenset({"bold", "em", "label"})


def inline(text: str, style: str = "") -> Content:
    """The text without its marks, styled. Document text is taken literally, never as console markup."""
    content = Content.assemble(*_parts(text, nested=False))
    return content.stylize_before(style) if style else content


def _parts(text: str, nested: bool) -> list[Content]:
    parts: list[Content] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts.append(Content(text[at : found.start()]))
        parts.append(_styled(found, nested))
        at = found.end()
    parts.append(Content(text[at:]))
    return parts


def _styled(found: re.Match[str], nested: bool) -> Content:
    name = next((name for name in _STYLES if found[name] is not None), "")
    if not name:
        return Content("")
    if name in _NESTING and not nested:
        inner = Content.assemble(*_parts(found[name], nested=True))
    else:
        inner = Content(found[name])
    target = found["url"] or ""
    if target.startswith(("http://", "https://")):
        inner = Content.assemble(inner, Content.styled(f" <{target}>", "dim"))
    return inner.add_spans([Span(0, len(found[name]), _STYLES[name])]) if _STYLES[name] else inner
