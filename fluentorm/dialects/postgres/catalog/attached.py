"""What hangs on a relation: triggers, rules, policies, extended statistics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from fluentorm.dialects.postgres.catalog.failures import told
from fluentorm.dialects.postgres.catalog.reading import (
    POLICY,
    REWRITE,
    STATISTICS,
    TRIGGER,
    Reading,
    Rows,
)
from fluentorm.dialects.postgres.catalog.texts import closing, numbers, optional, unwrapped
from fluentorm.schema.catalog import value_text
from fluentorm.schema.database_objects import Enabled, Policy, Rule, Statistics, Trigger
from fluentorm.schema.objects import AnyOrder
from fluentorm.schema.qualified import quote_name, split
from fluentorm.schema.sql_text import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fluentorm.dialects.postgres.catalog.relations import Relation

ENABLED: dict[str, Enabled] = {
    "O": "origin",
    "A": "always",
    "R": "replica",
    "D": "disabled",
}
# Bits of tgtype (TRIGGER_TYPE_* of pg_trigger.h).
_ROW, _BEFORE, _INSTEAD = 1, 2, 64
_EVENTS = (("INSERT", 4), ("UPDATE", 16), ("DELETE", 8), ("TRUNCATE", 32))
_COMMANDS: dict[str, Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]] = {
    "*": "ALL",
    "r": "SELECT",
    "a": "INSERT",
    "w": "UPDATE",
    "d": "DELETE",
}
_VIEW = "_RETURN"
_RULE_EVENTS = {"1": "SELECT", "2": "UPDATE", "3": "INSERT", "4": "DELETE"}
_STATISTICS = (("d", "ndistinct"), ("f", "dependencies"), ("m", "mcv"))
# The clauses of a trigger's definition that hold texts of any kind, and what hides them.
_CLAUSE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\bWHEN (?=\()|\bEXECUTE FUNCTION """)


class _TriggerRow(NamedTuple):
    """One row of the query "triggers", column by column."""

    oid: int
    table: int
    name: str
    type: int
    enabled: str
    columns: str
    constraint: bool
    references: int | None
    deferrable: bool
    deferred: bool
    old_table: str | None
    new_table: str | None
    definition: str | None


def _add(
    relation: Relation,
    catalog: int,
    oid: int,
    value: Trigger | Rule | Policy | Statistics,
    reading: Reading,
) -> None:
    """Take up an object; what hangs on something that a model has no words for has none either."""
    if relation.ref is None:
        reading.others[value.ref.kind.value, relation.part(value.name)] = value_text(value)
    else:
        reading.add(catalog, oid, value)


def add_triggers(rows: Rows, relations: Mapping[int, Relation], reading: Reading) -> None:
    """Take up the triggers."""
    for row in map(_TriggerRow._make, rows):
        relation = relations[row.table]
        if not relation.hidden and (TRIGGER, row.oid) not in reading.members:
            _add(relation, TRIGGER, row.oid, _trigger(row, relation, relations, reading), reading)


def _trigger(
    row: _TriggerRow, relation: Relation, relations: Mapping[int, Relation], reading: Reading
) -> Trigger:
    when, call = when_and_call(told(row.definition))
    timing: Literal["BEFORE", "AFTER", "INSTEAD OF"] = "AFTER"
    if row.type & _BEFORE:
        timing = "BEFORE"
    elif row.type & _INSTEAD:
        timing = "INSTEAD OF"
    return Trigger(
        name=row.name,
        table=relation.key,
        timing=timing,
        events=tuple(event for event, bit in _EVENTS if row.type & bit),
        call=call,
        columns=relation.names(numbers(row.columns)),
        each_row=bool(row.type & _ROW),
        when=when,
        old_table=row.old_table,
        new_table=row.new_table,
        constraint=row.constraint,
        references_table=relations[row.references].key if row.references else None,
        deferrable=row.deferrable,
        initially_deferred=row.deferred,
        enabled=ENABLED[row.enabled],
        comment=reading.comment(TRIGGER, row.oid),
    )


def when_and_call(definition: str) -> tuple[str | None, str]:
    """Return the condition of a trigger's definition, and the function with its arguments.

    >>> when_and_call("CREATE TRIGGER t AFTER INSERT ON u WHEN ((a)) EXECUTE FUNCTION f('x')")
    ('a', "f('x')")
    """
    when: str | None = None
    position = 0
    while match := _CLAUSE.search(definition, position):
        position = match.end()
        if match[0] == "EXECUTE FUNCTION ":
            break
        if match[0] == "WHEN ":
            end = closing(definition, position)
            when, position = unwrapped(definition[position:end]), end
    return when, definition[position:]


def add_rules(rows: Rows, relations: Mapping[int, Relation], reading: Reading) -> None:
    """Take up the rules; that of a view is the view."""
    for oid, relid, name, event, enabled, definition in rows:
        relation = relations[relid]
        if relation.hidden or (REWRITE, oid) in reading.members:
            continue
        if name == _VIEW:
            if relation.ref is not None:
                reading.refs[REWRITE, oid] = relation.ref
            continue
        value = Rule(
            name=name,
            table=relation.key,
            definition=_rule(told(definition), _RULE_EVENTS[event], relation.key),
            enabled=ENABLED[enabled],
            comment=reading.comment(REWRITE, oid),
        )
        _add(relation, REWRITE, oid, value, reading)


def _rule(definition: str, event: str, table: str) -> str:
    """Return what follows CREATE RULE name AS, in our words for the table."""
    namespace, bare = split(table)
    full = f"{quote_identifier(namespace)}.{quote_identifier(bare)}"
    start = f"ON {event} TO "
    text = definition[definition.index(f"{start}{full}") :].removesuffix(";")
    return f"{start}{quote_name(table)}{text.removeprefix(start + full)}"


def add_policies(rows: Rows, relations: Mapping[int, Relation], reading: Reading) -> None:
    """Take up the row-level security policies."""
    for oid, relid, name, command, permissive, roles, using, check in rows:
        relation = relations[relid]
        if relation.hidden or (POLICY, oid) in reading.members:
            continue
        value = Policy(
            name=name,
            table=relation.key,
            command=_COMMANDS[command],
            permissive=permissive,
            roles=AnyOrder(roles),
            using=optional(using),
            check=optional(check),
            comment=reading.comment(POLICY, oid),
        )
        _add(relation, POLICY, oid, value, reading)


def add_statistics(rows: Rows, relations: Mapping[int, Relation], reading: Reading) -> None:
    """Take up the extended statistics."""
    for oid, namespace, name, relid, columns, expressions, kinds, target in rows:
        relation = relations[relid]
        if relation.hidden or (STATISTICS, oid) in reading.members:
            continue
        names = (quote_identifier(part) for part in relation.names(numbers(columns)))
        value = Statistics(
            name=reading.key(namespace, name),
            table=relation.key,
            columns=(*names, *(f"({unwrapped(text)})" for text in expressions or ())),
            kinds=_kinds(kinds),
            target=target,
            comment=reading.comment(STATISTICS, oid),
        )
        _add(relation, STATISTICS, oid, value, reading)


def _kinds(letters: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of statistics; none where they are all, as by default."""
    kinds = tuple(word for letter, word in _STATISTICS if letter in letters)
    return () if len(kinds) == len(_STATISTICS) else kinds
