"""Playing the commands of ALTER TABLE over a state."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import (
    has_option,
    option,
    relation_key,
    type_of,
    volatility,
)
from fluentorm.lint.state import Origin, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.lint.source import Change, Statement
from fluentorm.lint.replay_tables import add_constraint, as_partition, beside, play_column


def alter(change: Change, statement: Statement, state: State) -> None:
    """Play one command of ALTER TABLE."""
    origin = Origin(state.origin.path, statement.line, state.batch)
    handler = _COMMANDS.get(change.verb)
    if handler is not None:
        handler(state, change.table, change.node, origin)


def _at_add_column(state: State, table: str, node: Node, origin: Origin) -> None:
    definition = getattr(node, "def").column_def
    if state.column(table, definition.colname) is None:
        play_column(state, table, definition, origin)


def _at_drop_column(state: State, table: str, node: Node, _: Origin) -> None:
    found = state.tables.get(table)
    if found is None:
        return
    name = node.name
    columns = {n: c for n, c in found.columns.items() if n != name}
    constraints = {n: c for n, c in found.constraints.items() if name not in c.columns}
    state.put("tables", table, dataclasses.replace(found, columns=columns, constraints=constraints))
    for index in state.indexes_of(table):
        if name in (*index.columns, *index.included) or name in index.mentions:
            state.drop("indexes", index.name)


def _edit_column(state: State, table: str, name: str, **values: object) -> None:
    found = state.tables.get(table)
    column = found.columns.get(name) if found else None
    if found is not None and column is not None:
        changed = dataclasses.replace(column, **values)  # type: ignore[arg-type]
        state.put("tables", table, found.with_column(changed))


def _at_type(state: State, table: str, node: Node, _: Origin) -> None:
    kind = type_of(getattr(node, "def").column_def.type_name)
    _edit_column(state, table, node.name, type=kind)


def _at_default(state: State, table: str, node: Node, _: Origin) -> None:
    value = getattr(node, "def")
    given = value.WhichOneof("node") is not None
    how = volatility(value, state.volatilities()) if given else ""
    _edit_column(state, table, node.name, default=how)


def _at_set_not_null(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, not_null=True)
    found = state.tables.get(table)
    for item in list(found.of_kind("n")) if found else ():
        if found is not None and item.columns == (node.name,):
            found = found.with_constraint(dataclasses.replace(item, valid=True))
            state.put("tables", table, found)


def _at_drop_not_null(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, not_null=False)


def _at_identity(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, identity=True)


def _at_drop_identity(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, identity=False)


def _at_drop_expression(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, generated="")


def _at_add_constraint(state: State, table: str, node: Node, origin: Origin) -> None:
    add_constraint(state, table, getattr(node, "def").constraint, origin)


def _at_drop_constraint(state: State, table: str, node: Node, _: Origin) -> None:
    found = state.tables.get(table)
    if found is None:
        return
    gone = found.constraints.get(node.name)
    constraints = {n: c for n, c in found.constraints.items() if n != node.name}
    found = dataclasses.replace(found, constraints=constraints)
    if gone is not None and gone.kind == "n":
        for name in gone.columns:
            if held := found.columns.get(name):
                found = found.with_column(dataclasses.replace(held, not_null=False))
    state.put("tables", table, found)
    index = state.indexes.get(beside(table, node.name))
    if index is not None and index.constraint:
        state.drop("indexes", index.name)


def _at_validate(state: State, table: str, node: Node, _: Origin) -> None:
    found = state.tables.get(table)
    held = found.constraints.get(node.name) if found else None
    if found is None or held is None:
        return
    found = found.with_constraint(dataclasses.replace(held, valid=True))
    if held.kind == "n":
        for name in held.columns:
            if column := found.columns.get(name):
                found = found.with_column(dataclasses.replace(column, not_null=True))
    state.put("tables", table, found)


def _at_alter_constraint(state: State, table: str, node: Node, _: Origin) -> None:
    made = getattr(node, "def").atalter_constraint
    found = state.tables.get(table)
    held = found.constraints.get(made.conname) if found else None
    if found is not None and held is not None and made.alter_enforceability:
        changed = dataclasses.replace(held, enforced=made.is_enforced)
        state.put("tables", table, found.with_constraint(changed))


def _at_attach(state: State, table: str, node: Node, _: Origin) -> None:
    command = getattr(node, "def").partition_cmd
    name = relation_key(command.name)
    if name in state.indexes or table in state.indexes:
        return
    found = state.tables.get(name)
    if found is not None:
        state.put("tables", name, as_partition(found, table, command.bound))


def _at_detach(state: State, table: str, node: Node, _: Origin) -> None:
    name = relation_key(getattr(node, "def").partition_cmd.name)
    found = state.tables.get(name)
    if found is not None:
        made = dataclasses.replace(found, parent="", default_partition=False)
        state.put("tables", name, made)


def _row_security(*, on: bool) -> Callable[[State, str, Node, Origin], None]:
    def play(state: State, table: str, _: Node, __: Origin) -> None:
        if found := state.tables.get(table):
            state.put("tables", table, dataclasses.replace(found, row_security=on))

    return play


def _at_replica(state: State, table: str, node: Node, _: Origin) -> None:
    kind = getattr(node, "def").replica_identity_stmt.identity_type
    if found := state.tables.get(table):
        state.put("tables", table, dataclasses.replace(found, replica_identity=kind))


def _at_options(state: State, name: str, node: Node, _: Origin) -> None:
    found = state.views.get(name)
    if found is None:
        return
    options = getattr(node, "def").list.items
    on = word(node, "subtype") == "AT_SetRelOptions"

    def now(option_name: str, before: bool) -> bool:
        if option(options, option_name) is None:
            return before
        return on and has_option(options, option_name)

    made = dataclasses.replace(
        found,
        invoker=now("security_invoker", found.invoker),
        barrier=now("security_barrier", found.barrier),
    )
    state.put("views", name, made)


_COMMANDS: dict[str, Callable[[State, str, Node, Origin], None]] = {
    "AT_AddColumn": _at_add_column,
    "AT_DropColumn": _at_drop_column,
    "AT_AlterColumnType": _at_type,
    "AT_ColumnDefault": _at_default,
    "AT_SetNotNull": _at_set_not_null,
    "AT_DropNotNull": _at_drop_not_null,
    "AT_AddIdentity": _at_identity,
    "AT_DropIdentity": _at_drop_identity,
    "AT_DropExpression": _at_drop_expression,
    "AT_AddConstraint": _at_add_constraint,
    "AT_DropConstraint": _at_drop_constraint,
    "AT_ValidateConstraint": _at_validate,
    "AT_AlterConstraint": _at_alter_constraint,
    "AT_AttachPartition": _at_attach,
    "AT_DetachPartition": _at_detach,
    "AT_EnableRowSecurity": _row_security(on=True),
    "AT_DisableRowSecurity": _row_security(on=False),
    "AT_ReplicaIdentity": _at_replica,
    "AT_SetRelOptions": _at_options,
    "AT_ResetRelOptions": _at_options,
}
