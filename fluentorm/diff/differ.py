"""Two models in, the ordered operations between them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fluentorm.diff.apply import apply, renamed
from fluentorm.diff.aside import step_aside
from fluentorm.diff.compare import compare
from fluentorm.diff.context import in_context
from fluentorm.diff.declared import declared_renames
from fluentorm.diff.delta import Delta, TableDelta
from fluentorm.diff.extension_moves import after_moves_of_extensions
from fluentorm.diff.fixed_columns import key_changes, key_problem
from fluentorm.diff.operations import Operation
from fluentorm.diff.order import ordered
from fluentorm.diff.partition_keys import retyped_key
from fluentorm.diff.passage import Passages
from fluentorm.diff.recreated import NEWEST
from fluentorm.diff.renames import column_line, like_types, option_line
from fluentorm.errors import DiffError, Problem
from fluentorm.schema.objects import Column, Enum, SchemaModel


def diff(
    old: SchemaModel, new: SchemaModel, *, require_values: bool = True, version: int = NEWEST
) -> tuple[Operation, ...]:
    """Return the operations that lead from one model to another, in an order that works.

    Both models are valid by themselves. Without ``require_values`` a new column may be NOT NULL
    though rows that exist have no value for it: adding it fails while there are some. ``version``
    is that of the server that changes, where it is known: what an older one cannot change in place
    is made anew.

    Raises DiffError with all problems where the author must decide: a new column without a value
    for the rows that exist, a rename that contradicts itself.
    """
    old = after_moves_of_extensions(old, new)
    declared = declared_renames(old, new)
    moved = renamed(declared.operations, old)
    aside, start = step_aside(declared.operations, old, moved, new)
    if aside:
        moved = renamed(declared.operations, start)
    delta = compare(start, moved, new, declared.tables, version)
    problems = [*declared.problems, *Passages(delta).problems()]
    if require_values:
        problems += [*_missing_values(delta), *_repartitioned(delta)]
    if problems:
        raise DiffError(problems)
    try:
        operations = (*aside, *ordered(delta, declared.operations))
        if problems := [*key_changes(operations, delta.moved, delta.remade)]:
            raise DiffError(problems)
        if declared.operations or delta.dropped or delta.dropped_enums:
            apply(operations, old)
        return in_context(operations, old, new)
    except DiffError as error:
        raise _entangled(error) from error


def _entangled(error: DiffError) -> DiffError:
    """Return the error for changes that stand in each other's way: names that go round."""
    hint = "generate after each of the changes, instead of all at once"
    return DiffError(Problem(p.message, p.place, p.hint or hint) for p in error.problems)


def _missing_values(delta: Delta) -> Iterator[Problem]:
    """Say which new columns need a value for the rows that exist."""
    for table in delta.tables:
        key = table.new.primary_key
        for column in table.added_columns:
            if column.details.inherited:
                continue
            required = not column.nullable or (key is not None and column.name in key.columns)
            if required and not _has_value(column):
                yield _missing_value(table, column, {**delta.old.enums, **delta.new.enums})


def _repartitioned(delta: Delta) -> Iterator[Problem]:
    """Say which tables would be dropped with all that is in them, to come back empty."""
    for name in sorted(delta.remade):
        before, after = delta.moved.tables[name], delta.new.tables[name]
        column = retyped_key(before, after)
        if column is not None:
            yield key_problem(after, column)
        if before.details.partition_by != after.details.partition_by:
            yield Problem(
                f'PostgreSQL cannot change how table "{name}" is partitioned',
                delta.new.tables[name].origin,
                "declare a new table and move the rows to it in a migration of your own",
            )


def _has_value(column: Column) -> bool:
    """Say whether rows that exist get a value for a new column."""
    default = column.default is not None and column.default.strip().lower() != "null"
    made = column.identity is not None or column.generated is not None
    return default or made or column.backfill is not None


def _missing_value(table: TableDelta, column: Column, enums: Mapping[str, Enum]) -> Problem:
    backfill = option_line("backfill", "expression", column.origin)
    hint = (
        "give it a default; or make it nullable first and fill it; "
        f"or let {backfill} fill the rows that exist"
    )
    dropped = table.dropped_columns
    earlier = next((c for c in dropped if like_types(c.type, column.type, enums)), None)
    if earlier is not None:
        hint += f'; or, if it is "{earlier.name}" renamed, write '
        hint += column_line(earlier.name, column)
    return Problem(
        f'new column "{column.name}" of table "{table.name}" is not null, '
        "and existing rows have no value for it",
        column.origin or table.new.origin,
        hint,
    )
