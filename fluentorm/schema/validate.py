"""Everything that can be wrong with a whole SchemaModel, found in one run.

The builder refuses what one call cannot mean; here stand the rules between objects, most of them
PostgreSQL's own, so that an author reads them with file and line before any SQL exists. The time
it takes grows with the size of the model, not faster.

Sources: PostgreSQL manual, CREATE TABLE, CREATE INDEX, CREATE TYPE, 5.6 (System Columns) and
appendix K (Limits); each rule was seen on a server of version 15.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fluentorm.errors import Place, Problem
from fluentorm.schema.hints import AutoGenerate, InputMode
from fluentorm.schema.names import MAX_BYTES, byte_length
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import PLAIN_TABLE, Column, Enum, SchemaModel, Table
from fluentorm.schema.qualified import bare_name
from fluentorm.schema.refs import TYPES
from fluentorm.schema.type_rules import BUILT_IN_NAMES, IDENTITY_TYPES, enum_types
from fluentorm.schema.types import is_serial
from fluentorm.schema.validate_constraints import constraint_problems
from fluentorm.schema.validate_expressions import expression_problems
from fluentorm.schema.validate_indexes import index_problems
from fluentorm.schema.validate_names import namespace_problems, rename_problems
from fluentorm.schema.validate_relations import relation_problems
from fluentorm.schema.validate_texts import text_problems

_MAX_COLUMNS = 1600
_SYSTEM_COLUMNS = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})
_OWN_PREFIX = "_fluent_"


def validate(model: SchemaModel) -> list[Problem]:
    """Return every problem of a model, in the order of files and lines; empty when it is sound."""
    nearest = Nearest()
    enums = enum_types(model.enums)
    found = [*namespace_problems(model), *rename_problems(model), *text_problems(model)]
    found += expression_problems(model)
    for enum in model.enums.values():
        found += _enum_problems(enum)
    for table in model.tables.values():
        found += _problems_of(table, model, enums, nearest)
    if model.objects:
        from fluentorm.schema.validate_objects import object_problems

        found += object_problems(model, nearest)
    found += _undeclared_problems(model, nearest)
    found += _staged_problems(model)
    return sorted(dict.fromkeys(found), key=lambda problem: problem.place or Place(""))


def _staged_problems(model: SchemaModel) -> Iterator[Problem]:
    """Yield the tables and types that are declared, and dropped in two stages."""
    types = {*model.enums, *(ref.name for ref in model.objects if ref.kind in TYPES)}
    for (kind, name), place in model.staged_drops.items():
        if name in (model.tables if kind == "table" else types):
            text = f'{kind} "{name}" is declared, and dropped by drop_{kind}'
            yield Problem(text, place, "remove one of the two")


def validate_part(model: SchemaModel, tables: Iterable[str]) -> list[Problem]:
    """Return the problems of some tables of a model that was sound before they changed.

    What holds between tables is looked at from these tables only: whoever calls makes sure that
    the tables which refer to them are among them, and that no name is used in two tables.
    """
    nearest = Nearest()
    enums = enum_types(model.enums)
    part = SchemaModel(tables={name: model.tables[name] for name in tables}, enums=model.enums)
    found = [*namespace_problems(part), *rename_problems(part), *text_problems(part)]
    found += expression_problems(part)
    for table in part.tables.values():
        found += _problems_of(table, model, enums, nearest)
    if model.objects:
        from fluentorm.schema.validate_objects import object_problems

        found += object_problems(model, nearest, part.tables)
    found += _undeclared_problems(model, nearest)
    return found


def validate_objects(model: SchemaModel) -> list[Problem]:
    """Return the problems of a model's objects, of one that is sound but for these.

    Whoever calls makes sure that no relation has the name of another.
    """
    from fluentorm.schema.validate_objects import object_problems

    nearest = Nearest()
    names = {name: Table(name=name, columns={}) for name in model.tables}
    part = SchemaModel(tables=names, enums=model.enums, objects=model.objects)
    return [
        *namespace_problems(part),
        *object_problems(model, nearest),
        *_undeclared_problems(model, nearest),
        *_staged_problems(model),
    ]


def merge_enums(enums: Iterable[Enum]) -> tuple[dict[str, Enum], list[Problem]]:
    """Return the enums by name, and a problem for each that is declared twice, differently.

    Columns of several tables may declare the same enum; comments and rename hints may then stand
    at any one of them.
    """
    merged: dict[str, Enum] = {}
    problems = []
    for enum in enums:
        first = merged.get(enum.name)
        if first is None:
            merged[enum.name] = enum
        elif first.values == enum.values:
            merged[enum.name] = Enum(
                name=first.name,
                values=first.values,
                comment=first.comment or enum.comment,
                privileges=first.privileges or enum.privileges,
                renamed_from=first.renamed_from or enum.renamed_from,
                renamed_values=first.renamed_values or enum.renamed_values,
                origin=first.origin,
            )
        else:
            where = f" at {first.origin}" if first.origin else ""
            problems.append(
                Problem(
                    f'enum "{enum.name}" is declared with other values{where}: '
                    f"{', '.join(first.values)}",
                    enum.origin,
                    "declare the same values in the same order, or give one another name",
                )
            )
    return merged, problems


def _undeclared_problems(model: SchemaModel, nearest: Nearest) -> Iterator[Problem]:
    """Say which namespaces are not declared; all is in public where no name has a dot."""
    if model.objects or any("." in key for key in (*model.tables, *model.enums)):
        from fluentorm.schema.validate_namespaces import undeclared_problems

        yield from undeclared_problems(model, nearest)


def _problems_of(
    table: Table, model: SchemaModel, enums: frozenset[str], nearest: Nearest
) -> Iterator[Problem]:
    yield from _table_problems(table)
    if table.details != PLAIN_TABLE or table.unmanaged_partitions is not None:
        from fluentorm.schema.validate_details import detail_problems

        yield from detail_problems(table, model, nearest)
    yield from constraint_problems(table, model, enums, nearest)
    yield from index_problems(table, nearest)
    yield from relation_problems(table, model, enums, nearest)


def _enum_problems(enum: Enum) -> Iterator[Problem]:
    if enum.name in BUILT_IN_NAMES:
        yield Problem(
            f'enum "{enum.name}" has the name of a built-in type',
            enum.origin,
            "a column of this type would get the built-in one; choose another name",
        )
    seen = set()
    for value in enum.values:
        if value in seen:
            yield Problem(f'enum "{enum.name}" has the value "{value}" twice', enum.origin)
        seen.add(value)
        if byte_length(value) > MAX_BYTES:
            yield Problem(
                f'enum "{enum.name}": the value "{value}" is longer than {MAX_BYTES} bytes',
                enum.origin,
            )


def _table_problems(table: Table) -> Iterator[Problem]:
    if len(table.columns) > _MAX_COLUMNS:
        yield Problem(
            f'table "{table.name}" has {len(table.columns)} columns; '
            f"PostgreSQL allows {_MAX_COLUMNS}",
            table.origin,
            "move some to a second table with the same key",
        )
    if bare_name(table.name).startswith(_OWN_PREFIX):
        yield Problem(
            f'table "{table.name}" has a name that fluentorm keeps for its own tables',
            table.origin,
            f'choose a name that does not start with "{_OWN_PREFIX}"',
        )
    for column in table.columns.values():
        yield from _column_problems(table, column)


def _column_problems(table: Table, column: Column) -> Iterator[Problem]:
    place = column.origin or table.origin
    if column.name in _SYSTEM_COLUMNS:
        yield Problem(f'column "{column.name}" has the name of a system column', place)
    if not column.type.strip():
        yield Problem(f'column "{column.name}" has no type', place)
    if is_serial(column.type):
        yield Problem(
            f'column "{column.name}": "{column.type}" is no type but an integer with a sequence',
            place,
            "use increments() or big_increments()",
        )
    if column.default is not None and not column.default.strip():
        yield Problem(
            f'column "{column.name}" has an empty expression as default',
            place,
            "an empty string as SQL is ''",
        )
    if column.identity:
        yield from _identity_problems(column, place)
    yield from _input_problems(column, place)


def _identity_problems(column: Column, place: Place | None) -> Iterator[Problem]:
    if column.type not in IDENTITY_TYPES and not is_serial(column.type):
        yield Problem(
            f'identity column "{column.name}" is {column.type}; '
            "it must be smallint, integer or bigint",
            place,
            "use increments() or big_increments()",
        )
    if column.default is not None:
        yield Problem(
            f'column "{column.name}" has both a default and an identity', place, "remove one"
        )
    if column.nullable:
        yield Problem(
            f'identity column "{column.name}" cannot be nullable', place, "remove nullable=True"
        )


def _input_problems(column: Column, place: Place | None) -> Iterator[Problem]:
    """Say where no insert through the generated model could succeed."""
    hints = column.hints
    if column.identity and column.identity.always and hints.create_input is InputMode.REQUIRED:
        yield Problem(
            f'column "{column.name}" is required in create_input, '
            "but GENERATED ALWAYS refuses given values",
            place,
            'write create_input="excluded", or drop always=True',
        )
    filled = (
        column.nullable
        or column.default is not None
        or column.identity is not None
        or column.generated is not None
        or hints.auto_generate is not AutoGenerate.NONE
    )
    if hints.create_input is not InputMode.REQUIRED and not filled:
        yield Problem(
            f'column "{column.name}" is {hints.create_input.value} in create_input, '
            "but is NOT NULL and has no default",
            place,
            'add a default or nullable=True, or write create_input="required"',
        )
