"""LK: how much one transaction locks, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import key, relation_key, strings
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change, Statement

LK021 = CATALOGUE.add(
    Rule(
        id="LK021",
        severity=Severity.WARNING,
        level=Level.SYNTAX,
        summary="LOCK TABLE by hand",
        reason="It holds the lock from there to the end of the transaction, without the retries "
        "and "
        "time limits that the runner has for a short step.",
        fix="leave it to the runner; where several statements need one lock, use a short step",
        blocking=True,
    )
)
LK022 = CATALOGUE.add(
    Rule(
        id="LK022",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="work on rows while the transaction holds ACCESS EXCLUSIVE on another table",
        reason="The strong lock is kept until the end of the transaction: reads of that table wait "
        "for the scan, update or query behind it.",
        fix="put the work into a step before, or after",
        blocking=True,
    )
)
LK023 = CATALOGUE.add(
    Rule(
        id="LK023",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="two tables in use are locked strongly in one transaction",
        reason="The application locks them in an order of its own: one of the two is killed as a "
        "deadlock (40P01), and it may be the application.",
        fix="one table, and one foreign key, for each step",
        blocking=True,
    )
)
LK024 = CATALOGUE.add(
    Rule(
        id="LK024",
        severity=Severity.INFO,
        level=Level.STATE,
        summary="a trigger is created or dropped on a table in use",
        reason="CREATE TRIGGER stops writes, DROP TRIGGER reads too, for an instant, but waits "
        "behind "
        "every long transaction and lets all others wait behind itself.",
        fix="a short step, which waits briefly and tries again",
        blocking=True,
    )
)
LK025 = CATALOGUE.add(
    Rule(
        id="LK025",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a trigger or policy is dropped and created again in another transaction",
        reason="Between the two, rows are written without the trigger, or read without the policy.",
        fix="drop and create in the same step; or CREATE OR REPLACE TRIGGER",
    )
)

_ROW_WORK = frozenset(("update_stmt", "delete_stmt", "insert_stmt", "merge_stmt", "select_stmt"))


@CATALOGUE.check(LK021, "lock_stmt")
def locked_by_hand(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for LOCK TABLE outside short steps."""
    if scene.protected:
        return
    for item in node.relations:
        table = relation_key(item.range_var)
        if scene.live(table):
            yield Found(f'"{table}" stays locked to the end of the transaction', table)


@CATALOGUE.check(
    LK022,
    *_ROW_WORK,
    "index_stmt",
    "AT_ValidateConstraint",
    "AT_AddConstraint",
    "AT_SetNotNull",
    "AT_AlterColumnType",
    "AT_AddColumn",
    "refresh_mat_view_stmt",
)
def work_under_lock(_: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for work behind a strong lock on another table in the same transaction."""
    if not scene.unit.transactional:
        return
    works = set(scene.effect.works)
    if change.verb in _ROW_WORK:
        works = set(scene.effect.locks)
    works = {name for name in works if scene.live(name)}
    if not works:
        return
    for statement, _other, effect in scene.before:
        for table, mode in effect.locks.items():
            if mode is Lock.ACCESS_EXCLUSIVE and table not in works and scene.live(table):
                worked = ", ".join(f'"{name}"' for name in sorted(works))
                yield Found(
                    f'"{table}" is locked since line {statement.line} while {worked} is worked on',
                    table,
                )
                return


def _targets(change: Change, statement: Statement, scene: Scene) -> set[str]:
    """Return the tables in use that a change itself locks strongly."""
    return {
        table
        for table, mode in scene.effect.locks.items()
        if mode >= Lock.SHARE_ROW_EXCLUSIVE and scene.live(table)
    }


@CATALOGUE.check(LK023, "unit")
def two_tables_locked(scene: Scene) -> Iterator[Found]:
    """Look for the second table, or the second foreign key, of a transaction."""
    if not scene.unit.transactional:
        return
    held: set[str] = set()
    keys = 0
    for statement, change, effect in scene.before:
        locked = {
            table
            for table, mode in effect.locks.items()
            if mode >= Lock.SHARE_ROW_EXCLUSIVE and scene.live(table)
        }
        keys += bool(locked) and _adds_key(change)
        if (held and locked - held and held - locked) or (keys > 1 and _adds_key(change)):
            first = ", ".join(f'"{name}"' for name in sorted(held))
            then = ", ".join(f'"{name}"' for name in sorted(locked))
            yield Found(
                f"{then} after {first} in one transaction", sorted(locked)[0], line=statement.line
            )
            return
        held |= locked


def _adds_key(change: Change) -> bool:
    if change.verb != "AT_AddConstraint":
        return False
    return word(getattr(change.node, "def").constraint, "contype") == "CONSTR_FOREIGN"


@CATALOGUE.check(LK024, "create_trig_stmt")
def trigger_created(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for CREATE TRIGGER outside short steps."""
    if not scene.protected and scene.live(change.table):
        yield Found(f'"{node.trigname}" waits for all writers of "{change.table}"', change.table)


@CATALOGUE.check(LK024, "drop_stmt")
def trigger_dropped(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for DROP TRIGGER outside short steps."""
    if scene.protected or word(node, "remove_type") != "OBJECT_TRIGGER":
        return
    for item in node.objects:
        *table, name = strings(item.list.items)
        owner = key(".".join(table[:-1]), table[-1])
        if scene.live(owner):
            yield Found(f'dropping "{name}" waits for all who use "{owner}"', owner)


@CATALOGUE.check(LK025, "create_trig_stmt", "create_policy_stmt")
def recreated_elsewhere(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for the drop of the same name in an earlier transaction of the file."""
    trigger = change.verb == "create_trig_stmt"
    name = node.trigname if trigger else node.policy_name
    kind = "OBJECT_TRIGGER" if trigger else "OBJECT_POLICY"
    for unit in scene.units_before:
        for statement in unit.statements:
            if statement.kind != "drop_stmt" or word(statement.node, "remove_type") != kind:
                continue
            for item in statement.node.objects:
                *table, dropped = strings(item.list.items)
                if dropped == name and key(".".join(table[:-1]), table[-1]) == change.table:
                    yield Found(
                        f'"{name}" is gone since line {statement.line}, in another transaction',
                        change.table,
                    )
