"""What a change of a partitioned table does to its partitions.

The rules speak of the table that a statement names; the server works on the partitions, whose rows
they are. Which commands go on to them was measured on PostgreSQL 15 and 18.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import word
from fluentorm.lint.modes import Effect
from fluentorm.lint.nodes import object_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.source import Change
    from fluentorm.lint.state import State

_ALONE = frozenset(
    "AT_AttachPartition AT_DetachPartition AT_ChangeOwner AT_ClusterOn AT_DropCluster "
    "AT_SetRelOptions AT_ResetRelOptions AT_ReplicaIdentity AT_SetOptions AT_ResetOptions "
    "AT_EnableRowSecurity AT_DisableRowSecurity AT_ForceRowSecurity AT_NoForceRowSecurity "
    "alter_object_schema_stmt rule_stmt create_policy_stmt alter_policy_stmt create_stmt "
    "insert_stmt".split()
)
_RENAMED_ALONE = frozenset("OBJECT_TABLE OBJECT_POLICY OBJECT_RULE".split())


def with_partitions(change: Change, found: Effect, state: State) -> Effect:
    """Return an effect with what it means for partitions; a partitioned table has no rows."""
    if _is_alone(change):
        return found
    locks = dict(found.locks)
    for table in found.locks.keys() - _parents(change, state):
        mode = found.locks[table]
        for name in _below(table, state):
            locks[name] = max(mode, locks.get(name, mode))
    return Effect(
        locks=locks,
        rewrites=_storage(found.rewrites, state),
        scans=_storage(found.scans, state),
        builds=_storage(found.builds, state),
    )


def _is_alone(change: Change) -> bool:
    if change.only or change.verb in _ALONE:
        return True
    if change.verb == "rename_stmt":
        return word(change.node, "rename_type") in _RENAMED_ALONE
    if change.verb == "index_stmt":
        return not change.node.relation.inh
    return change.verb == "lock_stmt" and not all(
        item.range_var.inh for item in change.node.relations
    )


def _parents(change: Change, state: State) -> set[str]:
    """Return the tables that lose a partition which is dropped; their others stay as they are."""
    if change.verb != "drop_stmt":
        return set()
    dropped = (state.tables.get(object_name(item)) for item in change.node.objects)
    return {table.parent for table in dropped if table is not None}


def _below(table: str, state: State) -> Iterator[str]:
    for item in state.partitions_of(table):
        yield item.name
        yield from _below(item.name, state)


def _storage(tables: frozenset[str], state: State) -> frozenset[str]:
    """Return the tables that have the rows of these."""
    found = tables | {name for table in tables for name in _below(table, state)}
    return frozenset(
        name for name in found if name not in state.tables or not state.tables[name].partitioned
    )
