"""Checks and foreign keys: for new rows at once, for those that are there afterwards.

A constraint that is NOT VALID holds for what is written from then on. VALIDATE reads the rows
under a lock that stops nobody, in another transaction: the lock of the first would last until then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import alter_table, comments
from fluentorm.dialects.postgres.constraints import constraint_definition, constraint_target
from fluentorm.dialects.postgres.items import add_item, drop_item
from fluentorm.dialects.postgres.online.steps import long, plain, short
from fluentorm.schema.objects import Check, ForeignKey
from fluentorm.schema.sql_text import quote_identifier as quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.schema.objects import Constraint, Table

# Since then a foreign key of a partitioned table may be NOT VALID (release notes of 18).
_PARTITIONED = 18


def add_rule(table: str, rule: Check | ForeignKey, scene: Scene) -> Iterator[Step]:
    """Yield the steps that add a check or a foreign key."""
    if not (rule.validated and rule.enforced):
        yield plain(table, add_item(table, rule))
        return
    partitioned = scene.table(table).details.partition_by is not None
    if isinstance(rule, ForeignKey) and partitioned and scene.version < _PARTITIONED:
        yield from _add_to_partitions(table, rule, scene)
        return
    two_tables = isinstance(rule, ForeignKey)
    yield short(table, add_later(table, rule), *_comment(table, rule), alone=two_tables)
    yield validate(table, rule.name)


def add_later(table: str, rule: Check | ForeignKey) -> str:
    """Return the statement that adds a rule for new rows only."""
    return alter_table(table, [f"ADD {constraint_definition(replace(rule, validated=False))}"])


def validate(table: str, rule: str) -> Step:
    """Return the step that looks at the rows that are there."""
    return long(table, alter_table(table, [f"VALIDATE CONSTRAINT {quote(rule)}"]))


def replace_rule(
    table: str, before: Constraint, after: Check | ForeignKey, scene: Scene
) -> Iterator[Step]:
    """Yield the steps that put a rule in the place of another, which holds until it is there."""
    helper = scene.helper(f"rule {after.name}")
    yield from add_rule(table, replace(after, name=helper, comment=None), scene)
    rename = f"RENAME CONSTRAINT {quote(helper)} TO {quote(after.name)}"
    yield short(
        table, drop_item(table, before), alter_table(table, [rename]), *_comment(table, after)
    )


def _comment(table: str, rule: Check | ForeignKey) -> tuple[str, ...]:
    return comments([(constraint_target(table, rule.name), rule.comment)])


def _add_to_partitions(table: str, key: ForeignKey, scene: Scene) -> Iterator[Step]:
    """Let each partition have the foreign key first: the parent's takes those for its own.

    Measured on 15 and 18: nothing is read then, and the other table is locked for an instant.
    """
    for part in _leaves(table, scene):
        own = replace(key, comment=None)
        yield short(part.name, add_later(part.name, own), alone=True)
        yield validate(part.name, own.name)
    yield short(table, *add_item(table, key), alone=True)


def _leaves(table: str, scene: Scene) -> Iterator[Table]:
    for part in scene.partitions(table):
        if part.details.partition_by is None:
            yield part
        else:
            yield from _leaves(part.name, scene)
