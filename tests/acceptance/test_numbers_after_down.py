"""A sequence that a down brings back goes on behind the numbers in use, and no insert fails."""

from pathlib import Path

import psycopg
import pytest

from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

COUNTERS = """def define(db):
    db.sequence("down", increment=-1)
"""
THINGS = """from fluentorm import sql


def build(t):
    t.integer("x")
    {column}
"""
# The column that counts, and what becomes of it for a while.
EDITS = {
    "dropped": ('t.serial("n", unique=True)', ""),
    "no default": ('t.serial("n", unique=True)', 't.integer("n", unique=True)'),
    "another default": ('t.serial("n", unique=True)', 't.integer("n", unique=True, default=0)'),
    "text": ('t.big_serial("n", unique=True)', 't.text("n", unique=True, using="n::text")'),
    "identity dropped": ('t.increments("n", primary_key=True)', ""),
    "no identity": ('t.increments("n", primary_key=True)', 't.integer("n", primary_key=True)'),
    "downwards": (
        't.numeric("n", 9, 0, unique=True, default=sql("nextval(\'down\'::regclass)"))',
        't.numeric("n", 9, 0, unique=True, default=0)',
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_inserts_do_not_collide_after_a_down(tmp_path: Path, database: str, edit: str) -> None:
    before, after = (THINGS.format(column=column) for column in EDITS[edit])
    settings = {"FLUENT_DB_URL": database, "FLUENT_ONLINE": "0", "FLUENT_VERIFY": "0"}
    app = Project(tmp_path, settings)
    app.write("dodo.py", "from fluentorm.tasks import *\n")
    app.write("schemas/counters.py", COUNTERS)
    app.write("schemas/things.py", before)
    _run(app, "generate_models", "migrate")
    _insert(database)
    app.write("schemas/things.py", after)
    app.write("schemas/counters.py", COUNTERS if edit != "downwards" else "def define(db): ...\n")
    known = {*app.root.glob("migrations/*_down.sql")}
    _run(app, "generate_models", "migrate")
    steps = len({*app.root.glob("migrations/*_down.sql")} - known)
    _run(app, "migrate_down", "--steps", str(steps))
    _insert(database)


def _insert(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("INSERT INTO things (x) SELECT generate_series(1, 3)")


def _run(app: Project, *words: str) -> None:
    commands = [words] if words[0] == "migrate_down" else [(word,) for word in words]
    for command in commands:
        ran = app.script(*command)
        assert ran.status == 0, ran.out + ran.err
