"""Values of composite types keep their attributes through up, down and up, wherever they stand."""

from pathlib import Path

import psycopg
import pytest

from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

DATABASE = """def define(db):
    db.composite_type("pair", {"a": "text", "b": "text"})
    db.domain("one", "pair", nullable=False)
    db.domain("crew", "pair[]", checks={"few": "cardinality(VALUE) < 9"})
    db.composite_type("deep", {"pairs": "pair[]", "own": "pair", "note": "json"})
    db.view("firsts", "SELECT id, (plain).a, many[1].a AS a1 FROM things")
"""
THINGS = """def build(t):
    t.integer("id", primary_key=True)
    t.column("plain", "pair", nullable=True)
    t.column("many", "pair[]", default="{}")
    t.column("one", "one")
    t.column("crew", "crew", nullable=True)
    t.column("deep", "deep", nullable=True)
    t.column("deeps", "deep[]", nullable=True)
"""
ROWS = """
INSERT INTO things VALUES
    (1, ('a1', 'b1'), ARRAY[('a2', 'b2'), NULL, ('a3', NULL)]::pair[], ('a4', 'b4'),
        ARRAY[('a5', 'b5')]::pair[],
        (ARRAY[('a6', 'b6')]::pair[], ('a7', 'b7'), '{"k":  1, "k": 2}'),
        ARRAY[(ARRAY[('a8', 'b8')]::pair[], NULL, NULL), NULL]::deep[]),
    (2, NULL, '{{"(p,q)","(r,s)"},{NULL,"(t,u)"}}', ('"', ','), '{}', NULL, '{}'),
    (3, (NULL, NULL), '{}', ('', NULL), '{NULL}', (NULL, NULL, NULL), '{NULL}')
"""
SEEN = """
SELECT id, (plain).a, (plain).b, plain::text IS NULL, array_dims(many),
    many[1].a, many[1].b, many[2] IS NULL, many[3].a, many[3].b, many[1][2].a, many[1][2].b,
    many[2][2].a, many[2][2].b, (one).a, (one).b, crew[1].a, crew[1].b, cardinality(crew),
    (deep).pairs[1].a, (deep).pairs[1].b, (deep).own.a, (deep).own.b, (deep).note::text,
    deeps[1].pairs[1].a, deeps[1].pairs[1].b, cardinality(deeps), firsts.a, firsts.a1
FROM things JOIN firsts USING (id) ORDER BY id
"""
EDITS = {
    "another order": ('{"a": "text", "b": "text"}', '{"b": "text", "a": "text"}'),
    "another order and type": ('{"a": "text", "b": "text"}', '{"b": "varchar(9)", "a": "text"}'),
    "a new one first": ('{"a": "text", "b": "text"}', '{"c": "date", "a": "text", "b": "text"}'),
    "another order around": (
        '{"pairs": "pair[]", "own": "pair", "note": "json"}',
        '{"own": "pair", "note": "json", "pairs": "pair[]"}',
    ),
}


def _seen(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(SEEN.encode()).fetchall()


@pytest.mark.parametrize("edit", EDITS)
def test_attributes_keep_their_values(proven: Path, database: str, edit: str) -> None:
    app = Project(proven, {"FLUENT_DB_URL": database, "FLUENT_ONLINE": "0"})
    app.write("dodo.py", "from fluentorm.tasks import *\n")
    app.write("schemas/00_all.py", DATABASE)
    app.write("schemas/01_things.py", THINGS)
    for command in ("generate_models", "migrate"):
        ran = app.script(command)
        assert ran.status == 0, ran.out + ran.err
    with psycopg.connect(database) as connection:
        connection.execute(ROWS.encode())
    before = _seen(database)
    app.replace("schemas/00_all.py", *EDITS[edit])
    for command in ("generate_models", "migrate", "migrate_down", "migrate"):
        ran = app.script(command)
        assert ran.status == 0, ran.out + ran.err
        if command != "generate_models":
            assert _seen(database) == before, command
