"""DM: changes of rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.dialects.base import StepKind
from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import columns_in, conjuncts
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene, Settings
    from fluentorm.lint.source import Change, Statement
    from fluentorm.lint.state import State, Table

DM001 = CATALOGUE.add(
    Rule(
        id="DM001",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="UPDATE or DELETE of a whole table",
        reason="All rows stay locked until the commit, the table grows by as much as it is "
        "large, and "
        "replicas fall behind.",
        fix='a step "-- Step: N backfill", which the runner divides into batches by key',
        sized=True,
        blocking=True,
    )
)
DM002 = CATALOGUE.add(
    Rule(
        id="DM002",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="rows and schema of the same table change in one transaction",
        reason="ACCESS EXCLUSIVE is held while the rows are worked on; with deferred constraints "
        "the "
        "server refuses it (55006, pending trigger events).",
        fix="rows in a backfill step, the schema in short steps",
        sized=True,
        blocking=True,
    )
)
DM003 = CATALOGUE.add(
    Rule(
        id="DM003",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="rows are repaired after the constraint NOT VALID that they violate",
        reason="A NOT VALID CHECK or NOT NULL makes every UPDATE of an old row that violates it "
        "fail, "
        "also of other columns: those of the application too.",
        fix="backfill first, then ADD CONSTRAINT ... NOT VALID, then VALIDATE",
    )
)
DM004 = CATALOGUE.add(
    Rule(
        id="DM004",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a backfill whose condition does not say what is left to do, or without a key",
        reason="A run that is resumed would work through the same rows again, and one without an "
        "index for its range reads the whole table for each batch.",
        fix="WHERE c IS NULL, or c IS DISTINCT FROM the new value; by (columns of a unique index)",
    )
)
DM005 = CATALOGUE.add(
    Rule(
        id="DM005",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="something unfinished at the end of the chain",
        reason="A constraint that is not validated, a helper CHECK, a trigger that keeps two "
        "columns "
        "in step, or an _old column was left: the second half of a change is missing.",
        fix="a migration that validates, or drops what is not needed any more",
    )
)

_WRITES = ("update_stmt", "delete_stmt")
_BY = re.compile(r"\bby\s*\(([^)]*)\)", re.IGNORECASE)
_HELPER = re.compile(r"^_fl_")
_LEFT_OVER = re.compile(r"^_fl_|_old$")


@CATALOGUE.check(DM001, *_WRITES)
def whole_table(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for changes of rows without a narrow range of keys."""
    if scene.unit.step is StepKind.BACKFILL or not scene.live(change.table):
        return
    if _is_bounded(node, scene.state.tables.get(change.table), scene.state):
        return
    what = "UPDATE" if change.verb == "update_stmt" else "DELETE"
    yield Found(f'{what} of "{change.table}" in one transaction, as large as it is', change.table)


def _is_bounded(node: Node, table: Table | None, state: State) -> bool:
    """Say whether a condition picks rows by a key, or a range with two ends."""
    if not node.HasField("where_clause"):
        return False
    keys: set[str] = {"id"}
    if table is not None:
        keys = {
            index.columns[0]
            for index in state.indexes_of(table.name)
            if index.unique and index.columns
        } or keys
    ends: dict[str, set[str]] = {}
    for part in conjuncts(node.where_clause):
        if part.WhichOneof("node") != "a_expr":
            continue
        expression = part.a_expr
        names = columns_in(expression.lexpr)
        if len(names) != 1:
            continue
        (name,) = names
        kind = word(expression, "kind")
        operator = expression.name[-1].string.sval if expression.name else ""
        if kind == "AEXPR_BETWEEN" or (name in keys and _is_pick(kind, operator)):
            return True
        ends.setdefault(name, set()).add(operator[:1])
    return any({"<", ">"} <= found for found in ends.values())


def _is_pick(kind: str, operator: str) -> bool:
    return operator == "=" and kind in ("AEXPR_OP", "AEXPR_IN", "AEXPR_OP_ANY")


@CATALOGUE.check(DM002, "unit")
def rows_and_schema(scene: Scene) -> Iterator[Found]:
    """Look for both in one transaction, on one table in use."""
    if not scene.unit.transactional:
        return
    written: dict[str, Statement] = {}
    altered: dict[str, Statement] = {}
    for statement, change, effect in scene.before:
        if change.verb in ("update_stmt", "delete_stmt", "insert_stmt", "merge_stmt"):
            first, other = written, altered
            tables = [change.table]
        else:
            first, other = altered, written
            tables = [t for t, mode in effect.locks.items() if mode >= Lock.SHARE_ROW_EXCLUSIVE]
        for table in tables:
            if scene.live(table):
                if table in other and table not in first:
                    yield Found(
                        f'rows and schema of "{table}" change in one transaction (see line '
                        f"{other[table].line})",
                        table,
                        line=statement.line,
                    )
                first.setdefault(table, statement)


@CATALOGUE.check(DM003, "update_stmt")
def repaired_too_late(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for an UPDATE of columns that a NOT VALID constraint of this file guards already."""
    if not scene.live(change.table):
        return
    columns = {item.res_target.name for item in node.target_list}
    table = scene.state.tables.get(change.table)
    if table is None or _repaired_before(columns, change.table, scene):
        return
    for item in table.constraints.values():
        here = item.origin.path == scene.file.path
        if item.kind in "cn" and not item.valid and here and columns & set(item.columns):
            yield Found(
                f'"{item.name}" was added before: meanwhile updates of old rows of '
                f'"{change.table}" fail',
                change.table,
            )


def _repaired_before(columns: set[str], table: str, scene: Scene) -> bool:
    statements = [s for unit in scene.units_before for s in unit.statements]
    statements += [statement for statement, _, _effect in scene.before]
    constrained = False
    for statement in statements:
        for change in statement.changes:
            if change.table != table:
                continue
            if change.verb == "AT_AddConstraint":
                constrained = True
            elif change.verb == "update_stmt" and not constrained and columns & _set_by(change):
                return True
    return False


def _set_by(change: Change) -> set[str]:
    return {item.res_target.name for item in change.node.target_list}


@CATALOGUE.check(DM004, "update_stmt")
def backfill_without_guard(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for backfills that do not know what they did."""
    if scene.unit.step is not StepKind.BACKFILL:
        return
    columns = {item.res_target.name for item in node.target_list}
    guarded = node.HasField("where_clause") and any(
        columns & columns_in(part) for part in conjuncts(node.where_clause)
    )
    if not guarded:
        shown = ", ".join(sorted(columns))
        yield Found(f"its condition does not say for which rows {shown} is done", change.table)
    yield from _without_key(change.table, scene)


def _without_key(table: str, scene: Scene) -> Iterator[Found]:
    match = _BY.search(scene.unit.options)
    known = scene.state.tables.get(table)
    if known is None or known.partitioned:
        return
    wanted = tuple(name.strip() for name in match[1].split(",")) if match else ()
    indexes = scene.state.indexes_of(table)
    if wanted and not any(index.columns[: len(wanted)] == wanted for index in indexes):
        yield Found(f'no index of "{table}" begins with {", ".join(wanted)}', table)


@CATALOGUE.check(DM005, "chain")
def unfinished(state: State, _: Settings) -> Iterator[Found]:
    """Look for what the first half of a change left behind."""
    for table in state.tables.values():
        for item in table.constraints.values():
            if item.kind in "cfn" and (not item.valid or _HELPER.match(item.name)):
                what = "was never validated" if not item.valid else "is a helper that was left"
                yield Found(
                    f'constraint "{item.name}" of "{table.name}" {what}',
                    table.name,
                    item.origin.line,
                    item.origin.path,
                )
        for column in table.columns.values():
            if _LEFT_OVER.search(column.name):
                yield Found(
                    f'column {column.name} of "{table.name}" was left behind',
                    table.name,
                    column.origin.line,
                    column.origin.path,
                )
    for trigger in state.triggers.values():
        if _HELPER.match(trigger.name) or trigger.name.startswith("zz_fl_"):
            yield Found(
                f'trigger "{trigger.name}" of "{trigger.table}" still keeps columns in step',
                trigger.table,
                trigger.origin.line,
                trigger.origin.path,
            )
