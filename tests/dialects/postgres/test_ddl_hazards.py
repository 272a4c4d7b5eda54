from __future__ import annotations

from dataclasses import replace

import pytest

from fluentorm.dialects.postgres.ddl import data_lost, down_notes, hazards
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
    CreateEnum,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropTable,
    EnumUse,
    RenameColumn,
)
from fluentorm.schema.objects import (
    Check,
    Column,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    Match,
    PrimaryKey,
    Table,
    Unique,
)

TEXT = Column(name="phone", type="text", nullable=True)
USERS = Table(name="users", columns={"phone": TEXT})


def add(**more):
    return AddColumn(table="users", column=replace(TEXT, nullable=False, **more))


def drop(**more):
    return DropColumn(table="users", column=replace(TEXT, **more))


def alter(before, after, **more):
    return AlterColumn(
        table="users", before=replace(TEXT, type=before), after=replace(TEXT, type=after, **more)
    )


def constraint(value):
    return AddConstraint(table="users", constraint=value)


def enum(*values):
    return Enum(name="mood", values=values)


REWRITES = "rewrites users under an exclusive lock"
USES = (EnumUse(table="users", column=replace(TEXT, type="mood")),)
KEY = ForeignKey(name="fk", columns=("phone",), references_table="p", references_columns=("id",))


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (CreateTable(table=USERS), []),
        (CreateEnum(enum=enum("a")), []),
        (RenameColumn(table="users", before="a", after="b"), []),
        (DropTable(table=USERS), ["loses every row of users"]),
        (drop(), ["loses data in users.phone"]),
        (drop(name="my\nphone"), ['loses data in users."my phone"']),
        (add(), ["fails while users holds rows"]),
        (add(default="''"), []),
        (add(identity=Identity()), [REWRITES]),
        (add(default="gen_random_uuid()"), [REWRITES]),
        (add(default="now()"), []),
        (add(backfill="lower(email)"), ["fails where the backfill of users.phone gives NULL"]),
        (AddColumn(table="users", column=TEXT), []),
        (alter("text", "text", nullable=False), ["fails while users.phone holds NULL"]),
        (
            alter("text", "text", nullable=False, backfill="''"),
            ["fails where the backfill of users.phone gives NULL"],
        ),
        (
            alter("text", "character varying(9)"),
            ["fails where users.phone is longer than 9 characters", REWRITES],
        ),
        (alter("character varying(9)", "character varying(10)"), []),
        (alter("integer", "bigint"), [REWRITES]),
        (
            alter("text", "integer"),
            ["fails where users.phone does not read as integer", REWRITES],
        ),
        (alter("text", "integer", using="length(phone)"), [REWRITES]),
        (
            alter("numeric", "integer"),
            [
                "rounds users.phone to integer",
                "fails where users.phone is out of range for integer",
                REWRITES,
            ],
        ),
        (
            alter("timestamp without time zone", "timestamp with time zone"),
            ["reads users.phone in the session's time zone", REWRITES],
        ),
        (
            constraint(PrimaryKey(name="pk", columns=("phone",))),
            ["fails while users.phone holds NULL or duplicates"],
        ),
        (
            constraint(Unique(name="u", columns=("phone", "order"))),
            ['fails while users (phone, "order") holds duplicates'],
        ),
        (
            constraint(Check(name="long", expression="true")),
            ["fails while rows of users violate long"],
        ),
        (constraint(KEY), ["fails while users.phone holds keys that p lacks"]),
        (AddIndex(table="users", index=Index(name="i", keys=(IndexKey(column="phone"),))), []),
        (
            AddIndex(
                table="users",
                index=Index(name="Idx", keys=(IndexKey(column="phone"),), unique=True),
            ),
            ['fails while users holds duplicates in "Idx"'],
        ),
        (AlterEnum(before=enum("a"), after=enum("a", "b"), uses=USES), []),
        (
            AlterEnum(before=enum("a", "it's", "c"), after=enum("a"), uses=USES),
            ["fails while users.phone holds 'it''s' or 'c'", REWRITES],
        ),
        (AlterEnum(before=enum("a", "b"), after=enum("b", "a"), uses=USES), [REWRITES]),
    ],
)
def test_hazards(operation, expected):
    assert list(hazards(operation)) == expected


def test_hazards_of_rows_are_none_in_a_new_table():
    operation = constraint(Unique(name="u", columns=("phone",)))
    assert hazards(operation, new_tables={"users"}) == ()
    assert hazards(operation, new_tables={"other"}) != ()


@pytest.mark.parametrize(
    ("operation", "expected", "lost"),
    [
        (CreateTable(table=USERS), ["loses every row of users"], False),
        (DropTable(table=USERS), ["users comes back empty"], True),
        (add(default="''"), ["loses data in users.phone"], False),
        (drop(), ["users.phone comes back empty"], True),
        (drop(nullable=False), ["users.phone comes back as '' in every row"], True),
        (
            drop(nullable=False, default="'x'"),
            ["users.phone comes back as 'x' in every row"],
            True,
        ),
        (drop(identity=Identity()), ["users.phone comes back with new numbers"], True),
        (
            drop(nullable=False, type="mood"),
            ["the data of users.phone is gone", "fails while users holds rows"],
            True,
        ),
        (
            alter("integer", "bigint"),
            ["fails where users.phone is out of range for integer"],
            False,
        ),
        (alter("character varying(9)", "character varying(5)"), [], False),
        (alter("text", "text", nullable=False), [], False),
        (
            alter("text", "text", nullable=False, backfill="''"),
            ["rows that held NULL in users.phone keep their backfill"],
            True,
        ),
        (
            alter("text", "integer"),
            ["users.phone comes back as text from what integer kept of it"],
            True,
        ),
        (
            alter("text", "text[]", using="array[phone]"),
            ["users.phone comes back as text from what USING made of it"],
            True,
        ),
        (
            DropConstraint(table="users", constraint=KEY),
            ["fails while users.phone holds keys that p lacks"],
            False,
        ),
        (
            AlterEnum(before=enum("a"), after=enum("a", "b"), uses=USES),
            ["fails while users.phone holds 'b'"],
            False,
        ),
    ],
)
def test_down_notes(operation, expected, lost):
    assert list(down_notes(operation)) == expected
    assert data_lost(operation) == lost


def test_restoring_a_column_by_its_backfill_says_so():
    operation = drop(nullable=False, type="mood", backfill="'sad'")
    assert down_notes(operation)[0] == "users.phone comes back as 'sad' in every row"


def test_a_key_that_comes_back_over_numbered_rows_cannot_fail():
    gone = replace(drop(nullable=False), keyed=True)
    keyed = {("users", "phone"): gone}
    note = "users.phone comes back with a made-up value in every row, no two alike"
    assert down_notes(gone, dropped_columns=keyed) == (note,)
    for columns in (("phone",), ("email", "phone")):
        dropped = DropConstraint(table="users", constraint=Unique(name="u", columns=columns))
        assert down_notes(dropped, dropped_columns=keyed) == ()
        assert down_notes(dropped) != ()
    other = DropConstraint(table="posts", constraint=Unique(name="u", columns=("phone",)))
    assert down_notes(other, dropped_columns=keyed) != ()


def test_a_key_that_comes_back_over_equal_rows_fails_from_the_second_on():
    gone = replace(drop(nullable=False, type="boolean"), keyed=True)
    dropped = DropConstraint(table="users", constraint=Unique(name="u", columns=("phone",)))
    found = down_notes(dropped, dropped_columns={("users", "phone"): gone})
    assert found == ("fails while users holds more than one row",)


def test_keys_over_columns_that_hold_only_null_cannot_fail():
    empty = {("users", "phone")}
    unique = Unique(name="u", columns=("email", "phone"))
    assert hazards(constraint(unique), empty_columns=empty) == ()
    assert hazards(constraint(KEY), empty_columns=empty) == ()
    assert hazards(constraint(KEY), empty_columns={("posts", "phone")}) != ()
    distinct = replace(unique, nulls_not_distinct=True)
    assert hazards(constraint(distinct), empty_columns=empty) != ()
    full = replace(KEY, columns=("email", "phone"), match=Match.FULL)
    assert hazards(constraint(full), empty_columns=empty) != ()
    dropped = DropConstraint(table="users", constraint=unique)
    assert down_notes(dropped, empty_columns=empty) == ()
