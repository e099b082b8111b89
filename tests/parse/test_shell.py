"""Commands: where they end, what they risk, what must be filled in."""

from __future__ import annotations

import pytest

from ekskb.model import Risk
from ekskb.parse.commands import looks_like_command
from ekskb.parse.placeholders import find_placeholders
from ekskb.parse.risk import command_risk
from ekskb.parse.shell import calls, is_complete, strip_comment


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("kubectl get pods -n delete", "read-only"),
        ("kubectl -n argocd patch app x --type merge -p '{}'", "changes-state"),
        ("kubectl rollout status deploy/a", "read-only"),
        ("kubectl rollout restart deploy/a", "changes-state"),
        ("kubectl delete pod a", "destructive"),
        ("kubectl exec deploy/a -- env", "read-only"),
        ("kubectl exec deploy/a -- rm -rf /data", "destructive"),
        ("aws ec2 describe-vpcs", "read-only"),
        ("aws --region us-east-1 s3 rm s3://a/b", "destructive"),
        ("terraform plan", "read-only"),
        ("cd infra && terraform destroy", "destructive"),
        ("terraform state rm a.b", "destructive"),
        ("helm uninstall a", "destructive"),
        ("git push --force origin main", "destructive"),
        ("git push origin main", "changes-state"),
        ("curl -sI https://example.com", "read-only"),
        ("curl -X DELETE https://example.com/a", "destructive"),
        ("sudo systemctl stop kubelet", "destructive"),
        ("cat a | xargs rm", "destructive"),
        ("for p in $(kubectl get pods -o name); do kubectl delete $p; done", "destructive"),
        ("frobnicate --now", "unknown"),
        ("kubectl get po | grep x && kubectl apply -f a.yaml", "changes-state"),
    ],
)
def test_a_command_has_the_highest_risk_of_what_it_runs(text: str, risk: Risk) -> None:
    assert command_risk(text) == risk


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("kubectl logs <pod-name> -n {namespace}", ("<pod-name>", "{namespace}")),
        ("aws x --name <새-NLB-DNS>", ("<새-NLB-DNS>",)),
        ("gh secret set A --repo <owner>/<repo>", ("<owner>", "<repo>")),
        ("kubectl -n $NAMESPACE get pod ${POD}", ("$NAMESPACE", "${POD}")),
        ("kubectl delete pod api-xxx", ("api-xxx",)),
        ("curl https://api.example.com/...", ("...",)),
        ("psql < dump.sql > out.txt", ()),
        ("cat <input.txt >/dev/null", ()),
        ("kubectl get svc -o jsonpath='{.status.loadBalancer}'", ()),
        ("for i in {1..3}; do echo $i; done", ()),
        ("NODE=a && kubectl drain $NODE", ()),
        ("ls $HOME", ()),
        ("go test ./...", ()),
    ],
)
def test_what_must_be_filled_in_is_found(text: str, holders: tuple[str, ...]) -> None:
    assert find_placeholders(text) == holders


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("kubectl get pods", True),
        ("kubectl get pods \\", False),
        ("kubectl get pods |", False),
        ("echo 'a", False),
        ("for i in 1 2; do", False),
        ("for i in 1 2; do\n  echo $i\ndone", True),
        ("cat <<EOF", False),
        ("cat <<EOF\na: 'b\nEOF", True),
        ("kubectl scale <name> --replicas=2", True),
    ],
)
def test_a_command_ends_where_the_shell_would_run_it(text: str, whole: bool) -> None:
    assert is_complete(text) is whole


def test_a_comment_at_the_end_goes_and_a_hash_in_quotes_stays() -> None:
    assert strip_comment("sleep 30  # 인증서 대기") == "sleep 30"
    assert strip_comment("grep '# TODO' a.py") == "grep '# TODO' a.py"


def test_programs_inside_pipes_and_substitutions_are_seen() -> None:
    names = [call.words[0] for call in calls('echo "$(date)" | tee a; (cd x && make)')]

    assert set(names) == {"echo", "date", "tee", "cd", "make"}


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("terraform apply", True),
        ("./deploy.sh prod", True),
        ("TOKEN=$(openssl rand -hex 8)", True),
        ("make", True),
        ("NAME   READY   STATUS", False),
        ("pod/api created", False),
        ("HTTP/1.1 200 OK", False),
        ("main → release → ArgoCD Sync", False),
        ("k8s/apps/prod/root.yaml", False),
        ("status:", False),
        ("error: no such host", False),
        ('"a": 1', False),
        ("# comment", False),
    ],
)
def test_output_between_commands_is_no_command(line: str, command: bool) -> None:
    assert looks_like_command(line) is command


@pytest.mark.parametrize(
    ("command", "open_parts"),
    [
        ("openssl s_client -connect a:443 </dev/null 2>/dev/null | openssl x509", ()),
        ("curl -o /dev/null -w '%{http_code}' https://api.example.com", ()),
        ("curl -w %{http_code} https://api.example.com", ()),
        ("kubectl logs <pod name> 2>&1", ("<pod name>",)),
    ],
)
def test_redirections_and_formats_are_not_left_open(command: str, open_parts: tuple[str, ...]) -> None:
    assert find_placeholders(command) == open_parts


@pytest.mark.parametrize(
    ("command", "risk"),
    [
        ("kubectl apply --dry-run=server -f x.yaml", "read-only"),
        ("helm upgrade api chart --dry-run", "read-only"),
        ("kubectl delete pod x --dry-run=none", "destructive"),
        ("kubectl create ns x --dry-run=client -o yaml | kubectl apply -f -", "changes-state"),
    ],
)
def test_a_dry_run_changes_nothing(command: str, risk: str) -> None:
    assert command_risk(command) == risk
