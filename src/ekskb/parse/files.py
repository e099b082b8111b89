"""Tables, inline code, code headers -> the files that an entry speaks about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ekskb.model import Command, FileRef
from ekskb.parse.outline import Fence, Outline, Prose, Table
from ekskb.parse.roles import Vocabulary
from ekskb.parse.shell import calls
from ekskb.parse.tables import key
from ekskb.text import shorten, squash

_EXTENSION = (
    "ya?ml|tf|tfvars|hcl|json|jsonc|toml|ini|conf|cfg|cnf|env|properties|xml|gradle|kts|lock|mod|sum|md|mdx|rst|txt|adoc|"
    "go|py|java|kt|scala|ts|tsx|js|jsx|mjs|cjs|vue|svelte|rb|rs|php|cs|c|h|cc|cpp|hpp|swift|lua|pl|ex|exs|erl|sql|graphql|proto|"
    "sh|bash|zsh|ps1|bat|tpl|tmpl|j2|gotmpl|template|service|timer|repo|rego|cue|libsonnet|jsonnet|nix|css|scss|html|"
    "pem|crt|key|csr|log|jar|rules|values|dockerfile|ipynb|mk|mak|cmake|bazel|bzl|dockerignore|helmignore|editorconfig|"
    "envrc|hprof|war|ear|whl|tgz|tar|gz|zip|csv|tsv|cer|p12|pfx|jks|kdbx|kubeconfig|kdl|hjson|json5|jsonl|ndjson|"
    "avsc|thrift|fbs|dart|groovy|clj|zig|f90|erb|haml|sass|scss|mustache|hbs|ejs|jinja|jinja2|plist|vbs|psm1|psd1|fish|ksh|wasm"
)
_WELL_KNOWN = (
    r"Dockerfile(?:\.[a-z][\w-]{0,20})?|[\w-]{1,40}\.Dockerfile|Containerfile|Makefile|GNUmakefile|Tiltfile|Earthfile|Brewfile|"
    r"Gemfile(?:\.lock)?|Rakefile|Pipfile(?:\.lock)?|Caddyfile|BUILD\.bazel|Kptfile|Chartfile|Justfile|justfile|"
    r"requirements\.in|\.editorconfig|\.envrc|\.tool-versions|\.nvmrc|\.prettierrc|\.eslintrc|\.pre-commit-config\.yaml|"
    r"Jenkinsfile|Vagrantfile|Procfile|Chart\.lock|go\.mod|go\.sum|CODEOWNERS|"
    r"\.gitignore|\.dockerignore|\.helmignore|\.env(?:\.[a-z]{1,12})?|\.npmrc|\.bashrc|\.gitlab-ci\.yml"
)
# One path: folders, globs, `...` and `{name}` parts, and a last part that looks like a file.
_PATH_TEXT = (
    rf"(?:[~.]{{0,2}}/)?(?:[\w@.*\-+{{}}\[\]]{{1,80}}/){{0,15}}"
    rf"(?:[\w@*\-+{{}}][\w@.*\-+{{}}]{{0,80}}\.(?:{_EXTENSION})|{_WELL_KNOWN})"
)
_PATH = re.compile(
    rf"(?P<path>{_PATH_TEXT})(?::(?P<line>\d{{1,6}}(?:[-:]\d{{1,6}})?|L\d{{1,6}}))?$",
    re.ASCII | re.IGNORECASE,
)
_IN_PROSE = re.compile(
    rf"(?<![\w/@.\-$:}}])(?P<path>{_PATH_TEXT})(?![\w/(\-]|\.\w)", re.ASCII | re.IGNORECASE
)
_COMMENT = re.compile(
    r"\s{0,12}(?:#|//|--|;|/\*|<!--|\{\{/\*)\s{0,4}(?:(?:file|path|파일)\s?[:：]\s?)?(?P<rest>\S.{0,300})",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:title|file|filename|path)\s{0,2}=\s{0,2}[\"']?(?P<path>[^\"'\s}]{1,200})", re.IGNORECASE
)
_ROUTE = re.compile(r"/(?:api|v\d|svc|oauth2?|tmp|proc|sys|dev|run)(?:/|$)")
_TREE = re.compile(r"[│├└─|`+\-\s]{0,60}(?:[├└]──|[|`+]--)\s?(?P<name>[^\s#]{1,120})")
FILE_COLUMNS: Final = frozenset(
    key(name)
    for name in (
        "파일",
        "파일명",
        "파일 경로",
        "경로",
        "위치",
        "file",
        "files",
        "filename",
        "file name",
        "path",
        "file path",
        "location",
        "변경 파일",
        "수정 파일",
        "ファイル",
        "文件",
        "路径",
    )
)
_MOVES = re.compile(r"\b(?:mv|cp|rm|vim?|nano|sed)\b")
_MOVERS: Final = frozenset(("mv", "cp", "rm", "vi", "vim", "nano", "sed"))
_CODE = re.compile(r"`([^`\n]{2,300})`")
_NOT_BARE = re.compile(r"\*\*|`[^`\n]{0,300}`|\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|https?://\S{1,500}")
_WIDEST: Final = 4000
_UNCHANGED = re.compile(r"변경 없음|수정 없음|unchanged|no change", re.IGNORECASE)
_FILE_HEADING = re.compile(r"파일|files?\b|ファイル|文件", re.IGNORECASE)
# Without any of these, no file is named in a line.
_MAY_NAME = re.compile(r"\.[A-Za-z]|file|OWNERS", re.IGNORECASE)
# What sets a remark off from the path before it.
_REMARK = re.compile(r"[*\s]{0,4}(?:[:：(（—–=→]|-{1,2}\s)\s{0,3}(?P<note>.{1,160})")
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+")
_MARKS = re.compile(r"[`*]|^(?:\[[ x]\]|>)\s")
_NOTE_WIDTH: Final = 200
# A script run where it stands: a command rather than a file that the entry is about.
_EXECUTED = re.compile(r"\./[\w.\-]{1,80}\.(?:sh|bash|py|rb|pl)$")
_LISTED: Final = frozenset(
    ("", "text", "txt", "plaintext", "bash", "sh", "shell", "gitignore", "diff", "yaml", "console")
)


@dataclass(frozen=True, slots=True)
class _Mention:
    path: str
    note: str
    line: int


def find_files(
    outline: Outline, first: int, last: int, vocabulary: Vocabulary, commands: Sequence[Command]
) -> tuple[FileRef, ...]:
    """Files mentioned between two lines: the longest spelling of each, in order of first mention."""
    mentions: list[_Mention] = []
    for table in outline.tables_in(first, last):
        mentions += _from_table(table)
    for prose in outline.prose_in(first, last):
        if len(prose.text) < _WIDEST:
            mentions += _from_prose(prose)
    for fence in outline.fences_in(first, last):
        mentions += _from_fence(outline, fence)
    mentions += [m for command in commands for m in _from_command(command)]
    mentions.sort(key=lambda mention: mention.line)
    return tuple(_longest(mentions))


def _from_command(command: Command) -> Iterator[_Mention]:
    """Files that a command moves, copies or edits; those it only reads are not what the entry is about."""
    for call in calls(command.text) if _MOVES.search(command.text) else ():
        words = call.words[1:] if call.words[:1] == ("git",) else call.words
        if words and words[0] in _MOVERS:
            for word in words[1:]:
                path = read_path(word)
                if path and not path.startswith(("/", "~")):
                    yield _Mention(path, "", command.line)


def read_path(text: str) -> str:
    """The file path that the whole text is, without a line number; empty where it is something else."""
    match = _PATH.match(text.strip().strip("'\"`"))
    if not match or "://" in text or len(text) > 300:
        return ""
    path = match["path"].removeprefix("./")
    return path if _is_file(path) else ""


def _is_file(path: str) -> bool:
    if path.startswith("/") and _ROUTE.match(path):
        return False
    name = path.rsplit("/", 1)[-1]
    stem, _, extension = name.rpartition(".")
    if "{" in path or ("*" in path and "/" not in path):
        # A pattern or a template stands for files, it names none.
        return False
    if not stem:
        return True
    if extension == "html" and "/" not in path:
        return False
    # `Node.js`, `v1.2.c`, `3.h`: a name with a dot that is no file.
    return name.lower() not in _NO_FILES and not (stem.replace(".", "").isdigit() and len(extension) < 3)


_NO_FILES: Final = frozenset(
    ("node.js", "next.js", "vue.js", "nuxt.js", "express.js", "d3.js", "three.js", "asp.net", "socket.io.js")
)


def _from_table(table: Table) -> Iterator[_Mention]:
    columns = [n for n, cell in enumerate(table.header.cells) if key(cell) in FILE_COLUMNS]
    for row in table.rows:
        for column in columns:
            if column < len(row.cells):
                note = "; ".join(c for n, c in enumerate(row.cells) if n != column and c)
                bare = re.split(r"[\s(（,]", row.cells[column].replace("`", "").strip(), maxsplit=1)[0]
                path = read_path(bare)
                if path and not _UNCHANGED.search(note):
                    yield _Mention(path, squash(note), row.line)


def _from_prose(prose: Prose) -> Iterator[_Mention]:
    if prose.text.startswith("!["):
        return
    text = prose.text
    for match in _CODE.finditer(text):
        path = read_path(match[1])
        if path and not _EXECUTED.match(match[1]):
            yield _Mention(path, _note_beside(text, match.start(), match.end()), prose.line)
    if prose.place == "cell":
        return
    if not _MAY_NAME.search(text):
        return
    bare = _NOT_BARE.sub(" ", text)
    for match in _IN_PROSE.finditer(bare):
        if _is_file(match["path"]):
            yield _Mention(match["path"].removeprefix("./"), "", prose.line)


def _note_beside(text: str, start: int, end: int) -> str:
    """The remark set off behind a path, else the sentence it stands in; empty for the path alone."""
    remark = _REMARK.match(text, end)
    if remark:
        return squash(_MARKS.sub("", remark["note"])).strip("|:() ")
    sentence, position = text, 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() > start:
            sentence = text[position : match.start()]
            break
        position = match.end()
    else:
        sentence = text[position:]
    told = squash(_MARKS.sub("", sentence))
    alone = told.strip(" .,:|()-") == text[start:end].strip("`")
    return "" if alone else shorten(told, _NOTE_WIDTH)


def _from_fence(outline: Outline, fence: Fence) -> Iterator[_Mention]:
    title = _TITLE.search(fence.info)
    if title and read_path(title["path"]):
        yield _Mention(read_path(title["path"]), "", fence.opening)
    listed = fence.language in _LISTED and _under_file_heading(outline, fence)
    folder = ""
    for line in range(fence.first, fence.last + 1):
        text = outline.lines[line - 1]
        if len(text) > 400:
            continue
        comment = _COMMENT.match(text)
        if comment:
            yield from _from_comment(comment["rest"], line)
        elif listed or fence.language in ("", "text", "bash", "sh"):
            branch = _TREE.match(text)
            if branch and listed:
                path = read_path(folder + branch["name"])
                if path and not _UNCHANGED.search(text):
                    yield _Mention(path, squash(text.partition("#")[2]), line)
            elif not branch:
                words = text.split(None, 1)
                if listed and len(words) == 1 and words[0].endswith("/"):
                    folder = words[0]
                elif words and "/" in words[0] and _is_listing(words):
                    yield _Mention(read_path(words[0]), squash(words[1]) if len(words) > 1 else "", line)


def _is_listing(words: Sequence[str]) -> bool:
    """A line that is a path, alone or with a remark set off by a dash."""
    return bool(read_path(words[0])) and (len(words) == 1 or words[1][0] in "—–-#←")


def _from_comment(rest: str, line: int) -> Iterator[_Mention]:
    """`# k8s/prod.yaml`, `// router.go — before`, `# auth.yaml, user.yaml`."""
    head, _, note = rest.partition(" ")
    parts = [head] if not head.endswith(",") else rest.split(",")
    for part in parts:
        path = read_path(part.strip().split(" ")[0].rstrip(",:：*/)"))
        if path and (not note or note[0] in "-—–(:→#*" or len(parts) > 1):
            yield _Mention(path, squash(note.strip("-—–():#*/ ")), line)


def _under_file_heading(outline: Outline, fence: Fence) -> bool:
    """True where the nearest heading above speaks of files."""
    above = bisect_left(outline.headings, fence.opening, key=lambda heading: heading.line)
    return above > 0 and bool(_FILE_HEADING.search(outline.headings[above - 1].text))


def _longest(mentions: Iterable[_Mention]) -> Iterator[FileRef]:
    """One reference per file: a bare name gives way to the path that ends with it."""
    notes: dict[str, _Mention] = {}
    for mention in mentions:
        have = notes.get(mention.path)
        if have is None or (not have.note and mention.note):
            line = have.line if have else mention.line
            notes[mention.path] = _Mention(mention.path, mention.note, line)
    full: dict[str, list[str]] = {}
    for path in notes:
        full.setdefault(path.rsplit("/", 1)[-1], []).append(path)
    for path, mention in notes.items():
        rivals = full[path.rsplit("/", 1)[-1]]
        if not any(_covers(other, path) for other in rivals):
            yield FileRef(path, mention.note, mention.line)


def _covers(longer: str, shorter: str) -> bool:
    if longer == shorter:
        return False
    if longer.endswith("/" + shorter):
        return True
    # `src/main/java/.../Config.java` is the same file with its middle left out.
    head, dots, tail = shorter.partition("/.../")
    return bool(dots) and longer.startswith(head) and longer.endswith("/" + tail) and "/.../" not in longer
