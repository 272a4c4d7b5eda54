"""What a server must be for objects beside tables and enums (see versions)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from fluentorm.dialects.postgres.versions import Need, of_index, of_privileges
from fluentorm.diff.operations import AlterObject, CreateObject
from fluentorm.schema.arguments import arguments_of
from fluentorm.schema.database_objects import (
    Aggregate,
    Collation,
    CompositeType,
    DatabaseObject,
    DefaultPrivileges,
    Domain,
    EventTrigger,
    Extension,
    MaterializedView,
    Namespace,
    Policy,
    Publication,
    RangeType,
    Routine,
    Rule,
    Sequence,
    Statistics,
    Trigger,
    View,
)


def needs(operation: CreateObject | AlterObject) -> Iterable[Need]:
    """Return everything that the statements of an operation need."""
    if isinstance(operation, CreateObject):
        return _of(operation.object)
    before, after = operation.before, operation.after
    found = [need for need in _of(after) if need not in set(_of(before))]
    match before, after:
        case Trigger(), Trigger():
            kept = replace(after, enabled=before.enabled, comment=before.comment)
            return found if kept == before else [*found, (140000, "CREATE OR REPLACE TRIGGER")]
        case Sequence(unlogged=was), Sequence(unlogged=now) if was != now:
            return [*found, (150000, "unlogged sequences")]
        case _:
            return found


def _of(item: DatabaseObject) -> Iterable[Need]:
    match item:
        case Domain():
            return (*_of_domain(item), *of_privileges(item.privileges))
        case Namespace() | CompositeType() | Aggregate():
            return of_privileges(item.privileges)
        case DefaultPrivileges():
            return _of_default_privileges(item)
        case Extension() | Rule() | Policy() | Trigger():
            return ()
        case Collation():
            return _of_collation(item)
        case RangeType():
            needed = ((140000, "names of multirange types"),) if item.multirange else ()
            return (*needed, *of_privileges(item.privileges))
        case Sequence():
            return ((150000, "unlogged sequences"),) if item.unlogged else ()
        case View():
            return _of_view(item)
        case MaterializedView():
            indexes = (need for index in item.indexes for need in of_index(index))
            return (*of_privileges(item.privileges), *indexes)
        case Routine():
            return _of_routine(item)
        case Statistics():
            expressions = any(column.startswith("(") for column in item.columns)
            return ((140000, "statistics on expressions"),) if expressions else ()
        case EventTrigger():
            return ((170000, "login event triggers"),) if item.event == "login" else ()
        case Publication():
            return _of_publication(item)
        case _:
            assert_never(item)


def _of_domain(domain: Domain) -> Iterator[Need]:
    told = domain.not_null_name is not None or domain.not_null_comment is not None
    if told and not domain.nullable:
        yield 170000, "named NOT NULL constraints of domains"


def _of_default_privileges(item: DefaultPrivileges) -> Iterator[Need]:
    if item.objects == "large_objects":
        yield 180000, "default privileges of large objects"
    yield from of_privileges(item.privileges)


def _of_collation(collation: Collation) -> Iterator[Need]:
    if collation.rules is not None:
        yield 160000, "rules of collations"
    if collation.provider == "builtin":
        yield 170000, "collations of the builtin provider"


def _of_view(view: View) -> Iterator[Need]:
    yield from of_privileges(view.privileges, *(column.privileges for column in view.columns))
    if any(name == "security_invoker" for name, _ in view.options):
        yield 150000, "security_invoker"


def _of_routine(routine: Routine) -> Iterator[Need]:
    if routine.atomic:
        yield 140000, "SQL bodies of routines"
    if routine.procedure and any(a.mode == "out" for a in arguments_of(routine.arguments)):
        yield 140000, "OUT arguments of procedures"


def _of_publication(publication: Publication) -> Iterator[Need]:
    if publication.namespaces:
        yield 150000, "TABLES IN SCHEMA"
    if any(table.columns for table in publication.tables):
        yield 150000, "column lists of publications"
    if any(table.where is not None for table in publication.tables):
        yield 150000, "row filters of publications"
    if any(name == "publish_generated_columns" for name, _ in publication.options):
        yield 180000, "publish_generated_columns"
