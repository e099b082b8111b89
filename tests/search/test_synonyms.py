"""The synonym table: its compiled form is fresh, and expressions lead to each other."""

from __future__ import annotations

from importlib import resources

from ekskb.search.synonyms import NEAR, SAME, Synonyms, compile_table, compiled, default_synonyms

TABLE = Synonyms(
    compile_table(
        {
            "same": [["로드밸런서", "load balancer", "LB"], ["노드", "node"]],
            "near": [["로드밸런서", "nlb", "alb"]],
        }
    )
)


def test_the_compiled_table_is_what_the_yaml_says() -> None:
    folder = resources.files("ekskb.search")
    source = folder.joinpath("synonyms.yaml").read_text(encoding="utf-8")

    assert folder.joinpath("synonyms.json").read_bytes() == compiled(source), (
        "run python -m ekskb.search.synonyms"
    )


def test_an_expression_leads_to_the_others() -> None:
    found = dict(next(TABLE.find(["로드밸런서"]))[2])

    assert found == {"load balancer": SAME, "lb": SAME, "nlb": NEAR, "alb": NEAR}


def test_several_words_are_one_expression() -> None:
    assert (0, 2) in [found[:2] for found in TABLE.find(["load", "balancers", "down"])]


def test_hangul_written_apart_is_the_same_expression() -> None:
    assert (0, 2) in [found[:2] for found in TABLE.find(["로드", "밸런서"])]


def test_related_expressions_lead_to_the_first_only() -> None:
    assert dict(next(TABLE.find(["nlb"]))[2]) == {"로드밸런서": NEAR}


def test_numbers_are_led_to_but_lead_nowhere() -> None:
    table = Synonyms(compile_table({"near": [["https", "443"]], "same": [["137", "oom"]]}))

    assert [dict(group) for _, _, group in table.find(["https"])] == [{"443": NEAR}]
    assert list(table.find(["443"])) == list(table.find(["137"])) == []
    assert [dict(group) for _, _, group in table.find(["oom"])] == [{"137": SAME}]


def test_a_compound_brings_in_what_its_parts_mean_but_weaker() -> None:
    assert dict(next(TABLE.find(["노드그룹"]))[2]) == {"node": SAME * 0.7}


def test_common_words_of_operations_are_known() -> None:
    known = (
        "재시작",
        "권한",
        "파드",
        "인증서",
        "만료",
        "웹소켓",
        "리다이렉트",
        "볼륨",
        "restart",
        "load balancer",
    )

    assert [word for word in known if not default_synonyms().knows(word)] == []
