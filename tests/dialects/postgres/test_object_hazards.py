"""What operations on all kinds of objects, and on the details of tables, do to the data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fluentorm.dialects.postgres.ddl import data_lost, down_notes, hazards
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    AlterConstraint,
    AlterObject,
    AlterTable,
    CreateObject,
    DropColumn,
    DropObject,
    inverse,
)
from fluentorm.schema.database_objects import (
    Attribute,
    CompositeType,
    Domain,
    DomainCheck,
    MaterializedView,
    Routine,
    Sequence,
    View,
)
from fluentorm.schema.objects import (
    Check,
    Column,
    ColumnDetails,
    ForeignKey,
    Generated,
    NotNull,
    SequenceOptions,
    TableDetails,
)

CHECK = Check(name="ck", expression="a > 0", validated=False)
KEY = ForeignKey(
    name="fk", columns=("a",), references_table="billing.b", references_columns=("id",)
)
SEQUENCE = Sequence(name="app.Numbers")
DOMAIN = Domain(name="word", type="text")
PAIR = CompositeType(
    name="pair", attributes=(Attribute(name="a", type="text"), Attribute(name="b", type="text"))
)
STORED = MaterializedView(name="totals", query="SELECT 1")
PLAIN = TableDetails()
PART = TableDetails(partition_of="events", bound="FOR VALUES IN (1)")
TEXT = Column(name="c", type="text")
COMPUTED = replace(TEXT, generated=Generated(expression="a || b"))
NOT_VALID = replace(TEXT, details=ColumnDetails(not_null=NotNull(validated=False)))


@pytest.mark.parametrize(
    ("operation", "found"),
    [
        (DropObject(object=SEQUENCE), ['loses the position of app."Numbers"']),
        (DropObject(object=STORED), []),
        (DropObject(object=View(name="v", query="SELECT 1")), []),
        (CreateObject(object=Routine(name="f", signature="", body="SELECT 1")), []),
        (
            AlterObject(before=SEQUENCE, after=replace(SEQUENCE, type="smallint")),
            ['brings the position of app."Numbers" between 1 and 32767'],
        ),
        (
            AlterObject(
                before=SEQUENCE, after=replace(SEQUENCE, options=SequenceOptions(increment=7))
            ),
            [],
        ),
        (
            AlterObject(
                before=DOMAIN,
                after=replace(
                    DOMAIN,
                    nullable=False,
                    checks=(
                        DomainCheck(name="ck", expression="VALUE <> ''"),
                        DomainCheck(name="later", expression="VALUE <> 'x'", validated=False),
                    ),
                ),
            ),
            [
                "fails while columns of type word hold NULL",
                "fails while columns of type word violate ck",
            ],
        ),
        (
            AlterObject(before=PAIR, after=replace(PAIR, attributes=PAIR.attributes[1:])),
            ["loses data in pair.a of every row"],
        ),
        (
            AlterObject(
                before=PAIR,
                after=replace(
                    PAIR, attributes=(replace(PAIR.attributes[0], type="date"), PAIR.attributes[1])
                ),
            ),
            ["fails while a column is of type pair"],
        ),
        (
            AlterObject(before=STORED, after=replace(STORED, populated=False)),
            ["empties totals until it is refreshed"],
        ),
        (AddConstraint(table="t", constraint=CHECK), []),
        (AddConstraint(table="t", constraint=replace(KEY, enforced=False)), []),
        (
            AlterConstraint(table="t", before=CHECK, after=replace(CHECK, validated=True)),
            ["fails while rows of t violate ck"],
        ),
        (
            AlterConstraint(
                table="app.t", before=replace(KEY, enforced=False, validated=False), after=KEY
            ),
            ["fails while app.t.a holds keys that billing.b lacks"],
        ),
        (AlterConstraint(table="t", before=KEY, after=replace(KEY, deferrable=True)), []),
        (
            AlterTable(table="t", before=PLAIN, after=replace(PLAIN, unlogged=True)),
            [
                "loses every row of t when the server crashes",
                "rewrites t under an exclusive lock",
            ],
        ),
        (
            AlterTable(table="app.t", before=PLAIN, after=PART),
            ["fails while app.t holds rows outside FOR VALUES IN (1)"],
        ),
        (AlterTable(table="t", before=PART, after=PLAIN), ["takes the rows of t out of events"]),
        (
            AlterTable(table="t", before=PLAIN, after=replace(PLAIN, row_security=True)),
            [],
        ),
        (
            AddColumn(table="t", column=COMPUTED),
            [
                "fails where the expression of t.c is NULL",
                "rewrites t under an exclusive lock",
            ],
        ),
        (
            AddColumn(
                table="t",
                column=replace(
                    COMPUTED, nullable=True, generated=Generated(expression="a", virtual=True)
                ),
            ),
            [],
        ),
        (DropColumn(table="t", column=COMPUTED), []),
        (
            AlterColumn(
                table="t",
                before=COMPUTED,
                after=replace(COMPUTED, generated=Generated(expression="a")),
            ),
            ["rewrites t under an exclusive lock"],
        ),
        (AlterColumn(table="t", before=replace(TEXT, nullable=True), after=NOT_VALID), []),
        (AlterColumn(table="t", before=NOT_VALID, after=TEXT), ["fails while t.c holds NULL"]),
    ],
)
def test_what_may_be_lost_or_fail_is_said(operation, found):
    assert list(hazards(operation)) == found


def test_only_a_sequence_loses_something_of_its_own():
    drop = DropObject(object=SEQUENCE)
    assert down_notes(drop) == ('app."Numbers" comes back at its start',)
    assert data_lost(drop)
    for item in (STORED, DOMAIN, View(name="v", query="SELECT 1")):
        assert down_notes(DropObject(object=item)) == ()
        assert not data_lost(DropObject(object=item))


def test_an_attribute_comes_back_without_its_values():
    narrower = AlterObject(before=PAIR, after=replace(PAIR, attributes=PAIR.attributes[1:]))
    assert down_notes(narrower) == ("pair.a comes back as NULL in every row",)
    assert down_notes(inverse(narrower)) == ("loses data in pair.a of every row",)


def test_a_generated_column_loses_nothing():
    assert down_notes(AddColumn(table="t", column=COMPUTED)) == ()
    assert not data_lost(DropColumn(table="t", column=COMPUTED))


def test_a_table_that_is_new_has_no_rows_to_fail_on():
    for operation in (
        AlterTable(table="t", before=PLAIN, after=PART),
        AlterConstraint(table="t", before=CHECK, after=replace(CHECK, validated=True)),
    ):
        assert hazards(operation, new_tables={"t"}) == ()
