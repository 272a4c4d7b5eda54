"""Text that the case folders do not show: where an expression needs parentheses, and where not."""

from __future__ import annotations

import pytest

from fluentorm.dialects.postgres.ddl import render
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
    CreateEnum,
    SetComment,
)
from fluentorm.schema.objects import Check, Column, Enum, Index, IndexKey


@pytest.mark.parametrize(
    "default",
    [
        "0",
        "-1.5",
        "'it''s (a) b'",
        "'{}'::jsonb",
        "'a'::character varying(50)",
        "'x'::timestamp with time zone",
        "'{}'::text[]",
        "true",
        "CURRENT_TIMESTAMP",
        "gen_random_uuid()",
        "nextval('seq')",
    ],
)
def test_plain_defaults_stand_as_they_are(default):
    assert added(default) == f"ALTER TABLE t ADD COLUMN c text NOT NULL DEFAULT {default}"


@pytest.mark.parametrize(
    "default",
    [
        "now() AT TIME ZONE 'UTC'",
        "1 IN (2)",
        "'a'::text IS NULL",
        "'a' || 'b'",
        "not(true)",
        "f(a) OR g(b)",
        "f('a', (b))",
        "E'\\n'",
    ],
)
def test_other_defaults_stand_in_parentheses(default):
    assert added(default) == f"ALTER TABLE t ADD COLUMN c text NOT NULL DEFAULT ({default})"


def test_a_comment_does_not_swallow_what_follows():
    assert added("1 -- one").endswith("DEFAULT (1 -- one\n)")
    index = Index(name="i", keys=(IndexKey(expression="a -- b"),), where="c -- d")
    (statement,) = render(AddIndex(table="t", index=index))
    assert statement == "CREATE INDEX i ON t ((a -- b\n)) WHERE (c -- d\n)"
    (statement,) = render(AddConstraint(table="t", constraint=Check(name="k", expression="a -- b")))
    assert statement == "ALTER TABLE t\n    ADD CONSTRAINT k CHECK (a -- b\n)"


def test_an_enum_without_values_gets_its_first_one():
    before, after = Enum(name="e", values=()), Enum(name="e", values=("a", "b"), comment="x")
    assert render(AlterEnum(before=before, after=after)) == (
        "ALTER TYPE e ADD VALUE 'a'",
        "ALTER TYPE e ADD VALUE 'b' AFTER 'a'",
        "COMMENT ON TYPE e IS 'x'",
    )


def test_an_enum_with_many_values_has_one_on_each_line():
    values = tuple(f"a rather long value {number}" for number in range(4))
    (statement,) = render(CreateEnum(enum=Enum(name="e", values=values)))
    assert statement.splitlines()[1] == "    'a rather long value 0',"


def test_storage_parameters_are_quoted_when_they_are_no_word():
    index = Index(name="i", keys=(IndexKey(column="c"),), storage=(("a", "1"), ("b", "x y")))
    (statement,) = render(AddIndex(table="t", index=index))
    assert statement.endswith("WITH (a = 1, b = 'x y')")


def test_removing_a_comment():
    operation = SetComment(kind="index", table="t", name="i", before="x", after=None)
    assert render(operation) == ("COMMENT ON INDEX i IS NULL",)


def test_a_column_that_only_changes_its_comment_or_hints_needs_no_statement():
    before = Column(name="c", type="text")
    after = Column(name="c", type="text", comment="x", using="y", backfill="z")
    assert render(AlterColumn(table="t", before=before, after=after)) == ()


def test_a_using_that_stayed_in_the_file_is_not_used_again():
    before = Column(name="c", type="text", nullable=True)
    after = Column(name="c", type="text", using="c::text")
    (statement,) = render(AlterColumn(table="t", before=before, after=after))
    assert statement == "ALTER TABLE t ALTER COLUMN c SET NOT NULL"


def added(default):
    column = Column(name="c", type="text", default=default)
    (statement,) = render(AddColumn(table="t", column=column))
    return statement.replace("\n    ADD", " ADD")
