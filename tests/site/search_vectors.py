"""Golden vectors of the page search, made from Python: python -m tests.site.search_vectors

Tokens, parsed queries and answers. One test checks that Python still gives them, another that the
page gives them in a browser; so the two cannot drift apart unnoticed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ekskb.model import Entry, Snippet
from ekskb.search.analyzer import tokens
from ekskb.search.index import TextIndex
from ekskb.search.plan import Planner
from ekskb.search.query import Query, parse_query, plain_query
from ekskb.search.rank import rank
from ekskb.search.synonyms import default_synonyms
from ekskb.search.twins import fold_twins
from tests.site.search_base import CASES, base_entries

Vector = dict[str, Any]
LIMIT = 10
_TOKEN_CASES = Path(__file__).parents[1] / "cases" / "search" / "tokens.txt"

NASTY = (
    "",
    "   \t\r\n",
    "\x1c\x85\u3000\ufeff",
    "_ __ _a_ a__b __init__ SNAKE_CASE_NAME",
    "aB Ab AB ABc aBC abC1 a1b2c3d4 x509v3 k8s ec2 HTTPServer2Go iPhone eBPF mTLS",
    "a.b.c.d.e 1.2.3 10.0.0.1/24 v1.29.3-eks-abcdef a...b a----b a//b::c@@d",
    "ALB-INGRESS-controller/Foo.Bar:Baz@sha256:0123456789abcdef",
    "0F8FAD5B-D9CB-469F-A165-70867728950E _0f8fad5b-d9cb-469f-a165-70867728950e_",
    "policies policy ties boxes classes crashes matches status redis aws alias goes dies lying dying",
    "stopped stopping fuzzed buzzing missed filling red bed used using tying sing string freed agreed",
    "Ünïcödé Straße STRASSE ﬁne ǅungla Ǆ ΑΣ ς İI ıi ŉ",
    "²³ ½ Ⅷ ① ٣٤ १२ 〇一二 ㈱ ㎏",
    "파드가 파드는 파드를 파드에서도 파드들이 서버로 길로 집으로 글로 칼을 물이 잡이 값이 것을 가는",
    "재시작했습니다 재시작되었다 재시작하지만 바인딩되지 확인하려면 않았다 있는데도 이라고 으로부터",
    "Pod가 `kubectl`을 (foo)에서 [bar]로 'x'은 \"y\"이 *z*만 EKS에서의 node들이 pod가나다",
    "ㄱ ㅏ 가ㄱ ㅈㅅㅈ ㅄ ᄀᄂᄃ 각 한글과English와日本語とカタカナ 가1나2",
    "보안 그룹  을 로드 밸런서\n주소 가 나",
    "e\u0301clair \u1112\u1161\u11ab\u1100\u1173\u11af ＡＢＣ１２３ ﾃﾞｨｽｸ",
    "𝐛𝐨𝐥𝐝 𐐀𐐨 🔥fire🔥 a🔥b 👨‍👩‍👧",
    "x" * 99 + " " + "y" * 101 + " " + "가" * 120 + " " + "日" * 101,
    "a." * 200 + "z",
    "-".join(["ab"] * 120),
    "don't it's o'clock C++ C# .NET node.js @scope/pkg a@b.c --flag=value -x $HOME ${VAR} %20",
)
"""Texts that analysers trip over."""


def token_vectors() -> list[Vector]:
    lines = _TOKEN_CASES.read_text(encoding="utf-8").splitlines()
    texts = [line.removeprefix("text:").strip() for line in lines if line.startswith("text:")]
    return [
        dict(zip(("text", "words", "pairs"), (text, *tokens(text)), strict=True)) for text in (*texts, *NASTY)
    ]


def query_lines() -> list[str]:
    return (CASES / "queries.txt").read_text(encoding="utf-8").splitlines()


def query_vectors() -> list[Vector]:
    return [_parsed(parse_query(text)) for text in (*query_lines(), *NASTY)]


def _parsed(query: Query) -> Vector:
    clauses = [
        {
            "terms": [[term.text, term.field, term.phrase, term.prefix] for term in clause.terms],
            "required": clause.required,
            "excluded": clause.excluded,
        }
        for clause in query.clauses
    ]
    notes = len(query.notes)
    return {
        "text": query.text,
        "clauses": clauses,
        "since": query.since,
        "before": query.before,
        "plain": query.plain,
        "notes": notes,
    }


def answer_vectors(entries: Sequence[Entry], queries: Sequence[str]) -> list[Vector]:
    """What the command line answers, the scores not rounded; entries in the order of their ids."""
    index = TextIndex.open(None)
    index.update(((entry, "1") for entry in entries), ())
    vectors = [_answer(index, text) for text in queries]
    index.close()
    return vectors


def _answer(index: TextIndex, text: str) -> Vector:
    result = index.search(text, LIMIT)
    return {
        "text": text,
        "total": result.total,
        "all_words": result.all_words,
        "suggestion": result.suggestion,
        "facets": {name: [list(pair) for pair in counts.items()] for name, counts in result.facets.items()},
        "hits": _scores(index, text),
        "ids": [hit.id for hit in result.hits],
        "snippets": [[marked(snippet) for snippet in hit.snippets] for hit in result.hits],
    }


def _scores(index: TextIndex, text: str) -> list[list[Any]]:
    """[id, score] of the hits, as ranking gives them before they are rounded for showing."""
    view = index._fresh_view()
    query = parse_query(text)
    for attempt in (query, plain_query(text)):
        ranking = rank(Planner(view, default_synonyms()).plan(attempt), view, view.look, LIMIT)
        if ranking.docs or query.plain:
            break
    folded = fold_twins(ranking.best, view.look, LIMIT)
    return [[view.look(one.item.doc).stored.id, round(one.item.score, 9)] for one in folded]


def marked(snippet: Snippet) -> str:
    """A snippet with its marked words in brackets: places differ where characters are pairs of units."""
    text, at = "", 0
    for start, end in snippet.marks:
        text += f"{snippet.text[at:start]}[{snippet.text[start:end]}]"
        at = end
    return f"{snippet.line} {snippet.role}: {text}{snippet.text[at:]}"


def vectors() -> dict[str, list[Vector]]:
    """File name -> what it must hold."""
    return {
        "tokens.json": token_vectors(),
        "parsed.json": query_vectors(),
        "answers.json": answer_vectors(base_entries(), query_lines()),
    }


def main() -> None:
    for name, made in vectors().items():
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in made)
        (CASES / name).write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
