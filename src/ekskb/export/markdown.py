"""Markdown of documents -> HTML that is safe to show: markdown-it renders, nh3 lets pass what is listed."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ekskb.export.code_blocks import Block
from ekskb.export.safe_html import clean_html, is_image_data, is_web

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

# Stand-ins for what we render ourselves; documents lose these characters before they are read.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_STAND_IN = re.compile(f"{_OPEN}([0-9]{{1,9}}){_CLOSE}")
_RESERVED = dict.fromkeys((ord(_OPEN), ord(_CLOSE), 0), " ")
# markdown-it's inline parser goes quadratic on hostile text; a paragraph of this length is none.
_LONGEST_PARAGRAPH = 8_000
_DEEPEST = 40
_URL = re.compile(r"https?://[^\s<>()\[\]\"'`|]{1,1000}")
_URL_TAIL = ".,;:!?"
_LANGUAGE = re.compile(r"[\w+#-]{1,30}")
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s{0,9}")
_BOX = re.compile(r"\[([ xX])\]\s")
_WEB_IMAGE = re.compile(
    r"<img\b[^>]{0,600}?\ssrc\s{0,3}=\s{0,3}[\"']?(?P<url>https?://[^\"'\s<>]{1,1000})[^>]{0,600}>",
    re.IGNORECASE,
)

LinkFinder = Callable[[str, str, int], str]
"""Tag (`a`, `img`), relative target and line -> the link on the site; empty where it leads nowhere."""


@dataclass
class Context:
    """What a text may ask of the page that it is put on."""

    block: Callable[[Block], str]
    """HTML of a code block."""

    inline: Callable[[str, int], str]
    """HTML of a code span on this line of the document, or an empty string for a plain one."""

    link: LinkFinder

    anchor: Callable[[str], str]
    """A heading's text -> its id on the page."""

    definitions: str = ""
    """Link definitions (`[1]: https://...`) that stand elsewhere in the document."""

    stand_ins: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    """Links that `link` has given already."""

    def hold(self, html: str) -> str:
        """A stand-in for HTML of ours that nh3 need not see."""
        self.stand_ins.append(html)
        return f"{_OPEN}{len(self.stand_ins) - 1}{_CLOSE}"


def render_markdown(text: str, first: int, context: Context, level: int = 3) -> str:
    """HTML of a stretch of a document whose first line is number `first`.

    Headings begin at `level`. Links of raw HTML are judged like those of Markdown.
    """
    context.stand_ins.clear()
    parser = _parser()
    env: dict[str, Any] = {}
    if context.definitions:
        parser.parse(context.definitions.translate(_RESERVED), env)
    tokens = parser.parse(text.translate(_RESERVED), env)
    _adapt(tokens, first, context, level)
    html = parser.renderer.render(tokens, parser.options, {})
    return _STAND_IN.sub(lambda found: _held(found, context), _clean(html, first, context))


def plain_text(text: str) -> str:
    """The running text of some Markdown on one line: no code blocks, headings, tables or marks."""
    parts = []
    for index, token in enumerate(tokens := _parser().parse(text)):
        if token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            parts += [
                child.content if child.type in ("text", "code_inline") else " "
                for child in token.children or ()
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            ]
            parts.append(" ")
    return " ".join("".join(parts).split())


def _held(found: re.Match[str], context: Context) -> str:
    index = int(found[1])
    return context.stand_ins[index] if index < len(context.stand_ins) else ""


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _parse_inline)
    return parser


def _parse_inline(state: StateCore) -> None:
    """The library's own rule, except that a paragraph of absurd length stays plain text."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(token.content) <= _LONGEST_PARAGRAPH:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children.append(Token("text", "", 0, content=token.content))


def _adapt(tokens: Sequence[Token], first: int, context: Context, level: int) -> None:
    """Turn tokens into what the page wants, in place."""
    highest = min((int(t.tag[1]) for t in tokens if t.type == "heading_open"), default=1)
    line = first
    for index, token in enumerate(tokens):
        if token.map:
            line = first + token.map[0]
        if token.type in ("fence", "code_block"):
            _hold_block(token, line, context)
        elif token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) - highest + level)}"
            if token.nesting > 0:
                _give_id(token, tokens[index + 1], context)
        elif token.type in ("table_open", "table_close"):
            token.type, token.content = "html_block", _table_edge(token.nesting)
        elif token.type in ("th_open", "td_open"):
            _align(token)
        elif token.type == "html_block":
            token.content = _link_web_images(token.content)
        elif token.type == "inline":
            token.children = list(_adapt_inline(token, line, context))
            if tokens[index - 2].type == "blockquote_open":
                _show_alert(token.children)


def _hold_block(token: Token, line: int, context: Context) -> None:
    language, _, info = token.info.strip().partition(" ")
    name = _LANGUAGE.match(language.strip("{}.").lower())
    text = token.content.removesuffix("\n")
    held = context.hold(
        context.block(Block(text, name[0] if name else "", info, line + (token.type == "fence")))
    )
    token.type, token.content = "html_block", f"\n{held}\n"


def _give_id(token: Token, inline: Token, context: Context) -> None:
    anchor = context.anchor(inline.content)
    context.ids.add(anchor)
    token.attrs = {"id": anchor}


def _table_edge(nesting: int) -> str:
    # A wide table scrolls by itself, so that the page never does.
    return '<div class="table" tabindex="0"><table>\n' if nesting > 0 else "</table></div>\n"


def _align(token: Token) -> None:
    side = str(token.attrs.pop("style", "")).removeprefix("text-align:")
    if side in ("right", "center"):
        token.attrs["class"] = f"to-{side}"


def _adapt_inline(inline: Token, line: int, context: Context) -> Iterator[Token]:
    linked = 0
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        linked += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "code_inline" and not linked:
            held = context.inline(token.content, line)
            yield _token("text", context.hold(held)) if held else token
        elif token.type == "html_inline":
            token.content = _link_web_images(token.content)
            yield token
        elif token.type == "image":
            yield from _image(token, line, context)
        elif token.type == "link_open":
            target = _target("a", str(token.attrs.pop("href", "")), line, context)
            token.attrs |= {"href": target} if target else {}
            yield token
        elif token.type == "text" and not linked and "://" in token.content:
            yield from _link_urls(token)
        elif token.type == "text":
            token.content = _BOX.sub(lambda found: "☐ " if found[1] == " " else "☑ ", token.content, count=1)
            yield token
        else:
            yield token


def _show_alert(children: list[Token]) -> None:
    """`[!NOTE]` at the head of a quotation, as code hosts write alerts, becomes its name in bold."""
    alert = _ALERT.fullmatch(children[0].content) if children and children[0].type == "text" else None
    if alert:
        children[:1] = [_token("html_inline", f"<strong>{alert[1]}</strong>")]


def _image(token: Token, line: int, context: Context) -> Iterator[Token]:
    """An image of the site; one from elsewhere becomes a link, since the page asks nothing of the network."""
    source = str(token.attrs.get("src", ""))
    label = token.content or source
    if is_web(source):
        yield from _link(source, label)
        return
    token.attrs["src"] = _target("img", source, line, context)
    yield token if token.attrs["src"] else _token("text", label)


def _link_web_images(html: str) -> str:
    """Raw HTML whose images from elsewhere are links, as those of Markdown are; it is judged afterwards."""
    return _WEB_IMAGE.sub(r'<a href="\g<url>">\g<url></a>', html) if "<" in html else html


def _link_urls(token: Token) -> Iterator[Token]:
    """Running text with its bare web addresses made links."""
    at = 0
    for found in _URL.finditer(token.content):
        url = found[0].rstrip(_URL_TAIL)
        yield _token("text", token.content[at : found.start()])
        yield from _link(url, url)
        at = found.start() + len(url)
    yield _token("text", token.content[at:])


def _link(url: str, label: str) -> Iterator[Token]:
    from markdown_it.token import Token

    yield Token("link_open", "a", 1, attrs={"href": url})
    yield _token("text", label)
    yield Token("link_close", "a", -1)


def _token(kind: str, content: str) -> Token:
    from markdown_it.token import Token

    return Token(kind, "", 0, content=content)


def _target(tag: str, target: str, line: int, context: Context) -> str:
    """The target as it may stand on the page: of the web as it is, within the site as the context says."""
    if is_web(target) or (tag == "img" and is_image_data(target)):
        return target
    found = context.link(tag, target, line)
    context.settled.add(found)
    return found


def _clean(html: str, first: int, context: Context) -> str:
    def judge(tag: str, target: str) -> str:
        """A link of raw HTML, or one that was settled above."""
        if target in context.settled:
            return target
        return "" if tag == "img" and is_web(target) else _target(tag, target, first, context)

    return clean_html(html, judge, frozenset(context.ids), _OPEN)
