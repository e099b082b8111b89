"""Code -> lines of coloured runs: Pygments names the tokens, a handful of classes is what the site shows."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

_LONGEST = 6_000
"""Characters of a block that is still coloured: some lexers take quadratic time on hostile text."""

_WIDEST = 500

# Language as people write it -> lexer. What is not here is shown plain: lexers that nobody has timed, and
# those for Java and make, which take seconds for a page of blank lines. Kotlin's reads Java well enough.
_LEXERS = {
    name: lexer
    for lexer, names in {
        "bash": "bash sh shell zsh ksh console shell-session shellsession terminal sh-session",
        "yaml": "yaml yml helm k8s kubernetes",
        "json": "json jsonc json5",
        "terraform": "hcl tf terraform",
        "python": "python py",
        "go": "go golang",
        "kotlin": "kotlin kt java groovy",
        "javascript": "javascript js",
        "typescript": "typescript ts",
        "ini": "ini conf cfg systemd",
        "toml": "toml",
        "properties": "properties env dotenv",
        "docker": "dockerfile docker",
        "sql": "sql psql postgresql mysql",
        "diff": "diff patch",
        "nginx": "nginx",
        "promql": "promql",
        "xml": "xml",
        "html": "html",
        "rust": "rust rs",
    }.items()
    for name in names.split()
}

# Pygments' token names by their beginning -> our classes; the first that fits.
_CLASSES = (
    ("Comment", "c"),
    ("Keyword", "k"),
    ("Literal.String", "s"),
    ("Literal.Number", "m"),
    ("Name.Tag", "n"),
    ("Name.Attribute", "n"),
    ("Name.Variable", "v"),
    ("Name.Builtin", "b"),
    ("Name.Function", "f"),
    ("Name.Class", "f"),
    ("Name.Decorator", "v"),
    ("Generic.Inserted", "gi"),
    ("Generic.Deleted", "gd"),
    ("Generic.Subheading", "c"),
)


class Run(NamedTuple):
    """A stretch of one line in one colour; an empty class is plain."""

    text: str
    css: str


Line = tuple[Run, ...]


def color_lines(code: str, language: str) -> list[Line]:
    """The lines of `code`, each as runs that spell exactly that line."""
    lines = code.split("\n")
    lexer = _lexer(_LEXERS.get(language, ""))
    if lexer is None or len(code) > _LONGEST or max(map(len, lines)) > _WIDEST:
        return [(Run(line, ""),) if line else () for line in lines]
    colored: list[list[Run]] = [[]]
    for kind, value in lexer.get_tokens(code):
        css = _css(kind)
        for number, part in enumerate(value.split("\n")):
            if number:
                colored.append([])
            if part:
                _add(colored[-1], part, css)
    found = [tuple(line) for line in colored]
    # A lexer may turn characters round; the text itself is never at its mercy.
    same = ["".join(run.text for run in line) for line in found] == lines
    return found if same else [(Run(line, ""),) if line else () for line in lines]


def _add(line: list[Run], text: str, css: str) -> None:
    if line and (line[-1].css == css or not text.strip()):
        line[-1] = Run(line[-1].text + text, line[-1].css)
    else:
        line.append(Run(text, css))


@functools.cache
def _lexer(name: str) -> Lexer | None:
    if not name:
        return None
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


@functools.cache
def _css(kind: _TokenType) -> str:
    name = ".".join(kind)
    return next((css for start, css in _CLASSES if name.startswith(start)), "")
