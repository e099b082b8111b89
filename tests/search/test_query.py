"""The query language. Any text is a query; what is not understood is searched for as words."""

from __future__ import annotations

import pytest

from ekskb.search.query import LONGEST_QUERY, parse_query, plain_query


def told(text: str) -> list[str]:
    """A query, clause by clause, in a short form for reading: +must -not field:word "phrase" begin*."""
    shown = []
    for clause in parse_query(text).clauses:
        sign = "-" if clause.excluded else "+" if clause.required else ""
        terms = []
        for term in clause.terms:
            body = f'"{term.text}"' if term.phrase else term.text + ("*" if term.prefix else "")
            terms.append(f"{term.field}:{body}" if term.field else body)
        shown.append(sign + "|".join(terms))
    return shown


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("redis timeout", ["redis", "timeout"]),
        ('"connection refused" redis', ['+"connection refused"', "redis"]),
        ("redis -grafana", ["redis", "-grafana"]),
        ("redis -그라파나", ["redis", "-그라파나"]),
        ("pod OR node", ["pod|node"]),
        ("pod | node | volume", ["pod|node|volume"]),
        ("cert* expired", ["cert*", "expired"]),
        ("title:redis fix:restart", ["+title:redis", "+fix:restart"]),
        ('title:"load balancer"', ['+title:"load balancer"']),
        ("file:prod.yaml", ["+file:prod.yaml"]),
        ("-kind:howto redis", ["-kind:howto", "redis"]),
        # What looks like an operator but is none.
        ("kubectl get pods -n goti", ["kubectl", "get", "pods", "n", "goti"]),
        ("helm upgrade --install", ["helm", "upgrade", "-install"]),
        ("error: no such host", ["error:", "no", "such", "host"]),
        ("ec2:CreateSecurityGroup", ["ec2:CreateSecurityGroup"]),
        ("http://a.example/b?c=d", ["http://a.example/b?c=d"]),
        ("[error] (redis)", ["error", "redis"]),
        ('say "unbalanced', ["say", "unbalanced"]),
        ("title: redis", ["title:", "redis"]),
        ("OR", ["OR"]),
        ("pod OR", ["pod"]),
        ("-redis", ["redis"]),
        ("* ** - -- \" ' () [] : OR", ["OR"]),
        ("", []),
    ],
)
def test_a_query_is_read_as(text: str, clauses: list[str]) -> None:
    assert told(text) == clauses


def test_dates_limit_the_answer() -> None:
    query = parse_query("since:2025.12 redis before:2026-2-1")

    assert (query.since, query.before) == ("2025-12", "2026-02-01")
    assert told(query.text) == ["redis"]


def test_a_bad_date_is_searched_for_and_noted_with_its_place() -> None:
    query = parse_query("redis since:yesterday")

    assert [(note.start, note.end) for note in query.notes] == [(6, 21)]
    assert "2025-12" in query.notes[0].message
    assert told(query.text) == ["redis", "since:yesterday"]


@pytest.mark.parametrize(
    ("query", "spot", "says"),
    [
        ("redis foo:bar", "foo:bar", "no field 'foo'"),
        ("-titel:redis x", "-titel:redis", "no field 'titel'"),
        ('componet:"argo cd" x', 'componet:"argo cd"', "no field 'componet'"),
        ('say "unbalanced here', '"unbalanced', "not closed"),
        ('title:"unbalanced here', 'title:"unbalanced', "not closed"),
        ("redis since:2025-13", "since:2025-13", "date"),
        ("before:2025-02-30", "before:2025-02-30", "date"),
        ("redis kind:problem", "kind:problem", "no kind 'problem'"),
    ],
)
def test_a_slip_is_noted_with_its_place(query: str, spot: str, says: str) -> None:
    (note,) = parse_query(query).notes

    assert query[note.start : note.end] == spot
    assert says in note.message


@pytest.mark.parametrize(
    "query",
    [
        "http://a.example/b",
        "nginx:8080",
        "localhost:5432 refused",
        "error: no such host",
        "s3:GetObject denied",
        "sts:AssumeRole",
        "10.0.0.1:53",
        '"connection refused" redis',
        "kind:howto since:2025-02 before:2026 title:x",
        'level:error msg:"a b c d e f g" ts:now one two three four five six seven eight nine ten',
    ],
)
def test_what_is_no_slip_is_not_noted(query: str) -> None:
    assert parse_query(query).notes == ()


def test_an_endless_query_is_noted_where_reading_ends() -> None:
    (note,) = parse_query("x" * (LONGEST_QUERY + 5)).notes

    assert (note.start, note.end) == (LONGEST_QUERY, LONGEST_QUERY + 5)


def test_only_the_beginning_of_an_endless_query_is_read() -> None:
    assert len(parse_query("word " * 100_000).clauses) == LONGEST_QUERY // 5


def test_a_plain_query_has_words_only() -> None:
    query = plain_query('title:"a b" -c OR since:2025')

    assert [clause.terms[0].text for clause in query.clauses] == ['title:"a', 'b"', "-c", "OR", "since:2025"]
    assert query.plain
