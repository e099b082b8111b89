"""Which files an entry speaks about."""

from __future__ import annotations

import pytest

from ekskb.parse.document import parse_document
from ekskb.parse.files import read_path


def _files(body: str) -> list[str]:
    parsed = parse_document(f"# It fails\n\n## Symptom\n\nx\n\n## Fix\n\n{body}\n", "kb/a.md")
    return [file.path for file in parsed.entries[0].files]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("k8s/helm/prod.yaml", "k8s/helm/prod.yaml"),
        ("listing_handler.go:25-31", "listing_handler.go"),
        ("k8s/*/values.yaml", "k8s/*/values.yaml"),
        ("./scripts/run.sh", "scripts/run.sh"),
        (".gitignore", ".gitignore"),
        ("Dockerfile", "Dockerfile"),
        ("https://example.com/a.yaml", ""),
        ("/api/v1/users", ""),
        ("/tmp/dump.json", ""),
        ("grafana/grafana", ""),
        ("ghcr.io/org/image:1.2", ""),
        ("*.tfvars", ""),
        ("apps/{service}.yaml", ""),
        ("node.js", ""),
        ("v1.28.2", ""),
        ("ConfigMap", ""),
        ("kubectl get -f a.yaml", ""),
    ],
)
def test_a_path_is_told_from_routes_images_and_patterns(text: str, path: str) -> None:
    assert read_path(text) == path


def test_a_bare_name_gives_way_to_the_full_path() -> None:
    assert _files("Edit `prod.yaml`, that is `k8s/env/prod.yaml`.") == ["k8s/env/prod.yaml"]


def test_a_path_with_its_middle_left_out_gives_way_to_the_full_path() -> None:
    assert _files("`src/main/java/org/app/Config.java` and `src/main/java/.../Config.java`") == [
        "src/main/java/org/app/Config.java"
    ]


def test_the_file_column_gives_the_path_and_the_rest_of_the_row_the_note() -> None:
    table = "| 파일 | 변경 내용 |\n|---|---|\n| `a/b.tf` | 규칙 추가 |\n"
    text = f"# It fails\n\n## Symptom\n\nx\n\n## Fix\n\n{table}"

    file = parse_document(text, "kb/a.md").entries[0].files[0]

    assert (file.path, file.note, file.line) == ("a/b.tf", "규칙 추가", 11)


def test_the_first_comment_and_the_title_of_a_block_name_its_file() -> None:
    assert _files('```yaml\n# k8s/env/prod.yaml\na: 1\n```\n\n```hcl title="infra/main.tf"\nx = 1\n```') == [
        "k8s/env/prod.yaml",
        "infra/main.tf",
    ]


def test_a_tree_below_a_heading_on_files_names_them_but_what_did_not_change() -> None:
    tree = (
        "### Changed files\n\n```\nk8s/env/\n├── base.yaml   # 전역 설정만\n└── prod.yaml   # 변경 없음\n```"
    )

    assert _files(tree) == ["k8s/env/base.yaml"]


def test_a_command_that_moves_files_names_them_and_one_that_reads_does_not() -> None:
    assert _files("```bash\nkubectl apply -f k8s/app.yaml\ngit mv k8s/a.yaml k8s/b.yaml\n```") == [
        "k8s/a.yaml",
        "k8s/b.yaml",
    ]


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("- `a/b.tf` - 규칙 추가", "규칙 추가"),
        ("- **`a/b.tf`**: new rule", "new rule"),
        ("`a/b.tf`에서 값을 바꿨다. 그리고 재시작했다.", "a/b.tf에서 값을 바꿨다."),
        ("First look. Then edit `a/b.tf` by hand.", "Then edit a/b.tf by hand."),
        ("- `a/b.tf`", ""),
    ],
)
def test_the_note_is_a_remark_or_the_whole_sentence(line: str, note: str) -> None:
    text = f"# It fails\n\n## Symptom\n\nx\n\n## Fix\n\n{line}\n"

    assert parse_document(text, "kb/a.md").entries[0].files[0].note == note


def test_a_script_run_where_it_stands_is_a_command_and_not_a_file() -> None:
    assert _files("Run `./repair.sh`, then see `scripts/repair.sh` and `build/rules.mk`.") == [
        "scripts/repair.sh",
        "build/rules.mk",
    ]
