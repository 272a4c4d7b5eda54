"""Objects beside tables and enums as statements, kind by kind: the one place that tells them apart.

Each kind's own module knows how it is created and changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from fluentorm.dialects.postgres import (
    namespaces,
    object_types,
    publications,
    routines,
    sequences,
    triggers,
    views,
)
from fluentorm.dialects.postgres.builtin import routine_name, type_name
from fluentorm.dialects.postgres.clauses import moved
from fluentorm.diff.operations import AlterObject
from fluentorm.schema.alterable import can_alter
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
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.refs import OBJECT_TYPES, Kind, Ref
from fluentorm.schema.sql_text import quote_identifier as quote


def create_object(item: DatabaseObject, given: Privileges = NO_PRIVILEGES) -> tuple[str, ...]:
    """Return the statements that create an object, with its comment and privileges.

    ``given`` are the privileges that it has from the start, by default privileges.
    """
    match item:
        case Namespace():
            return namespaces.create_namespace(item, given)
        case Extension():
            return namespaces.create_extension(item)
        case DefaultPrivileges():
            nothing = replace(item, privileges=NO_PRIVILEGES)
            return namespaces.alter_default_privileges(nothing, item)
        case Collation():
            return object_types.create_collation(item)
        case Domain():
            return object_types.create_domain(item, given)
        case CompositeType():
            return object_types.create_composite(item, given)
        case RangeType():
            return object_types.create_range(item, given)
        case Sequence():
            return sequences.create_sequence(item, given)
        case View():
            return views.create_view(item, given)
        case MaterializedView():
            return views.create_materialized_view(item, given)
        case Routine():
            return routines.create_routine(item, given)
        case Aggregate():
            return routines.create_aggregate(item, given)
        case Trigger():
            return triggers.create_trigger(item)
        case Rule():
            return triggers.create_rule(item)
        case Policy():
            return triggers.create_policy(item)
        case EventTrigger():
            return triggers.create_event_trigger(item)
        case Statistics():
            return publications.create_statistics(item)
        case Publication():
            return publications.create_publication(item)
        case _:
            assert_never(item)


def drop_object(item: DatabaseObject) -> tuple[str, ...]:
    """Return the statements that drop an object."""
    match item:
        case DefaultPrivileges():
            nothing = replace(item, privileges=NO_PRIVILEGES)
            return namespaces.alter_default_privileges(item, nothing)
        case Routine():
            return (f"DROP {routines.routine_target(item)}",)
        case Aggregate():
            return (f"DROP {routines.aggregate_target(item)}",)
        case Trigger() | Rule() | Policy():
            return (f"DROP {triggers.target(item)}",)
        case _:
            return (f"DROP {_target(item.ref)}",)


def alter_object(operation: AlterObject) -> tuple[str, ...]:
    """Return the statements that change an object, in place where that is possible."""
    if not can_alter(operation.before, operation.after):
        others = operation.dependents
        given = operation.given or (NO_PRIVILEGES,) * (len(others) + 1)
        return (
            *(line for item in reversed(others) for line in drop_object(item)),
            *drop_object(operation.before),
            *create_object(operation.after, given[0]),
            *(
                line
                for item, own in zip(others, given[1:], strict=True)
                for line in create_object(item, own)
            ),
        )
    match operation.before, operation.after:
        case Namespace() as before, Namespace() as after:
            return namespaces.alter_namespace(before, after)
        case Extension() as before, Extension() as after:
            return namespaces.alter_extension(before, after)
        case DefaultPrivileges() as before, DefaultPrivileges() as after:
            return namespaces.alter_default_privileges(before, after)
        case Collation() as before, Collation() as after:
            return object_types.alter_collation(before, after)
        case Domain() as before, Domain() as after:
            return object_types.alter_domain(before, after)
        case CompositeType() as before, CompositeType() as after:
            return object_types.alter_composite(before, after)
        case RangeType() as before, RangeType() as after:
            return object_types.alter_range(before, after)
        case Sequence() as before, Sequence() as after:
            return sequences.alter_sequence(before, after)
        case View() as before, View() as after:
            return views.alter_view(before, after)
        case MaterializedView() as before, MaterializedView() as after:
            return views.alter_materialized_view(before, after)
        case Routine() as before, Routine() as after:
            return routines.alter_routine(before, after)
        case Aggregate() as before, Aggregate() as after:
            return routines.alter_aggregate(before, after)
        case Trigger() as before, Trigger() as after:
            return triggers.alter_trigger(before, after)
        case Rule() as before, Rule() as after:
            return triggers.alter_rule(before, after)
        case Policy() as before, Policy() as after:
            return triggers.alter_policy(before, after)
        case EventTrigger() as before, EventTrigger() as after:
            return triggers.alter_event_trigger(before, after)
        case Statistics() as before, Statistics() as after:
            return publications.alter_statistics(before, after)
        case Publication() as before, Publication() as after:
            return publications.alter_publication(before, after)
        case before, after:
            raise TypeError(f"{before.ref} cannot become {after.ref}")


def rename_object(before: Ref, after: Ref) -> tuple[str, ...]:
    """Return the statements that give an object another namespace, another name, or both."""
    if before.part is not None and after.part is not None:
        head = f"{before.kind.value.upper()} {quote(before.part)} ON {quote_name(before.name)}"
        return (f"ALTER {head} RENAME TO {quote(after.part)}",)
    kind, (key, arguments), (new_key, _) = before.kind, _taken_apart(before), _taken_apart(after)
    if kind in _GLOBAL:
        return (f"ALTER {_target(before)} RENAME TO {quote(after.name)}",)
    if kind in _ROUTINES:
        signature = arguments.strip("()*")
        return moved(_word(kind), key, new_key, arguments, lambda k: routine_name(k, signature))
    return moved(_word(kind), key, new_key, spelled=_spelled(kind))


_GLOBAL = frozenset({Kind.NAMESPACE, Kind.EXTENSION, Kind.EVENT_TRIGGER, Kind.PUBLICATION})
_ROUTINES = frozenset({Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE})
_WORDS = {Kind.NAMESPACE: "SCHEMA", Kind.COMPOSITE: "TYPE", Kind.RANGE: "TYPE"}


def _word(kind: Kind) -> str:
    return _WORDS.get(kind, kind.value.upper())


def _target(ref: Ref) -> str:
    """Return the kind and name of an object that has no arguments and is in no table."""
    name = quote(ref.name) if ref.kind in _GLOBAL else _spelled(ref.kind)(ref.name)
    return f"{_word(ref.kind)} {name}"


def _spelled(kind: Kind) -> Callable[[str], str]:
    """Return what gives the SQL text of a key: some could be taken for built-in ones."""
    return type_name if kind in OBJECT_TYPES else quote_name


def _taken_apart(ref: Ref) -> tuple[str, str]:
    """Return a key, and the arguments behind a routine's in parentheses.

    The name may have parentheses in it, a type has them within double quotes only.
    """
    if ref.kind not in _ROUTINES:
        return ref.name, ""
    quoted = False
    for position in range(len(ref.name) - 1, -1, -1):
        if ref.name[position] == '"':
            quoted = not quoted
        elif ref.name[position] == "(" and not quoted:
            arguments = ref.name[position:]
            empty = ref.kind is Kind.AGGREGATE and arguments == "()"
            return ref.name[:position], "(*)" if empty else arguments
    return ref.name, ""
