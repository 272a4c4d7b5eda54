"""Partitions that come and go while their table is in use.

A new partition is made beside its table and attached, which stops nobody there; PARTITION OF would
lock the whole table. Where there is a default partition, a check tells PostgreSQL first that none
of its rows belong into the new one, so that it need not read them under a lock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.base import StepKind
from fluentorm.dialects.postgres.clauses import alter_table
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.online.bounds import belongs, excludes
from fluentorm.dialects.postgres.online.rules import validate
from fluentorm.dialects.postgres.online.steps import bare, plain, short
from fluentorm.schema.qualified import quote_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import AlterTable, CreateTable, DropTable
    from fluentorm.schema.objects import Table

CONCURRENTLY = 14
"""The version since which a partition can be detached CONCURRENTLY."""
# What PARTITION OF does not take over from the parent, or ATTACH gives anyway.
_LIKE = """INCLUDING ALL
        EXCLUDING COMMENTS EXCLUDING IDENTITY EXCLUDING STATISTICS"""


def create(operation: CreateTable, scene: Scene) -> Iterator[Step]:
    """Yield the steps that make a table; a partition of one in use is attached afterwards."""
    table, parent = operation.table, operation.table.details.partition_of
    statements = render(operation)
    if parent is None or not scene.knows(parent):
        yield plain(table.name, statements)
        return
    made, *later = statements
    yield short(table.name, _beside(made, parent, table.details.bound or "DEFAULT"), *later)
    yield from _attached(parent, table.name, table.details.bound, scene)


def _beside(made: str, parent: str, bound: str) -> str:
    """Return the CREATE TABLE of a partition as one that makes a table like its parent."""
    head, _, rest = made.partition(f" PARTITION OF {quote_name(parent)}")
    lines, _, tail = rest.rpartition(bound)
    own = lines.strip().removeprefix("(").removesuffix(")").strip()
    like = f"LIKE {quote_name(parent)} {_LIKE}"
    inside = f"{like},\n    {own}" if own else like
    return f"{head} (\n    {inside}\n){tail}"


def drop(operation: DropTable, scene: Scene) -> Iterator[Step]:
    """Yield the steps that drop a table; a partition of one in use is detached first."""
    table, parent = operation.table, operation.table.details.partition_of
    if parent is not None and scene.knows(parent) and parent in scene.after.tables:
        yield _detached(parent, table.name, scene)
        yield replace(plain(table.name, render(operation)), alone=True)
        return
    yield plain(table.name, render(operation))


def alter(operation: AlterTable, scene: Scene) -> Iterator[Step]:
    """Yield the steps that change what a table has beside its columns."""
    before, after = operation.before, operation.after
    was, now = (before.partition_of, before.bound), (after.partition_of, after.bound)
    known = scene.knows(operation.table)
    if was == now or not known:
        yield plain(operation.table, render(operation))
        return
    if was[0] is not None:
        yield from _kept(was[0], operation.table, was[1], scene)
    alone = replace(after, partition_of=None, bound=None)
    loose = replace(before, partition_of=None, bound=None)
    if loose != alone:
        yield plain(operation.table, render(replace(operation, before=loose, after=alone)))
    if now[0] is not None:
        yield from _checked(now[0], operation.table, now[1], scene)


def _detached(parent: str, partition: str, scene: Scene) -> Step:
    """Return the step that detaches a partition, concurrently where PostgreSQL can do that."""
    clause = f"DETACH PARTITION {quote_name(partition)}"
    if scene.version >= CONCURRENTLY and _default_of(parent, scene) is None:
        return bare(parent, alter_table(parent, [f"{clause} CONCURRENTLY"]))
    return short(parent, alter_table(parent, [clause]), alone=True)


def _kept(parent: str, table: str, bound: str | None, scene: Scene) -> Iterator[Step]:
    """Detach a partition that stays as a table of its own.

    DETACH CONCURRENTLY leaves a check of the bound behind, but not where another implies it.
    """
    condition = belongs(scene.before.tables[parent], bound, scene.before.tables[table])
    step = _detached(parent, table, scene)
    if condition is None:
        yield short(parent, alter_table(parent, [f"DETACH PARTITION {quote_name(table)}"]))
        return
    if step.kind is StepKind.SHORT:
        yield step
        return
    helper = scene.helper(f"bound {table}")
    check = f"ADD CONSTRAINT {helper} CHECK ({condition}) NOT VALID"
    yield short(table, alter_table(table, [check]))
    yield validate(table, helper)
    yield step
    yield short(table, alter_table(table, [f"DROP CONSTRAINT {helper}"]))


def _default_of(parent: str, scene: Scene) -> Table | None:
    """Return the default partition that a table has before the change."""
    for table in scene.before.tables.values():
        details = table.details
        if details.partition_of == parent and (details.bound or "DEFAULT") == "DEFAULT":
            return table
    return None


def _checked(parent: str, table: str, bound: str | None, scene: Scene) -> Iterator[Step]:
    """Attach a table with rows: a check says before that all of them are within the bound."""
    helper = scene.helper(f"within {table}")
    condition = belongs(scene.table(parent), bound, scene.table(table))
    if condition is None:
        yield from _attached(parent, table, bound, scene)
        return
    check = f"ADD CONSTRAINT {helper} CHECK ({condition}) NOT VALID"
    yield short(table, alter_table(table, [check]))
    yield validate(table, helper)
    yield from _attached(parent, table, bound, scene)
    yield short(table, alter_table(table, [f"DROP CONSTRAINT {helper}"]), alone=True)


def _attached(parent: str, table: str, bound: str | None, scene: Scene) -> Iterator[Step]:
    clause = f"ATTACH PARTITION {quote_name(table)} {bound or 'DEFAULT'}"
    attach = short(parent, alter_table(parent, [clause]), alone=True)
    rest = _default_of(parent, scene)
    condition = None if rest is None else excludes(scene.table(parent), bound)
    if rest is None or condition is None:
        yield attach
        return
    helper = scene.helper(f"outside {table}")
    check = f"ADD CONSTRAINT {helper} CHECK ({condition}) NOT VALID"
    yield short(rest.name, alter_table(rest.name, [check]), alone=True)
    yield validate(rest.name, helper)
    yield attach
    yield short(rest.name, alter_table(rest.name, [f"DROP CONSTRAINT {helper}"]), alone=True)
