"""A column that is filled beside another one, and what has to be made over it.

The shadow has everything that the column will have: its indexes, keys, checks and foreign keys are
built over it while the table is in use, under names of helpers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import alter_table, comments, in_parentheses
from fluentorm.dialects.postgres.column_clauses import column_definition, later_clauses
from fluentorm.dialects.postgres.constraints import constraint_target
from fluentorm.dialects.postgres.items import index_target
from fluentorm.dialects.postgres.online import keys, rules
from fluentorm.dialects.postgres.online.indexes import add_index
from fluentorm.dialects.postgres.online.retyping import items_over
from fluentorm.dialects.postgres.online.steps import short
from fluentorm.dialects.postgres.online.sync import Sync, assigned, or_null
from fluentorm.dialects.postgres.types import conversion
from fluentorm.diff.follow import table_with_column_renamed
from fluentorm.schema.objects import Check, Column, Exclusion, ForeignKey, Index
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.schema.objects import Constraint, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """A column that takes the place of another.

    ``before`` and ``after`` are the column on both sides, ``name`` what the new one is called until
    then, and ``kept`` what the old one is called from then on.
    """

    table: str
    before: Column
    after: Column
    name: str
    kept: str

    @property
    def column(self) -> str:
        """The name that both have in turn."""
        return self.after.name

    @property
    def value(self) -> str:
        """The new column's value, computed from the old one under its own name."""
        using = self.after.using
        if using is None:
            using = conversion(quote(self.column), self.before.type, self.after.type)
        return quote(self.column) if using is None else in_parentheses(using)


def old_name(table: str, column: str, scene: Scene) -> str:
    """Return what a column is called that another one took the place of.

    It is the migration's own, so that the next change of the column need not wait for its contract.
    """
    return scene.helper(f"old {table}.{column}")


def add_shadows(shadows: Sequence[Shadow], scene: Scene) -> Iterator[Step]:
    """Yield the steps that add the shadows, let writes fill them, and fill them for the rows."""
    table = shadows[0].table
    clauses = [f"ADD COLUMN {_definition(shadow)}" for shadow in shadows]
    later = [
        clause for shadow in shadows for clause in later_clauses(emptied(shadow.after, shadow.name))
    ]
    yield short(
        table,
        alter_table(table, clauses),
        *([alter_table(table, later)] if later else []),
        *forward(shadows, scene).create(),
    )


def emptied(column: Column, name: str) -> Column:
    """Return a column as it is added beside another one, under a name of its own."""
    details = replace(column.details, not_null=None) if column.details.not_null else column.details
    return replace(column, name=name, nullable=True, default=None, identity=None, details=details)


def _definition(shadow: Shadow) -> str:
    return column_definition(emptied(shadow.after, shadow.name))


def forward(shadows: Sequence[Shadow], scene: Scene) -> Sync:
    """Return the trigger that fills the shadows from their columns."""
    table = shadows[0].table
    lines = tuple(assigned(table, shadow.name, shadow.value) for shadow in shadows)
    return Sync(table=table, name=scene.helper(f"forward {table}"), lines=lines)


def backward(shadows: Sequence[Shadow], name: str) -> Sync:
    """Return the trigger that keeps filling the old columns from those in their place.

    A value that only the new type holds is NULL in the old one: the way back finds and names it.
    """
    table = shadows[0].table
    lines = tuple(
        line
        for shadow in shadows
        for line in or_null(shadow.kept, (assigned(table, shadow.kept, returned(shadow)),))
    )
    return Sync(table=table, name=name, lines=lines)


def returned(shadow: Shadow) -> str:
    """Return the old column's value, computed from the column in its place."""
    back = conversion(quote(shadow.column), shadow.after.type, shadow.before.type)
    return quote(shadow.column) if back is None else in_parentheses(back)


def fill_all(table: str, values: Sequence[tuple[str, str]]) -> str:
    """Return the UPDATE that fills columns, each with its value.

    Where the value is NULL there is nothing to fill, so that this comes to an end.
    """
    sets = ", ".join(f"{quote(name)} = {value}" for name, value in values)
    left = [f"{quote(name)} IS NULL AND {value} IS NOT NULL" for name, value in values]
    condition = left[0] if len(left) == 1 else " OR ".join(f"({one})" for one in left)
    return " ".join(["UPDATE", quote_name(table), "SET", sets, f"WHERE {condition}"])


def table_over_shadows(table: Table, shadows: Sequence[Shadow]) -> Table:
    """Return a table whose constraints and indexes are over the shadows."""
    for shadow in shadows:
        table = table_with_column_renamed(table, shadow.column, shadow.name)
    return table


def items(table: Table, columns: Sequence[str]) -> list[Constraint | Index]:
    """Return the constraints and indexes over some columns, each once, in their order."""
    found: dict[str, Constraint | Index] = {}
    for column in columns:
        for item in items_over(table, column):
            found[item.name] = item
    every = (*table.constraints.values(), *table.indexes.values())
    return [item for item in every if item.name in found]


def helper_name(item: Constraint | Index, scene: Scene, what: str = "item") -> str:
    """Return what a constraint or an index over shadows is called until they take their place."""
    return scene.helper(f"{what} {item.name}")


def build(
    table: str, over: Sequence[Constraint | Index], scene: Scene, what: str = "item"
) -> Iterator[Step]:
    """Yield the steps that build what is over the shadows, under names of helpers."""
    for item in over:
        name = helper_name(item, scene, what)
        match item:
            case Index():
                yield from add_index(table, replace(item, name=name, comment=None), scene)
            case Check() | ForeignKey():
                yield from rules.add_rule(table, replace(item, name=name, comment=None), scene)
            case Exclusion():
                continue
            case _:
                yield from keys.build(table, item, name, scene)


def adopt(table: str, item: Constraint | Index, scene: Scene) -> tuple[str, ...]:
    """Return the statements that make of a helper what it stands for, with its comment."""
    name = helper_name(item, scene)
    match item:
        case Index():
            rename = f"ALTER {index_target(table, name)} RENAME TO {quote(item.name)}"
            return (rename, *comments([(index_target(table, item.name), item.comment)]))
        case Check() | ForeignKey():
            rename = f"RENAME CONSTRAINT {quote(name)} TO {quote(item.name)}"
            noted = comments([(constraint_target(table, item.name), item.comment)])
            return (alter_table(table, [rename]), *noted)
        case Exclusion():
            return ()
        case _:
            adopted = keys.adopt(table, item, name, scene)
            return (*adopted, *keys.comment(table, item))


def adopt_as_helpers(
    table: str, over: Sequence[Constraint | Index], scene: Scene, what: str
) -> Iterator[Step]:
    """Yield the steps that make keys of indexes which keep the names of helpers."""
    for item in over:
        if isinstance(item, Index | Check | ForeignKey | Exclusion):
            continue
        name = helper_name(item, scene, what)
        if scene.table(table).details.partition_by is None:
            yield short(table, keys.using_index(table, replace(item, name=name), name))
