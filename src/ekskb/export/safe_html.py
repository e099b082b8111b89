"""HTML that documents brought along -> HTML that is safe to show: what is not listed here does not pass."""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

_TEXT_TAGS = ("em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "abbr")
_CODE_TAGS = ("pre", "code", "kbd", "samp", "var")
_TABLE_TAGS = ("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption")
_BLOCK_TAGS = ("p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "details", "summary", "div")
_HEADINGS = ("h3", "h4", "h5", "h6")
_TAGS = frozenset((*_TEXT_TAGS, *_CODE_TAGS, *_TABLE_TAGS, *_BLOCK_TAGS, *_HEADINGS, "a", "img", "span"))
_DROPPED_WHOLE = frozenset(("script", "style", "template", "iframe", "object", "svg", "math", "noscript"))
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "th": {"colspan", "rowspan", "class"},
    "td": {"colspan", "rowspan", "class"},
    "ol": {"start"},
    "details": {"open"},
    "div": {"class", "tabindex"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_TARGETS = frozenset((("a", "href"), ("img", "src")))
_NUMBER = re.compile(r"\d{1,4}")
_CHECKS = {
    "class": re.compile(r"to-right|to-center|table"),
    "tabindex": re.compile(r"0"),
    **dict.fromkeys(("width", "height", "colspan", "rowspan", "start"), _NUMBER),
}
_WEB = re.compile(r"(?:https?://|mailto:)[^\s\"<>]{1,2000}", re.IGNORECASE)
_IMAGE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]{1,400000}")
_IMAGE = re.compile(r"<img((?:[^>\"]|\"[^\"]*+\")*+)>")
_NO_LINK = re.compile(r'<a(?: title="[^"]*+")? rel="noopener noreferrer">')
_NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
"""A transparent image, in place of one that is not there."""


def is_web(target: str) -> bool:
    """An address that leads out of the site and runs nothing."""
    return _WEB.fullmatch(target) is not None


def is_image_data(target: str) -> bool:
    """A picture of pixels within the page itself; a drawing could hold more than a picture."""
    return _IMAGE_DATA.fullmatch(target) is not None


def clean_html(html: str, link: Callable[[str, str], str], ids: frozenset[str], reserved: str) -> str:
    """The HTML with nothing but harmless tags and attributes.

    `link` says where a target of `a` or `img` leads, or that it leads nowhere; of ids, only those in `ids`
    stay. An attribute that holds `reserved` goes: what stands in its place later may hold quotes.
    """

    def judge(tag: str, name: str, value: str) -> str | None:
        if reserved in value:
            return None
        if (tag, name) in _TARGETS:
            return link(tag, value) or (_NOTHING if tag == "img" else None)
        if name == "id":
            return value if value in ids else None
        check = _CHECKS.get(name)
        return value if check is None or check.fullmatch(value) else None

    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes=_ATTRIBUTES,
        attribute_filter=judge,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    return _NO_LINK.sub("<a>", _IMAGE.sub(_give_alt, cleaned))


def _give_alt(found: re.Match[str]) -> str:
    """An image with a text for those who do not see it; none where there is no picture."""
    if " src=" not in found[1]:
        return ""
    return found[0] if " alt=" in found[1] else f'<img alt=""{found[1]}>'
