"""Names of a paste in the commands of an entry."""

from __future__ import annotations

import pytest

from ekskb.logs.facts import fill_commands, read_facts
from ekskb.model import Command, Entry, FilledCommand, Signature, Source


def make_command(text: str, *placeholders: str) -> Command:
    return Command(text, "fix", 9, "bash", "unknown", placeholders)


def make_entry(*samples: str) -> Entry:
    return Entry(
        id="x", title="X", kind="incident", date=None, tags=(), source=Source("kb/x.md", (1, 20), ""),
        sections=(), commands=(), files=(), references=(),
        signatures=tuple(Signature(text, 3, "log") for text in samples),
    )  # fmt: skip


def fill(command: Command, paste: str, *samples: str) -> FilledCommand:
    return fill_commands([command], make_entry(*samples), paste)[0]


FACTS = [
    ("kubectl get pods -n shop", ("namespace", "shop")),
    ("--namespace=shop", ("namespace", "shop")),
    ('No resources found in namespace "shop"', ("namespace", "shop")),
    ("No resources found in shop namespace.", ("namespace", "shop")),
    ("pod/web-6f9c8b7d54-zl2hv evicted", ("pod", "web-6f9c8b7d54-zl2hv")),
    ("web-6f9c8b7d54-zl2hv   0/1   Pending", ("pod", "web-6f9c8b7d54-zl2hv")),
    ("on ip-10-1-2-3.eu-west-1.compute.internal now", ("node", "ip-10-1-2-3.eu-west-1.compute.internal")),
    ("111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1 gone",
     ("image", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1")),
    ("arn:aws:iam::111122223333:role/reader denied", ("account", "111122223333")),
    ("region ap-northeast-2 is slow", ("region", "ap-northeast-2")),
    ("deployment/web has failed", ("deployment", "web")),
    ("GET https://api.shop.example/v1", ("host", "api.shop.example")),
    ("open /etc/app/config.yaml: no such file", ("file", "/etc/app/config.yaml")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), FACTS)
def test_a_name_is_found_in_a_line(line: str, expected: tuple[str, str]) -> None:
    assert expected in [(fact.kind, fact.value) for fact in read_facts(line)]


def test_a_placeholder_is_filled_and_tells_its_line() -> None:
    filled = fill(make_command("kubectl logs <pod> -n <namespace>", "<pod>", "<namespace>"),
                  "x\npod/web-6f9c8b7d54-zl2hv evicted\nkubectl get pods -n shop\n")  # fmt: skip

    assert filled.text == "kubectl logs web-6f9c8b7d54-zl2hv -n shop"
    assert [(one.placeholder, one.line) for one in filled.fills] == [("<pod>", 2), ("<namespace>", 3)]


def test_what_nothing_fits_stays_open() -> None:
    filled = fill(
        make_command("aws x --zone <zone-id> -n $NAMESPACE", "<zone-id>", "$NAMESPACE"), "nothing here"
    )

    assert filled.text == "aws x --zone <zone-id> -n $NAMESPACE"
    assert filled.placeholders == ("<zone-id>", "$NAMESPACE")


def test_a_value_cannot_leave_its_quotes() -> None:
    filled = fill(make_command("cat <file>", "<file>"), "open /tmp/a+b@c/x.yaml: denied; rm -rf /")

    assert filled.text in ("cat /tmp/a+b@c/x.yaml", "cat '/tmp/a+b@c/x.yaml'")


def test_an_old_name_becomes_the_new_one_where_there_is_one_of_each() -> None:
    filled = fill(make_command("kubectl delete pod web-5d8c6d7b9f-m4twl"),
                  "web-6f9c8b7d54-zl2hv 0/1 Pending", "web-5d8c6d7b9f-m4twl 0/1 Pending")  # fmt: skip

    assert filled.text == "kubectl delete pod web-6f9c8b7d54-zl2hv"


def test_an_old_name_stays_where_the_paste_holds_several() -> None:
    filled = fill(make_command("kubectl delete pod web-5d8c6d7b9f-m4twl"),
                  "web-6f9c8b7d54-zl2hv and web-6f9c8b7d54-aaaaa", "web-5d8c6d7b9f-m4twl 0/1")  # fmt: skip

    assert filled.text == "kubectl delete pod web-5d8c6d7b9f-m4twl"


def test_a_filled_value_is_not_filled_again() -> None:
    filled = fill(make_command("kubectl -n <namespace> get <pod>", "<namespace>", "<pod>"),
                  "pod/namespace-6f9c8b7d54-zl2hv\n-n pod\n")  # fmt: skip

    assert filled.text == "kubectl -n pod get namespace-6f9c8b7d54-zl2hv"
