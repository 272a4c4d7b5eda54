"""Whole schemas in the style of real applications, there and back.

Each file of ``schemas/`` is loaded, pulled into schema files, and made again on an empty database
by what is generated from those: both databases must be the same to pg_dump, to the catalogs and
to db_diff, and be pulled into the same files once more.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fluentorm.embedded import installation
from fluentorm.registry.evaluate import evaluate
from fluentorm.schema.catalog import describe_model_difference
from tests.acceptance.whole_catalog import whole_catalog
from tests.conftest import lend
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.sql"))
_SINCE = re.compile(r"^-- since: (\d+)$", re.MULTILINE)
# A type or an operator of an aggregate.
_NUMBER = re.compile(r'(?<=")\d{5,}(?=")')
# What the tool itself has in a database.
_OURS = "_fluent_"


@pytest.fixture
def target(database: str) -> Iterator[str]:
    """The URL of another empty database on the same server."""
    name = "test_target_" + database.partition("/test_")[2][:12]
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        yield database.replace(database.rpartition("/")[2].partition("?")[0], name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=SCHEMAS, ids=[path.stem for path in SCHEMAS])
def source(request: pytest.FixtureRequest, database: str) -> str:
    """The URL of a database that holds one of the schemas."""
    text = request.param.read_text(encoding="utf-8")
    since = _SINCE.search(text)
    with psycopg.connect(database, autocommit=True) as connection:
        if since is not None and connection.info.server_version < int(since[1]) * 10000:
            pytest.skip(f"needs PostgreSQL {since[1]}")
        connection.execute(text.encode())
    return database


def _project(folder: Path, url: str, scratch: Path) -> Project:
    folder.mkdir()
    lend(scratch, folder)
    return Project(folder, {"FLUENT_DB_URL": url})


def _sources(project: Project) -> dict[str, bytes]:
    folder = project.root / "schemas"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".py", ".yaml", ".sql") and path.name != "registry.py"
    }


def _pulled(folder: Path, url: str, scratch: Path, *words: str) -> Project:
    project = _project(folder, url, scratch)
    project.env["FLUENT_VERIFY"] = "0"
    ran = project.script("db_pull", *words)
    assert ran.status == 0, ran.err
    return project


def _dump(url: str) -> list[str]:
    """Return what pg_dump says, sorted: commas at line ends depend on the order of columns."""
    program = installation.find().program("pg_dump")
    options = ["--schema-only", "--no-owner", f"--exclude-table={_OURS}*", f"--dbname={url}"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(
        [program, *options], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = (line.rstrip(",") for line in done.stdout.splitlines())
    noise = ("--", "\\restrict", "\\unrestrict")
    # 15.20 counts in pg_attver how often a column was made anew.
    return sorted(n for n in lines if n and not n.startswith(noise) and "(pg_attver=" not in n)


def _catalog(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        rows = whole_catalog(connection)
    return sorted(
        (*row[:2], _NUMBER.sub("number", str(row[2])), *map(str, row[3:]))
        for row in rows
        if _OURS not in str(row[1])
    )


def test_schema_comes_back_from_its_own_files(
    tmp_path: Path, source: str, target: str, scratch: Path
) -> None:
    first = _project(tmp_path / "first", source, scratch)
    pulled = first.script("db_pull")
    assert pulled.status == 0, pulled.err
    assert first.script("generate_models").out == "", "nothing is left to do"
    assert first.script("migrate_baseline").status == 0
    assert first.script("plan").status == 0
    assert first.script("migrate").out == "no pending migrations\n"
    assert first.script("drift").status == 0, first.script("drift").out

    fresh = _project(tmp_path / "fresh", target, scratch)
    for name, content in _sources(first).items():
        path = fresh.root / "schemas" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    made = fresh.script("generate_models", "migrate")
    assert made.status == 0, made.err

    assert _dump(target) == _dump(source)
    assert _catalog(target) == _catalog(source)
    compared = fresh.script("db_diff", "--from", source, "--to", target)
    assert (compared.status, compared.out) == (0, "")
    assert _sources(_pulled(tmp_path / "again", target, scratch)) == _sources(first)


@pytest.mark.parametrize("words", [("--format", "yaml"), ("--sql-bodies",)], ids=["yaml", "sql"])
def test_schema_is_the_same_in_every_language(
    tmp_path: Path, source: str, scratch: Path, words: tuple[str, ...]
) -> None:
    python = _pulled(tmp_path / "python", source, scratch)
    other = _pulled(tmp_path / "other", source, scratch, *words)
    models = [evaluate(p.root / "schemas", root=p.root).model for p in (python, other)]
    assert describe_model_difference(*models) == ()
    assert _sources(_pulled(tmp_path / "again", source, scratch, *words)) == _sources(other)
