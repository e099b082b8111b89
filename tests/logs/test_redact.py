"""Redaction: secrets go, identifiers stay. All secrets here are made up."""

from __future__ import annotations

import pytest

from ekskb.logs.redact import redact

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
    ("password", "client_secret: 's3cr3tvalue'", "s3cr3tvalue"),
    ("github-token", "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "a1B2c3D4e5F6g7H8i9J0"),
    ("slack-token", "xoxb-" + "123456789012-abcdefGHIJKL", "123456789012-abcdefGHIJKL"),
    (
        "slack-webhook",
        "https://hooks.slack.com/services/" + "T000/B000/XXXXabcdXXXX",
        "T000/B000/XXXXabcdXXXX",
    ),
    ("kubeconfig", "client-key-data: " + "QUJDREVGR0hJSktMTU5PUA==", "QUJDREVGR0hJSktMTU5PUA=="),
    (
        "private-key",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\ndef\n-----END RSA PRIVATE KEY-----",
        "MIIEabc",
    ),
]

KEPT = [
    "commit 9f1c2ab07d3e5a4412bb6f0c1e88aa7d3f2c9b10",
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "0f0f0f0f-1111-2222-3333-444444444444",
    "sg-0a047cd0088b7b07d vpc-0123456789abcdef0 10.1.2.3",
    "arn:aws:iam::111122223333:role/reader",
    'secrets "app-shared-secret" not found',
    "password authentication failed for user app",
    "token: expired",
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
