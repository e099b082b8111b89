"""Names of a paste in the commands of an entry."""

from __future__ import annotations

import pytest

from ekskb.logs.facts import fill_commands, read_facts
from ekskb.model import Command, Entry, Evidence, FilledCommand, Signature, Source


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
    ("back-off restarting failed container web in pod x", ("container", "web")),
    ("kubectl describe pod cache-0", ("pod", "cache-0")),
]  # fmt: skip

SENTENCES = [
    "deployment exceeded its progress deadline",
    "service is not ready, the namespace was deleted",
    "tail -n 100 app.log",
    "grep -n error app.log",
    "pod has unbound claims; containers with unready status",
    "namespaces: none",
]


@pytest.mark.parametrize(("line", "expected"), FACTS)
def test_a_name_is_found_in_a_line(line: str, expected: tuple[str, str]) -> None:
    assert expected in [(fact.kind, fact.value) for fact in read_facts(line)]


@pytest.mark.parametrize("line", SENTENCES)
def test_a_word_of_a_sentence_is_no_name(line: str) -> None:
    assert read_facts(line) == ()


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
                  "pod/namespace-6f9c8b7d54-zl2hv\n--namespace pod\n")  # fmt: skip

    assert filled.text == "kubectl -n pod get namespace-6f9c8b7d54-zl2hv"


GATEWAY = '{"level":"error","msg":"Reconciler error","namespace":"%s","name":"%s","error":"no permission"}'


def pair_up(paste: str, sample: str, line: int = 1) -> list[Evidence]:
    return [Evidence(line, paste, 3, sample, 1.0)]


def test_a_namespace_that_the_matched_sample_does_not_hold_stays() -> None:
    sample, paste = GATEWAY % ("edge", "public"), GATEWAY % ("shop", "front")
    restart = make_command("kubectl rollout restart deployment/gateway-controller -n kube-system")

    filled = fill_commands([restart], make_entry(sample), paste, pair_up(paste, sample))[0]

    assert filled.text == restart.text
    assert filled.fills == ()


def test_a_namespace_of_the_matched_sample_becomes_that_of_the_matched_line() -> None:
    sample, paste = GATEWAY % ("edge", "public"), f"noise in namespace other\n{GATEWAY % ('shop', 'front')}"
    filled = fill_commands(
        [make_command("kubectl get gateway -n edge")], make_entry(sample), paste, pair_up(paste, sample, 2)
    )[0]

    assert filled.text == "kubectl get gateway -n shop"
    assert [(one.placeholder, one.value, one.line) for one in filled.fills] == [("edge", "shop", 2)]


def test_a_shared_namespace_stays_where_nothing_else_in_the_command_changes() -> None:
    sample, paste = GATEWAY % ("kube-system", "public"), GATEWAY % ("shop", "front")
    restart = make_command("kubectl rollout restart deployment/gateway-controller -n kube-system")

    assert fill_commands([restart], make_entry(sample), paste, pair_up(paste, sample))[0].text == restart.text


def test_a_shared_namespace_follows_the_pod_that_lies_in_it() -> None:
    sample = 'pod "kube-system/dns-6f9c8b7d54-zl2hv" namespace="kube-system" failed'
    paste = 'pod "infra/dns-5d8c6d7b9f-m4twl" namespace="infra" failed'
    delete = make_command("kubectl delete pod dns-6f9c8b7d54-zl2hv --namespace kube-system")

    filled = fill_commands([delete], make_entry(sample), paste, pair_up(paste, sample))[0]

    assert filled.text == "kubectl delete pod dns-5d8c6d7b9f-m4twl --namespace infra"


def test_an_old_name_that_is_a_word_of_another_meaning_stays() -> None:
    sample, paste = "service=app is down", "service=cart is down"
    command = make_command("kubectl get pods -l app=app && kubectl describe service app")

    filled = fill_commands([command], make_entry(sample), paste, pair_up(paste, sample))[0]

    assert filled.text == "kubectl get pods -l app=app && kubectl describe service cart"


def test_a_placeholder_takes_the_name_of_the_matched_line_before_others() -> None:
    paste = "namespace=one\nnamespace=two failed\nnamespace=three"
    command = make_command("kubectl get pods -n <namespace>", "<namespace>")

    filled = fill_commands([command], make_entry("failed"), paste, pair_up(paste, "failed", 2))[0]

    assert filled.text == "kubectl get pods -n two"


def test_a_placeholder_stays_open_where_the_paste_leaves_a_choice() -> None:
    filled = fill(
        make_command("kubectl get pods -n <namespace>", "<namespace>"), "namespace=one\nnamespace=two"
    )

    assert filled.placeholders == ("<namespace>",)


def test_names_that_changed_differently_on_two_lines_stay() -> None:
    sample = "namespace=edge failed"
    paste = "namespace=one failed\nnamespace=two failed"
    evidence = [*pair_up(paste, sample, 1), *pair_up(paste, sample, 2)]
    command = make_command("kubectl get pods -n edge")

    assert fill_commands([command], make_entry(sample), paste, evidence)[0].text == command.text
