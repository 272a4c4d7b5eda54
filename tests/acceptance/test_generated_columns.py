"""An expression that changes on servers that cannot change it: the column is made anew."""

from pathlib import Path

import psycopg
import pytest

from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

ITEMS = """def build(t):
    t.integer("id", primary_key=True)
    t.integer("price")
    t.integer("twice", generated="price * 2", nullable=True, comment="two of them")
    t.index("items_twice", ["twice"])
    t.check("twice_positive", "twice > 0")
"""
VIEW = """def define(db):
    db.view("doubles", "SELECT id, twice FROM items", comment="kept")
"""


@pytest.mark.parametrize("version", ["13", "17", None])
def test_expression_changes_on_the_oldest_server(
    proven: Path, database: str, version: str | None
) -> None:
    with psycopg.connect(database) as connection:
        server = connection.info.server_version // 10000
    if int(version or 0) > server:
        pytest.skip(f"needs PostgreSQL {version}")
    setting = {} if version is None else {"FLUENT_PG_VERSION": version}
    app = Project(proven, {"FLUENT_DB_URL": database, "FLUENT_ONLINE": "0", **setting})
    app.write("dodo.py", "from fluentorm.tasks import *\n")
    app.write("schemas/items.py", ITEMS)
    app.write("schemas/views.py", VIEW)
    _run(app, "generate_models", "migrate")
    with psycopg.connect(database) as connection:
        connection.execute("INSERT INTO items VALUES (1, 5)")
    app.replace("schemas/items.py", "price * 2", "price * 3")
    before = {*app.root.glob("migrations/*")}
    _run(app, "generate_models")
    written = "".join(path.read_text() for path in {*app.root.glob("migrations/*")} - before)
    can = int(version or server) >= 17
    assert ("SET EXPRESSION" in written, "-- Needs" in written) == (can, can)
    for command, expected in (("migrate", 15), ("migrate_down", 10), ("migrate", 15)):
        _run(app, command)
        with psycopg.connect(database) as connection:
            found = connection.execute(
                "SELECT twice, obj_description('doubles'::regclass), "
                "to_regclass('items_twice') IS NOT NULL, col_description('items'::regclass, "
                "(SELECT attnum FROM pg_attribute WHERE attrelid = 'items'::regclass AND "
                "attname = 'twice')) FROM doubles"
            ).fetchall()
        assert found == [(expected, "kept", True, "two of them")]


def _run(app: Project, *commands: str) -> None:
    for command in commands:
        ran = app.script(command)
        assert ran.status == 0, ran.out + ran.err
