"""The text of schemas/registry.py: stable, honest, and a module that works."""

import subprocess
import sys
from pathlib import Path

import pytest

from fluentorm.registry.evaluate import evaluate
from fluentorm.registry.writer import render_registry

USERS = "def build(t):\n    t.uuid('id', primary_key=True)\n"


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "01_users.py").write_text(USERS)
    (folder / "02_more.py").write_text(
        "table_name = 'users'\n\n\ndef build(t):\n    t.string('bio')\n"
    )
    (folder / "03_odd.py").write_text("table_name = 'a\"b'\n" + USERS)
    return folder


def _render(schemas: Path, fingerprint: str = "f1") -> str:
    return render_registry(evaluate(schemas, root=schemas.parent), fingerprint)


def test_first_line_says_that_it_is_generated(schemas: Path) -> None:
    first = _render(schemas).splitlines()[0]
    assert "Generated" in first
    assert "do not edit" in first


def test_tables_are_listed_in_order_with_their_files(schemas: Path) -> None:
    assert (
        "SCHEMAS: dict[str, list[str]] = {\n"
        '    "users": [\n'
        '        "01_users.py",\n'
        '        "02_more.py",\n'
        "    ],\n"
        '    \'"a""b"\': [\n'
        '        "03_odd.py",\n'
        "    ],\n"
        "}\n"
    ) in _render(schemas)


def test_comment_in_a_schema_file_keeps_the_bytes(schemas: Path) -> None:
    before = _render(schemas)
    (schemas / "01_users.py").write_text("# why\n\n" + USERS)
    assert _render(schemas) == before


def test_another_fingerprint_changes_the_bytes(schemas: Path) -> None:
    assert _render(schemas, "f1") != _render(schemas, "f2")


def test_registry_gives_the_merged_tables(schemas: Path) -> None:
    (schemas / "registry.py").write_text(_render(schemas))
    script = (
        "import registry, sys\n"
        "assert not [m for m in sys.modules if m.startswith('fluentorm')]\n"
        "for table in registry.get_all_schemas():\n"
        "    print(table.name, *table.columns)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=schemas, capture_output=True, text=True, check=True
    )
    assert result.stdout == 'users id bio\n"a""b" id\n'


@pytest.mark.slow
def test_registry_passes_ruff_and_mypy(schemas: Path, tmp_path: Path) -> None:
    file = schemas / "registry.py"
    file.write_text(_render(schemas))
    for tool in (
        ["ruff", "check", "--isolated", "--select", "E,F,I,UP,D1", str(file)],
        ["ruff", "format", "--isolated", "--check", str(file)],
        ["mypy", "--strict", "--cache-dir", str(tmp_path / "mypy"), str(file)],
    ):
        result = subprocess.run(
            [sys.executable, "-m", *tool], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
