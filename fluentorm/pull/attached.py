"""Triggers, rules, policies and statistics as calls: of a TableSchema, or of a DatabaseSchema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.pull.calls import Call, call
from fluentorm.pull.values import names
from fluentorm.schema.database_objects import Policy, Rule, Statistics, Trigger
from fluentorm.schema.qualified import written_beside
from fluentorm.schema.sql_text import SqlText, quote_identifier

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

_UNQUOTED = re.compile(r"[a-z_][a-z0-9_]*")


def attached_table(item: DatabaseObject) -> str | None:
    """Return the relation that an object hangs on; None for one that hangs on nothing."""
    return item.table if isinstance(item, Trigger | Rule | Policy | Statistics) else None


def attached_call(item: DatabaseObject, *, of_table: bool) -> Call:
    """Return the call of an object that hangs on a relation; ``of_table`` leaves that one out."""
    match item:
        case Trigger():
            return _trigger(item, of_table=of_table)
        case Rule():
            return _placed(
                item, of_table, "rule", definition=item.definition, enabled=_enabled(item.enabled)
            )
        case Policy():
            return _policy(item, of_table=of_table)
        case Statistics():
            return _statistics(item, of_table=of_table)
        case _:
            raise TypeError(f"{item.ref} hangs on nothing")


def _placed(
    item: Trigger | Rule | Policy, of_table: bool, method: str, **arguments: object
) -> Call:
    table = None if of_table else item.table
    return call(method, name=item.name, table=table, **arguments, comment=item.comment)


def _enabled(word: str) -> str | None:
    return None if word == "origin" else word


def _trigger(item: Trigger, *, of_table: bool) -> Call:
    made = _placed(
        item,
        of_table,
        "trigger",
        timing=item.timing.lower().replace(" ", "_"),
        events=names(event.lower() for event in item.events),
        call=item.call,
        columns=names(item.columns) if item.columns else None,
        when=item.when,
        old_table=item.old_table,
        new_table=item.new_table,
        constraint=item.constraint,
        references_table=item.references_table,
        deferrable=item.deferrable and not item.initially_deferred,
        initially_deferred=item.initially_deferred,
        enabled=_enabled(item.enabled),
    )
    if item.each_row:
        return made
    return Call(method=made.method, arguments={**made.arguments, "each_row": False})


def _policy(item: Policy, *, of_table: bool) -> Call:
    made = _placed(
        item,
        of_table,
        "policy",
        command=None if item.command == "ALL" else item.command.lower(),
        roles=names(item.roles) if item.roles else None,
        using=item.using,
        check=item.check,
    )
    if item.permissive:
        return made
    return Call(method=made.method, arguments={**made.arguments, "permissive": False})


def _statistics(item: Statistics, *, of_table: bool) -> Call:
    return call(
        "statistics",
        name=written_beside(item.table, item.name) if of_table else item.name,
        table=None if of_table else item.table,
        columns=[_statistics_column(text) for text in item.columns],
        kinds=list(item.kinds),
        target=item.target,
        comment=item.comment,
    )


def _statistics_column(text: str) -> object:
    """Return a column's name, or SQL; in the model names are quoted, and SQL is in parentheses."""
    if text.startswith("("):
        return SqlText(text)
    name = text[1:-1].replace('""', '"') if text.startswith('"') else text
    return name if quote_identifier(name) == text else SqlText(text)
