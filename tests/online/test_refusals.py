"""What has no form that stops nobody is refused, with the reason and the ways out."""

from __future__ import annotations

import pytest

from fluentorm.errors import DiffError
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.objects import EMPTY, SchemaModel
from tests.online.running import generated
from tests.online.support import users


def domain(*checks):
    def define(db):
        db.domain("positive", "integer", checks={f"c{n}": text for n, text in enumerate(checks)})

    return define


WORD = """t.text("w", default=sql("('a'::users_state)::text"))"""
REFUSED = {
    "exclusion": (
        users('t.column("during", "int4range")'),
        users('t.column("during", "int4range")', 't.exclude("apart", [("during", "&&")])'),
        'constraint "apart" of table "users": PostgreSQL builds the index of an exclusion',
    ),
    "overlaps": (
        users('t.column("during", "int4range")'),
        users(
            't.column("during", "int4range")',
            't.unique(["id", "during"], name="once", without_overlaps=True)',
        ),
        'constraint "once" of table "users": PostgreSQL builds the index of a key WITHOUT OVERLAPS',
    ),
    "unlogged": (users(), users("t.unlogged()"), "SET UNLOGGED writes every row anew"),
    "stored generated column": (
        users('t.integer("n")'),
        users('t.integer("n")', 't.integer("m", generated="n * 2")'),
        'new column "m" of table "users": a stored generated column is computed',
    ),
    "column of a domain": (
        users(define=domain("VALUE > 0")),
        users('t.column("rank", "positive", nullable=True)', define=domain("VALUE > 0")),
        'new column "rank" of table "users": a column of domain "positive", which has rules',
    ),
    "type becomes a domain": (
        users('t.integer("rank")', define=domain("VALUE > 0")),
        users('t.column("rank", "positive")', define=domain("VALUE > 0")),
        'column "rank" of table "users": a column of domain "positive", which has rules',
    ),
    "rule of a domain": (
        users('t.column("rank", "positive", nullable=True)', define=domain("VALUE > 0")),
        users(
            't.column("rank", "positive", nullable=True)', define=domain("VALUE > 0", "VALUE < 9")
        ),
        'domain "positive": PostgreSQL reads every row of the tables that use it ("users")',
    ),
    "enum value that a default of text names": (
        users('t.enum("state", ["a", "b"])', WORD),
        users('t.enum("state", ["a"])', WORD),
        'because column "w" of table "users" has a default that names it',
    ),
    "type under an exclusion": (
        users('t.integer("n")', 't.exclude("apart", [("n", "=")], method="btree")'),
        users('t.big_int("n")', 't.exclude("apart", [("n", "=")], method="btree")'),
        "its type cannot change to bigint beside the traffic: exclusion constraint",
    ),
    "rename of a numbered column": (
        users('t.big_increments("n")'),
        users('t.big_increments("m")', 't.rename_field("n", "m", online=True)'),
        'cannot have its old name "n" beside the new one: its values are made by the server',
    ),
}


def renamed(name, *lines):
    table, _ = TableSchema.create(name, lambda t: [eval(line, {"t": t}) for line in lines]).build()  # noqa: S307
    return SchemaModel(tables={name: table})


def test_no_view_shows_the_rows_that_policies_hide():
    lines = ('t.big_int("id", primary_key=True)', "t.row_security()")
    old, new = renamed("a", *lines), renamed("b", *lines, 't.renamed_from("a", online=True)')
    with pytest.raises(DiffError, match="before PostgreSQL 15 a view shows the rows") as refused:
        generated(old, new, 14)
    assert "FLUENT_PG_VERSION=15" in refused.value.problems[0].hint
    assert "security_invoker = true" in generated(old, new, 15)[0].up.text


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_place_and_ways_out(what):
    old, new, message = REFUSED[what]
    with pytest.raises(DiffError) as refused:
        generated(old, new, 18)
    (problem,) = refused.value.problems
    assert message in problem.message
    assert problem.place is not None or what == "unlogged"  # of a table: where its file begins
    assert problem.hint


def test_a_table_of_the_same_generation_holds_nothing_that_could_be_blocked():
    new = users('t.column("during", "int4range")', 't.exclude("apart", [("during", "&&")])')
    pairs = generated(EMPTY, new, 14)
    assert all("-- Step:" not in pair.up.text + pair.down.text for pair in pairs)


def test_the_reason_of_the_table_is_in_the_header_and_the_statement_is_plain():
    (pair,) = generated(users(), users("t.unlogged()", 't.blocking_ok("only a cache")'), 14)
    assert "\n-- Blocking: only a cache\n" in pair.up.text
    assert pair.up.text.endswith("\n\nALTER TABLE users SET UNLOGGED;\n")
    assert "-- Step:" not in pair.down.text


def test_a_change_of_metadata_alone_has_no_steps():
    old = users('t.integer("n")')
    new = users('t.integer("n", default=1, comment="how many")', 't.string("s", nullable=True)')
    for pair in generated(old, new, 14):
        assert "-- Step:" not in pair.up.text + pair.down.text


def test_the_same_input_gives_the_same_bytes_and_another_version_other_forms():
    old, new = users('t.integer("n", nullable=True)'), users('t.integer("n")')
    first, again, newer = (generated(old, new, version) for version in (14, 14, 18))
    assert first == again
    assert "CHECK (n IS NOT NULL) NOT VALID" in first[0].up.text
    assert "ADD CONSTRAINT users_n_not_null NOT NULL n NOT VALID" in newer[0].up.text
    assert "-- Needs: PostgreSQL 18 for" in newer[0].up.text
