"""A column that is dropped in two stages: left out first, and dropped by the contract.

Between the two the code of before may go on writing it, and the new code need not. A comment marks
the column as one that is there for a while only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.base import ContractForm
from fluentorm.dialects.postgres.clauses import alter_table, comment_on, qualified
from fluentorm.dialects.postgres.column_clauses import alter
from fluentorm.dialects.postgres.columns import add_column, stand_in
from fluentorm.dialects.postgres.ddl import down_notes, hazards
from fluentorm.dialects.postgres.online.columns import fill
from fluentorm.dialects.postgres.online.not_null import is_later, set_not_null
from fluentorm.dialects.postgres.online.steps import backfill, short, written
from fluentorm.diff.operations import AddColumn, DropColumn
from fluentorm.schema.helpers import MARK
from fluentorm.schema.sql_text import quote_identifier as quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import Operation
    from fluentorm.schema.objects import Column


def staged(operations: Sequence[Operation], scene: Scene) -> list[DropColumn]:
    """Return the columns that a change drops in two stages."""
    return [
        operation
        for operation in operations
        if isinstance(operation, DropColumn)
        and scene.knows(operation.table)
        and operation.column.name in scene.wanted(operation.table).steering.staged_drops
    ]


def leave_out(operation: DropColumn) -> Iterator[Step]:
    """Yield the step after which a column may be left out."""
    table, column = operation.table, operation.column
    loose = [] if _may_be_left_out(column) else [alter_table(table, [_loosened(column)])]
    yield short(table, *loose, _comment(table, column, f"{MARK} until the contract drops it"))


def _may_be_left_out(column: Column) -> bool:
    filled = column.default is not None or column.identity is not None
    return column.nullable or filled or column.generated is not None


def _loosened(column: Column) -> str:
    return alter(column, "DROP NOT NULL")


def _comment(table: str, column: Column, text: str | None) -> str:
    return comment_on(f"COLUMN {qualified(table, column.name)}", text)


def take_back(operation: DropColumn, scene: Scene) -> Iterator[Step]:
    """Yield the steps after which a column is asked for again; rows without it get a value."""
    table, column = operation.table, operation.column
    again = _comment(table, column, column.comment)
    if _may_be_left_out(column):
        yield short(table, again)
        return
    value = stand_in(AddColumn(table=table, column=column, restores=True))
    if value is not None:
        yield short(table, alter_table(table, [alter(column, f"SET DEFAULT {value}")]))
        yield backfill(table, fill(table, column.name, value))
    rest = () if value is None else (alter_table(table, [alter(column, "DROP DEFAULT")]),)
    if is_later(column):
        return
    yield from set_not_null(table, column, scene, also=(*rest, again))


def contract(drops: Sequence[DropColumn]) -> ContractForm:
    """Return the migration that drops the columns."""
    up, down = [], []
    for operation in drops:
        table, column = operation.table, operation.column
        up.append(short(table, alter_table(table, [f"DROP COLUMN {quote(column.name)}"])))
        kept = column if _may_be_left_out(column) else replace(column, nullable=True)
        back = AddColumn(table=table, column=replace(kept, comment=None), restores=True)
        marked = _comment(table, column, f"{MARK} until the contract drops it")
        down.append(short(table, *add_column(back), marked))
    notes = tuple(dict.fromkeys(line for one in drops for line in down_notes(one)))
    lost = tuple(dict.fromkeys(line for one in drops for line in hazards(one)))
    return ContractForm(
        up=written(up), down=written(reversed(down)), hazards=lost, down_notes=notes
    )
