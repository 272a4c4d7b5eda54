"""What the commands of ALTER TABLE do; see ``effects``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.bounds import bound_clauses
from fluentorm.lint.nodes import (
    relation_key,
    type_of,
)
from fluentorm.lint.replay_tables import column_of
from fluentorm.lint.retype import Cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.lint.source import Change
    from fluentorm.lint.state import State
from fluentorm.dialects.postgres.lock_modes import AX, SRX, SUX, Lock
from fluentorm.lint.facts import (
    adopts_foreign_keys,
    excludes,
    has_rows,
    is_key,
    is_proven,
    needs_not_null_scan,
    null_columns_of_key,
    retyped,
    rewrites_on_add,
    stumbles,
)
from fluentorm.lint.modes import NOTHING, Effect, one_table

# Commands of ALTER TABLE that take less than ACCESS EXCLUSIVE (AlterTableGetLockLevel).
_WEAKER = {
    "AT_ValidateConstraint": SUX,
    "AT_SetStatistics": SUX,
    "AT_SetOptions": SUX,
    "AT_ResetOptions": SUX,
    "AT_ClusterOn": SUX,
    "AT_DropCluster": SUX,
    "AT_AttachPartition": SUX,
    "AT_EnableTrig": SRX,
    "AT_EnableAlwaysTrig": SRX,
    "AT_EnableReplicaTrig": SRX,
    "AT_EnableTrigAll": SRX,
    "AT_EnableTrigUser": SRX,
    "AT_DisableTrig": SRX,
    "AT_DisableTrigAll": SRX,
    "AT_DisableTrigUser": SRX,
}


# Storage parameters that AlterTableGetRelOptionsLockLevel lets pass under SHARE UPDATE EXCLUSIVE.
_STRONG_OPTIONS = frozenset(("user_catalog_table",))


_REWRITING = frozenset(("AT_SetLogged", "AT_SetUnLogged", "AT_SetTableSpace", "AT_SetAccessMethod"))


def of_command(change: Change, state: State) -> Effect:
    """Return what a command of ALTER TABLE does."""
    table, node = change.table, change.node
    if table in state.views or table in state.indexes:
        return NOTHING
    handler = _COMMANDS.get(change.verb)
    if handler is not None:
        found = handler(table, node, state)
        known = state.tables.get(table)
        if change.only and known is not None and known.partitioned:
            return Effect(locks=found.locks)  # its own storage is empty
        return found
    if change.verb == "AT_SetRelOptions":
        strong = any(
            item.def_elem.defname in _STRONG_OPTIONS for item in getattr(node, "def").list.items
        )
        return Effect(locks={table: AX if strong else SUX})
    mode = _WEAKER.get(change.verb, AX)
    rewrites = frozenset((table,)) if change.verb in _REWRITING else frozenset()
    return Effect(locks={table: mode}, rewrites=rewrites)


def _add_column(table: str, node: Node, state: State) -> Effect:
    definition = getattr(node, "def").column_def
    column = column_of(definition, state, state.origin)
    locks = {table: AX}
    scans = builds = False
    for item in definition.constraints:
        kind = word(item.constraint, "contype")
        if kind == "CONSTR_CHECK":
            scans = scans or item.constraint.is_enforced
        elif kind in ("CONSTR_UNIQUE", "CONSTR_PRIMARY"):
            builds = True
        elif kind == "CONSTR_FOREIGN":
            locks[relation_key(item.constraint.pktable)] = SRX
            scans = scans or column.default not in ("", "null")
    return Effect(
        locks=locks,
        rewrites=one_table(table) if rewrites_on_add(column, state) else frozenset(),
        scans=one_table(table) if scans else frozenset(),
        builds=one_table(table) if builds else frozenset(),
    )


def _drop_column(table: str, node: Node, state: State) -> Effect:
    locks = {table: AX}
    if found := state.tables.get(table):
        for item in found.of_kind("f"):
            if node.name in item.columns:
                locks[item.references] = AX
    return Effect(locks=locks)


def _set_not_null(table: str, node: Node, state: State) -> Effect:
    scans = one_table(table) if needs_not_null_scan(state, table, node.name) else frozenset()
    return Effect(locks={table: AX}, scans=scans)


def _add_constraint(table: str, node: Node, state: State) -> Effect:
    made = getattr(node, "def").constraint
    kind = word(made, "contype")
    if kind == "CONSTR_CHECK":
        scans = not made.skip_validation and made.is_enforced
        return Effect(locks={table: AX}, scans=one_table(table) if scans else frozenset())
    if kind == "CONSTR_NOTNULL":
        columns = [item.string.sval for item in made.keys]
        scans = not made.skip_validation and any(
            needs_not_null_scan(state, table, name) for name in columns
        )
        return Effect(locks={table: AX}, scans=one_table(table) if scans else frozenset())
    if kind == "CONSTR_FOREIGN":
        return _add_foreign_key(table, made, state)
    if kind not in ("CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION"):
        return Effect(locks={table: AX})
    if not made.indexname:
        builds = one_table(table) if has_rows(state, table) else frozenset()
        return Effect(locks={table: AX}, builds=builds)
    return Effect(
        locks={table: AX},
        scans=one_table(table) if null_columns_of_key(made, table, state) else frozenset(),
    )


def _add_foreign_key(table: str, made: Node, state: State) -> Effect:
    target = relation_key(made.pktable)
    locks = {table: SRX}
    locks.setdefault(target, SRX)
    unchecked = made.skip_validation or not made.is_enforced
    if unchecked or adopts_foreign_keys(state, table, made):
        return Effect(locks=locks)
    return Effect(locks=locks, scans=one_table(table))


def _drop_constraint(table: str, node: Node, state: State) -> Effect:
    locks = {table: AX}
    found = state.tables.get(table)
    held = found.constraints.get(node.name) if found else None
    if held is not None and held.kind == "f":
        locks[held.references] = AX
    return Effect(locks=locks)


def _validate(table: str, node: Node, state: State) -> Effect:
    locks = {table: SUX}
    found = state.tables.get(table)
    held = found.constraints.get(node.name) if found else None
    if held is not None and held.kind == "f":
        locks.setdefault(held.references, Lock.ROW_SHARE)
    scans = held is None or not held.valid
    return Effect(locks=locks, scans=one_table(table) if scans else frozenset())


def _alter_constraint(table: str, node: Node, state: State) -> Effect:
    made = getattr(node, "def").atalter_constraint
    found = state.tables.get(table)
    held = found.constraints.get(made.conname) if found else None
    scans = made.alter_enforceability and made.is_enforced
    scans = scans and (held is None or not held.enforced)
    return Effect(locks={table: AX}, scans=one_table(table) if scans else frozenset())


def _set_expression(table: str, node: Node, state: State) -> Effect:
    column = state.column(table, node.name)
    virtual = column is not None and column.generated == "v"
    return Effect(locks={table: AX}, rewrites=frozenset() if virtual else one_table(table))


def _retype(table: str, node: Node, state: State) -> Effect:
    old, _, found = retyped(table, node, state)
    locks = {table: AX}
    for other in state.tables.values():
        if any(c.references == table for c in other.of_kind("f")) and is_key(
            state, table, node.name
        ):
            locks[other.name] = AX
    if found is Cost.REWRITE:
        return Effect(locks=locks, rewrites=one_table(table))
    if old is not None and old.type == type_of(getattr(node, "def").column_def.type_name):
        return Effect(locks=locks)
    checks, indexes = stumbles(table, node.name, state)
    plain = [item for item in state.indexes_of(table) if node.name in item.columns]
    builds = bool(indexes) or (found is Cost.INDEX and bool(plain))
    return Effect(
        locks=locks,
        scans=one_table(table) if checks else frozenset(),
        builds=one_table(table) if builds else frozenset(),
    )


def _attach(table: str, node: Node, state: State) -> Effect:
    if table in state.indexes:
        return NOTHING
    command = getattr(node, "def").partition_cmd
    name = relation_key(command.name)
    locks = {table: SUX, name: AX}
    scans = set()
    parent = state.tables.get(table)
    wanted = bound_clauses(command.bound, parent.partition_by if parent else ())
    if not is_proven(state.tables.get(name), wanted):
        scans.add(name)
    for other in state.partitions_of(table):
        if other.default_partition:
            locks[other.name] = AX
            if not excludes(other, wanted):
                scans.add(other.name)
    return Effect(locks=locks, scans=frozenset(scans))


def _detach(table: str, node: Node, state: State) -> Effect:
    command = getattr(node, "def").partition_cmd
    name = relation_key(command.name)
    if command.concurrent:
        return Effect(locks={table: SUX, name: AX})
    defaults = (item.name for item in state.partitions_of(table) if item.default_partition)
    return Effect(locks=dict.fromkeys((table, name, *defaults), AX))


_COMMANDS: dict[str, Callable[[str, Node, State], Effect]] = {
    "AT_AddColumn": _add_column,
    "AT_DropColumn": _drop_column,
    "AT_SetNotNull": _set_not_null,
    "AT_AddConstraint": _add_constraint,
    "AT_DropConstraint": _drop_constraint,
    "AT_ValidateConstraint": _validate,
    "AT_AlterConstraint": _alter_constraint,
    "AT_SetExpression": _set_expression,
    "AT_AlterColumnType": _retype,
    "AT_AttachPartition": _attach,
    "AT_DetachPartition": _detach,
}
