"""Partitions that are left to the job that makes them."""

from dataclasses import replace

import pytest

from fluentorm.errors import DiffError
from fluentorm.schema.database_objects import DatabaseObject, Trigger
from fluentorm.schema.objects import Column, SchemaModel, Table, TableDetails
from fluentorm.schema.unmanaged import without_unmanaged_partitions

ID = Column(name="id", type="integer")
EVENTS = Table(
    name="events",
    columns={"id": ID},
    details=TableDetails(partition_by="LIST (id)"),
    unmanaged_partitions=r"events_\d+",
)
DECLARED = SchemaModel(tables={"events": EVENTS})


def partition(name: str) -> Table:
    details = TableDetails(partition_of="events", bound="DEFAULT")
    return Table(name=name, columns={"id": ID}, details=details)


def model(*tables: Table, objects: tuple[DatabaseObject, ...] = ()) -> SchemaModel:
    return SchemaModel(
        tables={table.name: table for table in tables}, objects={one.ref: one for one in objects}
    )


def test_partitions_of_a_declared_pattern_are_left_alone_with_what_is_in_them() -> None:
    touch = Trigger(name="t", table="events_1", timing="BEFORE", events=("INSERT",), call="f()")
    live = model(EVENTS, partition("events_1"), partition("events_old"), objects=(touch,))
    found = without_unmanaged_partitions(live, DECLARED)
    assert list(found.tables) == ["events", "events_old"]
    assert not found.objects


def test_a_declared_partition_is_compared_though_the_pattern_names_it() -> None:
    declared = model(EVENTS, partition("events_1"))
    found = without_unmanaged_partitions(model(EVENTS, partition("events_1")), declared)
    assert list(found.tables) == ["events", "events_1"]


def test_a_pattern_that_is_none_is_refused() -> None:
    declared = model(replace(EVENTS, unmanaged_partitions="("))
    with pytest.raises(DiffError, match="unmanaged_partitions is no regular expression"):
        without_unmanaged_partitions(model(), declared)
