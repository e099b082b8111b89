"""A small knowledge base of our own, for the tests of the exported site."""

from __future__ import annotations

from pathlib import Path

DOCUMENTS = {
    "redis.md": """# 2025-01-02: Redis timeout in the session service

## Symptoms

Logins fail after a deploy.

```log
2025-01-02T10:00:00Z ERROR session redis: dial tcp 10.0.3.7:6379: i/o timeout while loading session
2025-01-02T10:00:01Z ERROR session store unavailable: circuit breaker is open
```

```log nomatch
2025-01-02T10:00:01Z ERROR session redis: WRONGPASS invalid username-password pair
```

## Root cause

The security group of the cache lost its ingress rule. See [the certificate incident](cert.md#해결).

## Resolution

Add the rule in `terraform/redis.tf`, then restart:

```bash
# Look first.
kubectl get pods -n <namespace>
kubectl rollout restart deploy/session -n <namespace>   # picks up the rule
kubectl delete pod -n <namespace> -l 'app=<app-name>'
```

```console
$ kubectl get deploy session -o name
deployment.apps/session
```

```yaml
ingress:
  - port: 6379   # the cache
```

## Verification

```bash
kubectl get pods -n <namespace>
```
""",
    "cert.md": """# 인증서 장애 기록

## 2025-02-03: 인증서 만료로 인한 웹훅 실패

### 증상

파드를 만들 수 없다.

```log
failed calling webhook "validate.example.io": x509: certificate has expired or is not yet valid
```

### 원인

인증서 갱신 작업이 멈춰 있었다.

| 구성 요소 | 상태 |
|---|---:|
| cert-manager | 0 |

### 해결

```bash
kubectl delete secret webhook-cert -n cert-system
```

### 검증

`kubectl get secret webhook-cert -n cert-system`로 새 인증서를 확인한다.

## 2025-03-04: 노드가 NotReady로 바뀜

### 증상

```log
Node ip-10-0-1-23 status is now: NodeNotReady, kubelet stopped posting node status
```

### 원인

디스크가 가득 찼다.

### 해결

![디스크 사용량](images/disk.png)

```bash
kubectl drain <node> --ignore-daemonsets --delete-emptydir-data
```
""",
}

# The smallest PNG: one grey pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6368000000820081dd436af40000000049454e44ae426082"
)


def write_base(root: Path) -> Path:
    """The documents, and an image beside them, in a new root."""
    images = root / "kb" / "images"
    images.mkdir(parents=True)
    images.joinpath("disk.png").write_bytes(PIXEL)
    for name, text in DOCUMENTS.items():
        (root / "kb" / name).write_text(text, encoding="utf-8")
    return root
