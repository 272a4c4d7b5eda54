"""What is made anew around a change, as the server knows what depends on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tasks.conftest import Project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.acceptance

SCHEMA = """
from fluentorm import DatabaseSchema, TableSchema

table_name = "users"


def build(t: TableSchema) -> None:
    t.big_increments("id", primary_key=True)
    t.string("email")


def define(db: DatabaseSchema) -> None:
    db.view("mails", query="SELECT email FROM users")
    db.view("words", query="SELECT id, 'none' AS email FROM users")
"""


def test_only_what_depends_on_a_column_is_made_anew_with_it(proven: Path) -> None:
    """The view "words" has the column's name in it, and does not depend on it."""
    commands = Project(proven)
    commands.write("schemas/01_users.py", SCHEMA)
    assert commands.script("generate_models").status == 0
    commands.replace("schemas/01_users.py", 't.string("email")', 't.varchar("email", 100)')
    ran = commands.script("generate_models")
    assert ran.status == 0, ran.err
    (file,) = (proven / "migrations").glob("*_alter_column_email.sql")
    text = file.read_text()
    assert "DROP VIEW mails" in text
    assert "VIEW words" not in text


GOING_ROUND = """
from fluentorm import DatabaseSchema


def define(db: DatabaseSchema) -> None:
    db.function("even", "n integer", returns="boolean", body="SELECT n = 0 OR odd(n - 1)")
    db.function("odd", "n integer", returns="boolean", body="SELECT n <> 0 AND even(n - 1)")
"""


def test_functions_that_call_each_other_are_made_and_dropped(proven: Path, database: str) -> None:
    commands = Project(proven, {"FLUENT_DB_URL": database})
    commands.write("schemas/01_functions.py", GOING_ROUND)
    ran = commands.script("generate_models", "migrate")
    assert ran.status == 0, ran.err
    ups = [path for path in (proven / "migrations").glob("*.sql") if "_down" not in path.name]
    unchecked = [path for path in ups if "check_function_bodies = off" in path.read_text()]
    assert len(ups) == 2
    assert len(unchecked) == 1
    assert commands.script("migrate_down", "--all").status == 0
    assert commands.script("migrate", "verify").status == 0
