"""The public names: what there is, and that asking for it loads nothing else."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import fluentorm
from fluentorm import errors

ROOT = Path(__file__).parent.parent
SLOW = ("psycopg", "yaml", "rich", "jinja2", "doit", "fluentorm.schema", "fluentorm.registry")


@pytest.mark.parametrize("name", fluentorm.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(fluentorm, name) is not None


def test_public_names_are_sorted_and_listed_once() -> None:
    assert fluentorm.__all__ == sorted(set(fluentorm.__all__))
    assert dir(fluentorm) == fluentorm.__all__


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(Path(fluentorm.__file__).read_text(encoding="utf-8"))
    block = next(
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    seen = {
        alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen | {"__version__"} == set(fluentorm.__all__)


def test_every_error_is_public() -> None:
    kinds = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type)
        and issubclass(value, errors.FluentError)
        and not name.startswith("_")
    }
    assert kinds <= set(fluentorm.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Tabel'"):
        fluentorm.Tabel  # noqa: B018 asking for it is the test


def test_import_loads_nothing_slow() -> None:
    script = "import sys, fluentorm; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in found if name.startswith(SLOW)] == []


def test_builder_and_errors_load_no_driver() -> None:
    script = "import sys; from fluentorm import TableSchema, sql, SchemaError; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in found if name.startswith(SLOW[:5])] == []


def test_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert fluentorm.__version__ == project["project"]["version"]
