"""States of triggers on partitions, which a model has no words for and a new trigger forgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from fluentorm.diff.operations import AlterObject, CreateObject, Operation
from fluentorm.errors import Problem
from fluentorm.schema.database_objects import Trigger
from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.partition_names import ancestors
from fluentorm.schema.qualified import name_parts, qualify, quote_name
from fluentorm.schema.sql_text import quote_identifier

STATE = "state of trigger"
_WORDS = {"D": "DISABLE", "O": "ENABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


def forgotten_states(
    operations: Iterable[Operation], old: SchemaModel, others: Mapping[tuple[str, str], str]
) -> Iterator[Problem]:
    """Yield the triggers that are made anew over partitions where they have a state of their own.

    ``old`` is the database before, and ``others`` what it holds beside that.
    """
    states = {_taken_apart(name): state for (kind, name), state in others.items() if kind == STATE}
    if not states:
        return
    for operation in operations:
        trigger = _made(operation)
        for (partition, name), state in states.items() if trigger is not None else ():
            if trigger is None or name != trigger.name or partition not in old.tables:
                continue
            above = ancestors(old.tables[partition], old.tables)
            if all(table.name != trigger.table for table in above):
                continue
            again = f"{_WORDS.get(state, 'DISABLE')} TRIGGER {quote_identifier(name)}"
            yield Problem(
                f'trigger "{name}" of table "{trigger.table}" is made anew, and partition '
                f'"{partition}" would forget the state that it has of its own',
                trigger.origin,
                f"ALTER TABLE {quote_name(partition)} ENABLE TRIGGER {quote_identifier(name)}, "
                f"and after the change: ALTER TABLE {quote_name(partition)} {again}",
            )


def _made(operation: Operation) -> Trigger | None:
    match operation:
        case CreateObject(object=Trigger() as trigger):
            return trigger
        case AlterObject(before=Trigger() as was, after=Trigger() as trigger):
            return None if replace(was, comment=trigger.comment) == trigger else trigger
        case _:
            return None


def _taken_apart(name: str) -> tuple[str, str]:
    """Return the key of the partition and the name of the trigger."""
    namespace, table, trigger = name_parts(name)
    return qualify(namespace, table), trigger
