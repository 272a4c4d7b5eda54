"""The columns of partitions and children: their parents', with what they say of them themselves.

A child has the columns of its parents first, in their order, then those of its own. An inherited
column is as the parent's, without comment and privileges; a child may say otherwise of default,
comment, privileges, storage and the like (manual, CREATE TABLE, INHERITS and PARTITION OF).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from fluentorm.errors import Place, Problem
from fluentorm.schema.builder_assembly import Override
from fluentorm.schema.builder_column_details import column_details
from fluentorm.schema.builder_defaults import WrongDefault, python_default, text_default
from fluentorm.schema.builder_text import plain
from fluentorm.schema.grants import combined
from fluentorm.schema.hints import InputMode
from fluentorm.schema.nearest import nearest
from fluentorm.schema.objects import PLAIN_COLUMN, Column, NotNull, Table

if TYPE_CHECKING:
    from fluentorm.schema.builder_assembly import Built

Report: TypeAlias = Callable[[str, str | None], None]

_DETAILS = frozenset({"storage", "compression", "statistics", "parameters", "grants"})
_HINTS = frozenset({"create_input", "update_input", "redacted"})
_KNOWN = frozenset(
    {"default", "default_value", "comment", "nullable", "not_null", "privileges"}
    | _DETAILS
    | _HINTS
)


class Child(NamedTuple):
    """A table with parents as it was declared: without the columns that it has from them."""

    table: Table
    overrides: tuple[Override, ...] = ()

    @property
    def parents(self) -> tuple[str, ...]:
        """The keys of the tables that its columns come from."""
        above = self.table.details.partition_of
        return self.table.details.inherits if above is None else (above,)


def children_of(built: Built) -> list[Child]:
    """Return the partitions that a table declares itself, and theirs, parents first."""
    found = []
    for part in built.partitions:
        found += [Child(part.table, part.overrides), *children_of(part)]
    return found


def resolve_child(child: Child, parents: Iterable[Table]) -> tuple[Table, list[Problem]]:
    """Return the child with all its columns; what it says of columns must be of those it has."""
    problems: list[Problem] = []
    above: dict[str, Column] = {}
    partition = child.table.details.partition_of is not None
    for parent in parents:
        for column in parent.columns.values():
            above.setdefault(column.name, _inherited(column, partition=partition))
    columns = dict(above)
    for name, column in child.table.columns.items():
        if partition and name in above and column.type != above[name].type:
            said = f'column "{name}" of partition "{child.table.name}" is {column.type}'
            other = f"its parent's is {above[name].type}; leave the field out here"
            problems.append(Problem(said, column.origin, other))
        inherited = partition and name in above
        columns[name] = _redeclared(column, above[name]) if inherited else column
        if partition and name not in above:
            said = f'partition "{child.table.name}" has a column "{name}" of its own'
            other = f'declare it in table "{child.table.details.partition_of}"'
            problems.append(Problem(said, column.origin, other))
    for name, options, place in child.overrides:
        if name in columns:
            columns[name] = _overridden(columns[name], options, place, problems)
        else:
            near = nearest(name, columns)
            hint = f'did you mean "{near}"?' if near else None
            text = f'table "{child.table.name}" has no column "{name}" to alter'
            problems.append(Problem(text, place, hint))
    return replace(child.table, columns=columns), problems


def _inherited(column: Column, *, partition: bool) -> Column:
    details = column.details
    not_null = details.not_null
    # A partition counts with its parent's sequence (17); other children only inherit the type.
    return replace(
        column,
        nullable=column.nullable or (not_null is not None and not_null.no_inherit),
        identity=column.identity if partition else None,
        comment=None,
        details=replace(
            PLAIN_COLUMN,
            storage=details.storage,
            compression=details.compression,
            statistics=details.statistics,
            inherited=True,
        ),
        renamed_from=None,
        using=None,
        backfill=None,
    )


def _redeclared(column: Column, above: Column) -> Column:
    """Return a partition's column that its own file declares too."""
    return replace(column, identity=above.identity, details=replace(column.details, inherited=True))


def _overridden(
    column: Column, options: Mapping[str, Any], place: Place, problems: list[Problem]
) -> Column:
    def report(message: str, hint: str | None = None) -> None:
        problems.append(Problem(message, place, hint))

    for option in options.keys() - _KNOWN:
        report(
            f'column "{column.name}" is its parent\'s: its {option} cannot differ here',
            "change it in the parent",
        )
    changes: dict[str, Any] = {}
    if "default" in options or "default_value" in options:
        changes["default"] = _default(column, options, report)
    if "comment" in options:
        changes["comment"] = plain(str(options["comment"] or "")) or None
    if options.get("nullable") is False or options.get("not_null") not in (None, False):
        changes["nullable"] = False
    elif options.get("nullable") is True and not column.nullable:
        report(f'column "{column.name}" is NOT NULL in its parent', "make it nullable there")
    changes["details"] = _details(column, options, report)
    changes["hints"] = _hints(column, options, report)
    return replace(column, **changes)


def _default(column: Column, options: Mapping[str, Any], report: Report) -> str | None:
    try:
        if "default" in options:
            return python_default(options["default"], column.type)
        return text_default(options["default_value"], column.type)
    except WrongDefault as wrong:
        report(f'default of column "{column.name}": {wrong.message}', wrong.hint)
        return None


def _details(column: Column, options: Mapping[str, Any], report: Report) -> Any:
    details = column.details
    given = column_details(column.name, options, report)
    for option, field in (
        ("storage", "storage"),
        ("compression", "compression"),
        ("statistics", "statistics"),
        ("parameters", "options"),
    ):
        if option in options:
            details = replace(details, **{field: getattr(given, field)})
    privileges = combined(
        details.privileges, given.privileges, options.get("privileges", given.privileges)
    )
    constraint = options.get("not_null")
    if isinstance(constraint, NotNull):
        details = replace(details, not_null=None if constraint == NotNull() else constraint)
    return replace(details, privileges=privileges)


def _hints(column: Column, options: Mapping[str, Any], report: Report) -> Any:
    hints: Any = column.hints
    mode = options.get("create_input")
    if mode is not None:
        try:
            hints = replace(hints, create_input=InputMode(mode))
        except ValueError:
            choices = ", ".join(InputMode)
            report(f'column "{column.name}": create_input cannot be "{mode}"', choices)
    given = {n: options[n] is True for n in ("update_input", "redacted") if n in options}
    return replace(hints, **given) if given else hints
