"""LK of indexes, and of keys that build one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.facts import null_columns_of_key
from fluentorm.lint.nodes import object_name, option
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change


LK001 = CATALOGUE.add(
    Rule(
        id="LK001",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="an index is built without CONCURRENTLY on a table that is in use",
        reason="CREATE INDEX holds a SHARE lock until the index is built: all writes wait.",
        fix="CREATE INDEX CONCURRENTLY in a bare step of its own",
        sized=True,
        blocking=True,
    )
)


LK002 = CATALOGUE.add(
    Rule(
        id="LK002",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="an index is dropped or rebuilt without CONCURRENTLY",
        reason="DROP INDEX and REINDEX take ACCESS EXCLUSIVE on the index: queries that plan over "
        "the table wait, for REINDEX as long as it builds.",
        fix="DROP INDEX CONCURRENTLY or REINDEX INDEX CONCURRENTLY in a bare step of its own",
        sized=True,
        blocking=True,
    )
)


LK003 = CATALOGUE.add(
    Rule(
        id="LK003",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="CREATE INDEX CONCURRENTLY IF NOT EXISTS",
        reason="A build that failed leaves an INVALID index, and IF NOT EXISTS keeps it without a "
        "word: no query uses it, every write pays for it.",
        fix="leave IF NOT EXISTS out: the runner sees by itself whether the index is there and "
        "valid",
    )
)


LK004 = CATALOGUE.add(
    Rule(
        id="LK004",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="CONCURRENTLY inside a transaction, or beside other statements",
        reason="The server refuses it in a transaction (25001), also when several statements come "
        "in one message.",
        fix='give it a step of its own: "-- Step: 1 bare"',
    )
)


LK005 = CATALOGUE.add(
    Rule(
        id="LK005",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="CONCURRENTLY on a partitioned table",
        reason="The server refuses it (0A000): only the partitions have indexes of their own.",
        fix="CREATE INDEX ON ONLY the parent, CREATE INDEX CONCURRENTLY on each partition, then "
        "ALTER INDEX ... ATTACH PARTITION",
    )
)


LK006 = CATALOGUE.add(
    Rule(
        id="LK006",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a unique constraint or primary key builds its index under ACCESS EXCLUSIVE",
        reason="ADD UNIQUE and ADD PRIMARY KEY build an index while nobody can read the table.",
        fix="CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX",
        sized=True,
        blocking=True,
    )
)


LK007 = CATALOGUE.add(
    Rule(
        id="LK007",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a primary key over a nullable column, USING INDEX",
        reason="ADD PRIMARY KEY USING INDEX makes the columns NOT NULL first, and reads the whole "
        "table under ACCESS EXCLUSIVE for that.",
        fix="make the columns NOT NULL before, by a constraint NOT VALID and VALIDATE",
        sized=True,
        blocking=True,
    )
)


@CATALOGUE.check(LK001, "index_stmt")
def index_stops_writes(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for a plain CREATE INDEX on a table in use."""
    if not node.concurrent and scene.live(change.table) and change.table in scene.effect.builds:
        yield Found(f'building "{node.idxname}" stops writes to "{change.table}"', change.table)


@CATALOGUE.check(LK002, "drop_stmt")
def drop_index_stops_readers(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for a plain DROP INDEX; of a partitioned table there is no other."""
    if word(node, "remove_type") != "OBJECT_INDEX" or node.concurrent:
        return
    for item in node.objects:
        name = object_name(item)
        index = scene.state.indexes.get(name)
        table = scene.state.tables.get(index.table) if index else None
        young = index is not None and index.origin.batch == scene.state.batch
        if (young and not scene.file.down) or (
            index is not None and _is_locked(index.table, scene)
        ):
            continue
        if (table is None or not table.partitioned) and (index is None or scene.live(index.table)):
            yield Found(
                f'dropping "{name}" stops whoever plans over its table',
                index.table if index else "",
            )


def _is_locked(table: str, scene: Scene) -> bool:
    """Say whether this transaction has locked a table against all already, as a swap does."""
    return any(effect.locks.get(table) is Lock.ACCESS_EXCLUSIVE for _, _, effect in scene.before)


@CATALOGUE.check(LK002, "reindex_stmt")
def reindex_stops_readers(_: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for a plain REINDEX."""
    if is_concurrent(change):
        return
    tables = [table for table in scene.effect.locks if scene.live(table)] or [""]
    if scene.effect.locks and tables == [""]:
        return
    yield Found("REINDEX stops reads and writes while it builds", tables[0])


@CATALOGUE.check(LK003, "index_stmt")
def concurrently_if_not_exists(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for IF NOT EXISTS that would keep an INVALID index."""
    if node.concurrent and node.if_not_exists:
        yield Found(f'IF NOT EXISTS keeps "{node.idxname}" even where it is INVALID')


@CATALOGUE.check(LK004, "index_stmt", "drop_stmt", "reindex_stmt", "AT_DetachPartition")
def concurrently_in_transaction(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for CONCURRENTLY where the server refuses it."""
    if not is_concurrent(change):
        return
    if scene.unit.transactional:
        yield Found("CONCURRENTLY does not run inside a transaction")
    elif len(scene.unit.statements) > 1:
        yield Found("a bare step is one statement; this one has several")


def is_concurrent(change: Change) -> bool:
    """Say whether a change is one of those that run concurrently, outside a transaction."""
    node = change.node
    if change.verb in ("index_stmt", "drop_stmt"):
        return bool(node.concurrent)
    if change.verb == "reindex_stmt":
        return option(node.params, "concurrently") is not None
    if change.verb == "AT_DetachPartition":
        return bool(getattr(node, "def").partition_cmd.concurrent)
    return False


@CATALOGUE.check(LK005, "index_stmt")
def concurrently_on_partitioned(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for CREATE INDEX CONCURRENTLY on a partitioned table."""
    table = scene.state.tables.get(change.table)
    if node.concurrent and table is not None and table.partitioned:
        yield Found(f'"{change.table}" is partitioned', change.table)


@CATALOGUE.check(LK005, "drop_stmt")
def drop_concurrently_on_partitioned(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for DROP INDEX CONCURRENTLY on a partitioned table."""
    if word(node, "remove_type") != "OBJECT_INDEX" or not node.concurrent:
        return
    for item in node.objects:
        index = scene.state.indexes.get(object_name(item))
        table = scene.state.tables.get(index.table) if index else None
        if table is not None and table.partitioned:
            yield Found(f'"{table.name}" is partitioned', table.name)


@CATALOGUE.check(LK006, "AT_AddConstraint")
def key_builds_index(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for a key that brings no index."""
    made = getattr(node, "def").constraint
    kind = word(made, "contype")
    if kind not in ("CONSTR_UNIQUE", "CONSTR_PRIMARY") or made.without_overlaps:
        return
    if scene.live(change.table) and change.table in scene.effect.builds:
        what = "a primary key" if kind == "CONSTR_PRIMARY" else "a unique constraint"
        yield Found(f'{what} builds its index while "{change.table}" is locked', change.table)


@CATALOGUE.check(LK007, "AT_AddConstraint")
def key_over_nullable(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for a primary key whose columns may hold NULLs as far as is known."""
    made = getattr(node, "def").constraint
    if not made.indexname or not scene.live(change.table):
        return
    columns = null_columns_of_key(made, change.table, scene.state)
    if columns:
        shown = ", ".join(columns)
        yield Found(f'{shown} of "{change.table}" may be NULL, so all rows are read', change.table)
