"""Redaction: secrets go, identifiers stay. All secrets here are made up."""

from __future__ import annotations

import pytest

from ekskb.logs.redact import Redacted, RedactionError, audit, find_secrets, redact

KEY_ID = "AKIA" + "Q3EGRIEXAMPLE234"[:16]
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "eyJ" + "hbGciOiJSUzI1NiJ9" + ".eyJzdWIiOiI5ZTQxIn0." + "d36f8d32faee3dd15886"

SECRETS = [
    ("aws-key-id", f"key {KEY_ID} is used", KEY_ID),
    ("aws-secret", f"aws_secret_access_key = {SECRET}", SECRET),
    ("aws-secret", f'"SecretAccessKey": "{SECRET}"', SECRET),
    ("jwt", f"?token={TOKEN}&x=1", TOKEN),
    ("bearer", "Authorization: Bearer abcdefghijklmnop1234", "abcdefghijklmnop1234"),
    ("bearer", "authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA=="),
    ("url-password", "postgres://app:hunter22@db:5432/x", "hunter22"),
    ("password", "PASSWORD=hunter22 next", "hunter22"),
    ("password", '"db_password": "hunter22"', "hunter22"),
    ("password", "  password: letmeinplease", "letmeinplease"),
    ("password", "login with token: abc123def456 failed", "abc123def456"),
    ("password", "client_secret: 's3cr3tvalue'", "s3cr3tvalue"),
    ("github-token", "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "a1B2c3D4e5F6g7H8i9J0"),
    ("slack-token", "xoxb-" + "123456789012-abcdefGHIJKL", "123456789012-abcdefGHIJKL"),
    (
        "slack-webhook",
        "https://hooks.slack.com/services/" + "T000/B000/XXXXabcdXXXX",
        "T000/B000/XXXXabcdXXXX",
    ),
    ("kubeconfig", "client-key-data: " + "QUJDREVGR0hJSktMTU5PUA==", "QUJDREVGR0hJSktMTU5PUA=="),
    ("azure-key", "AccountKey=" + "Ab1+" * 21 + "Ab==", "Ab1+Ab1+Ab1+"),
    ("artifactory-key", "X-JFrog-Art-Api: AKCp" + "5Qz" * 22, "5Qz5Qz5Qz"),
    ("pypi-token", "pypi-AgE" + "IcHlwaS5v" * 8, "IcHlwaS5vIcHl"),
    ("sendgrid-key", "SG." + "aB3-" * 5 + "." + "xY9_" * 10, "xY9_xY9_"),
    ("vault-token", "hvs." + "CAESIJ" * 6, "CAESIJCAESIJ"),
    ("digitalocean-token", "dop_v1_" + "0af1" * 16, "0af10af1"),
    ("databricks-token", "dapi" + "0af1" * 8, "0af10af1"),
    ("newrelic-key", "NRAK-" + "A1B2C3D4E" * 3, "A1B2C3D4E"),
    ("age-key", "AGE-SECRET-KEY-1" + "QZ" * 29, "QZQZQZ"),
    ("grafana-token", "glsa_" + "aB3d" * 8 + "_0af1bc23", "aB3daB3d"),
    ("square-token", "sq0csp-" + "aB3d" * 10, "aB3daB3d"),
    ("mailchimp-key", "key " + "0af1" * 8 + "-us12", "0af10af1"),
    ("telegram-token", "bot110201543:" + "AAHdq" * 7, "AAHdqAAHdq"),
    ("twilio-key", "SK" + "0af1" * 8, "0af10af1"),
    ("discord-token", "discord login M" + "aB3d" * 6 + ".XyZ123." + "aB3d" * 7, "aB3daB3d"),
    ("signed-url", "https://b.example/x?X-Amz-Signature=" + "0af1" * 16, "0af10af1"),
    ("docker-auth", '{"auths":{"r.example":{"auth":"' + "dXNlcjpwYXNz" + '"}}}', "dXNlcjpwYXNz"),
    ("cookie", "< set-cookie: JSESSIONID=" + "0AF1" * 8 + "; Path=/", "0AF10AF1"),
    ("login-option", "docker login -u AWS -p " + "eyQ9" * 9 + " r.example", "eyQ9eyQ9"),
    ("login-option", "mysql -uroot -pHunter22 shop", "Hunter22"),
    ("password", "cloud_api_key = 'a1b2c3d4e5f6'", "a1b2c3d4e5f6"),
    (
        "private-key",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\ndef\n-----END RSA PRIVATE KEY-----",
        "MIIEabc",
    ),
]

KEPT = [
    "mysql -u root -p shop",
    "docker login -u AWS --password-stdin r.example",
    "Set-Cookie headers are dropped: too many",
    "token = expired and must be renewed",
    "pod SKIPPED: dapi not mounted",
    "commit 9f1c2ab07d3e5a4412bb6f0c1e88aa7d3f2c9b10",
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "0f0f0f0f-1111-2222-3333-444444444444",
    "sg-0a047cd0088b7b07d vpc-0123456789abcdef0 10.1.2.3",
    "arn:aws:iam::111122223333:role/reader",
    'secrets "app-shared-secret" not found',
    'failed to sync pod="shop/api-0" secret="shop/db-credentials"',
    "password authentication failed for user app",
    "token: expired",
    "cannot refresh token invalid_client_credentials",
    "failed to verify token: oidc: issued by a different provider",
    "failed to fetch anonymous token: unexpected status 403",
    "  id-token: write",
    '"ExternalSecret":"shop/api","error":"key not found"',
    "RequestToken: 8a1f0f0f-1111-2222-3333-444444444444, HandlerErrorCode: GeneralServiceException",
    "PASSWORD=${DB_PASSWORD}",
    "--from-literal=password=<password>",
    "secretName: tls-cert",
    "https://user@host.example/path",
]


@pytest.mark.parametrize(("kind", "text", "secret"), SECRETS)
def test_a_secret_is_replaced(kind: str, text: str, secret: str) -> None:
    done = redact(text)

    assert secret not in done.text
    assert f"[{kind}-1]" in done.text
    assert done.counts == {kind: 1}


@pytest.mark.parametrize("text", KEPT)
def test_an_identifier_is_kept(text: str) -> None:
    assert redact(text).text == text


def test_the_same_secret_gets_the_same_token_and_another_one_another() -> None:
    done = redact("password=hunter22\npassword=hunter22\npassword=correct-horse")

    assert done.text == "password=[password-1]\npassword=[password-1]\npassword=[password-2]"


def test_redacting_twice_changes_nothing_more() -> None:
    once = redact("\n".join(text for _, text, _ in SECRETS)).text

    assert redact(once).text == once


@pytest.mark.parametrize(("kind", "text", "secret"), SECRETS)
def test_the_audit_passes_what_was_redacted(kind: str, text: str, secret: str) -> None:
    audit(text, redact(text))


def test_the_audit_fails_on_a_rule_that_was_counted_and_changed_nothing() -> None:
    with pytest.raises(RedactionError, match="counted password"):
        audit("nothing here", Redacted("nothing here", {"password": 1}))


def test_the_audit_fails_on_a_rule_whose_token_is_missing() -> None:
    with pytest.raises(RedactionError, match="counted jwt"):
        audit("a b", Redacted("a [password-1]", {"password": 1, "jwt": 1}))


def test_the_audit_fails_on_a_secret_that_is_left() -> None:
    with pytest.raises(RedactionError, match="left secrets in the text: password"):
        audit("password=hunter22 x", Redacted("password=hunter22", {}))


@pytest.mark.parametrize(("kind", "text", "secret"), SECRETS)
def test_secrets_are_found_before_and_not_after(kind: str, text: str, secret: str) -> None:
    assert kind in find_secrets(text)
    assert find_secrets(redact(text).text) == ()


def test_a_secret_inside_another_is_counted_once() -> None:
    done = redact(f"postgres://app:{KEY_ID}@db/x")

    assert KEY_ID not in done.text
    assert sum(done.counts.values()) == 1
