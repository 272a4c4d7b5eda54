"""Tables as statements: creating one with all it has, and altering what is not in it.

Of a partition and of a child table only what differs from the parents is said: their columns come
by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fluentorm.dialects.postgres.clauses import (
    INDENT,
    alter_table,
    changed_parameters,
    comments,
    parameters,
)
from fluentorm.dialects.postgres.column_clauses import (
    add_not_null,
    alter,
    column_definition,
    later_clauses,
    not_null_name,
)
from fluentorm.dialects.postgres.columns import (
    alter_column,
    changed_sequence_privileges,
    column_comments,
)
from fluentorm.dialects.postgres.constraints import constraint_definition, constraint_target
from fluentorm.dialects.postgres.items import create_index
from fluentorm.dialects.postgres.privileges import (
    changed_column_privileges,
    changed_privileges,
    granted,
    left_of,
)
from fluentorm.diff.operations import AlterColumn, AlterTable, CreateTable, DropTable
from fluentorm.errors import UnsupportedOperation
from fluentorm.schema.objects import (
    PLAIN_TABLE,
    Check,
    Column,
    ColumnDetails,
    Constraint,
    ForeignKey,
    Index,
    NotNull,
    PrimaryKey,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier


def create_table(operation: CreateTable) -> tuple[str, ...]:
    """Return the statements for a table; foreign keys and indexes have their own operations."""
    if operation.table.details.attached is not None:
        return _create_and_attach(operation)
    table, details = _with_names(operation), operation.table.details
    constraints = [c for c in table.constraints.values() if not isinstance(c, ForeignKey)]
    later = _only_by_alter(constraints)
    lines = [column_definition(column) for column in _own_columns(table)]
    lines += _own_not_nulls(table)
    lines += [constraint_definition(c) for c in constraints if c not in later]
    clauses = [clause for column in _own_columns(table) for clause in later_clauses(column)]
    clauses += [alter(column, "DROP DEFAULT") for column in _without_default(operation)]
    clauses += [f"ADD {constraint_definition(c)}" for c in later]
    clauses += _table_clauses(PLAIN_TABLE, _without_creation(details))
    name = f"TABLE {quote_name(table.name)}"
    privileges = {
        column.name: (NO_PRIVILEGES, column.details.privileges) for column in table.columns.values()
    }
    return (
        _create(table, lines),
        *_changes_to_inherited(operation),
        *([alter_table(table.name, clauses)] if clauses else []),
        *_comments(table, constraints),
        *granted(name, details.privileges, operation.given),
        *changed_column_privileges(name, privileges),
        *(
            statement
            for column in _own_columns(table)
            for statement in changed_sequence_privileges(
                table.name, None, column, operation.given_sequences
            )
        ),
    )


def drop_table(operation: DropTable) -> tuple[str, ...]:
    """Return the statements that drop a table; its indexes and foreign keys are gone."""
    name, parent = quote_name(operation.table.name), operation.table.details.partition_of
    drop = f"DROP TABLE {name}"
    if parent is None or not operation.referenced:
        return (drop,)
    return (alter_table(parent, [f"DETACH PARTITION {name}"]), drop)


def alter_table_details(operation: AlterTable) -> tuple[str, ...]:
    """Return the statements that change what a table has beside its columns and items.

    Raises UnsupportedOperation for what only a new table can have.
    """
    table, before, after = operation.table, operation.before, operation.after
    if before.partition_by != after.partition_by:
        raise UnsupportedOperation(
            f'PostgreSQL cannot change how table "{table}" is partitioned',
            hint="declare a new table and move the rows to it in a migration of your own",
        )
    clauses = _table_clauses(before, after)
    return (
        *_detach(table, before, after),
        *([alter_table(table, clauses)] if clauses else []),
        *_attach(table, before, after),
        *_privileges(operation),
    )


def _create(table: Table, lines: list[str]) -> str:
    details = table.details
    head = f"CREATE {'UNLOGGED ' if details.unlogged else ''}TABLE {quote_name(table.name)}"
    body = f"(\n{INDENT}" + f",\n{INDENT}".join(lines) + "\n)"
    if details.partition_of is not None:
        head += f" PARTITION OF {quote_name(details.partition_of)}"
        head = f"{head} {body}" if lines else head
        tail = [details.bound or "DEFAULT"]
    else:
        head, tail = f"{head} {body if lines else '()'}", []
    if details.inherits:
        tail.append(f"INHERITS ({', '.join(quote_name(parent) for parent in details.inherits)})")
    if details.partition_by is not None:
        tail.append(f"PARTITION BY {details.partition_by}")
    if details.storage:
        tail.append(f"WITH {parameters(details.storage)}")
    if details.partition_of is not None and not lines:
        return f"\n{INDENT}".join([head, *tail])
    return " ".join([head, *tail])


def _with_names(operation: CreateTable) -> Table:
    """Return the table with the names that its NOT NULL constraints are told."""
    table = operation.table
    if not operation.named:
        return table
    columns = dict(table.columns)
    for column in operation.named:
        own = NotNull(name=not_null_name(table.name, column, None))
        details = replace(columns[column].details, not_null=own)
        columns[column] = replace(columns[column], details=details)
    return replace(table, columns=columns)


def _create_and_attach(operation: CreateTable) -> tuple[str, ...]:
    """Return the statements for a partition that is a table first, with its own of all parts."""
    table, parts = operation.table, operation.parts
    keys = {part.name: part for part in parts if not isinstance(part, Index)}
    alone = replace(
        table,
        # Its identity columns are the parent's (17), and must not be there before.
        columns={name: replace(c, identity=None) for name, c in table.columns.items()},
        constraints={**keys, **table.constraints},
        details=replace(table.details, partition_of=None, bound=None, attached=None),
    )
    indexes = (create_index(table.name, part) for part in parts if isinstance(part, Index))
    return (
        *create_table(replace(operation, table=alone, parents=(), parts=())),
        *(statement for statements in indexes for statement in statements),
        *_attach(table.name, alone.details, table.details),
    )


def _own_columns(table: Table) -> list[Column]:
    """Return the columns that the table declares itself: a partition has none."""
    if table.details.partition_of is not None:
        return []
    return [column for column in table.columns.values() if not _is_inherited(table, column)]


def _without_default(operation: CreateTable) -> list[Column]:
    """Return the columns that would have a parent's default, being merged with its column."""
    given = {
        column.name
        for parent in operation.parents
        for column in parent.columns.values()
        if column.default is not None
    }
    return [
        column
        for column in _own_columns(operation.table)
        if column.name in given and column.default is None and column.generated is None
    ]


def _is_inherited(table: Table, column: Column) -> bool:
    if table.details.partition_of is not None:
        return True
    return bool(table.details.inherits) and column.details.inherited


def _own_not_nulls(table: Table) -> list[str]:
    """Return the NOT NULL constraints of inherited columns that are not called as the parent's."""
    found = (
        (column, _own_not_null(column))
        for column in table.columns.values()
        if _is_inherited(table, column)
    )
    return [add_not_null(column, own).removeprefix("ADD ") for column, own in found if own]


def _own_not_null(column: Column) -> NotNull | None:
    constraint = column.details.not_null
    if column.nullable or constraint is None or constraint.name is None:
        return None
    return constraint if constraint.validated else None


def _changes_to_inherited(operation: CreateTable) -> Iterable[str]:
    """Return the statements that make inherited columns what they are here."""
    table = operation.table
    for column in table.columns.values():
        if _is_inherited(table, column):
            given = _as_given(operation, column)
            wanted = replace(column, comment=None, backfill=None, using=None)
            details = replace(wanted.details, privileges=NO_PRIVILEGES)
            change = AlterColumn(
                table=table.name, before=given, after=replace(wanted, details=details)
            )
            yield from alter_column(change)


def _as_given(operation: CreateTable, column: Column) -> Column:
    """Return a column as the parents pass it on (``MergeAttributes`` in ``tablecmds.c``)."""
    parents = [parent.columns.get(column.name) for parent in operation.parents]
    given = [parent for parent in parents if parent is not None]
    details = column.details
    if not given:  # the parents are not known: all that could be theirs is taken for it
        return replace(
            column,
            comment=None,
            details=ColumnDetails(
                storage=details.storage,
                compression=details.compression,
                not_null=details.not_null,
                inherited=details.inherited,
            ),
        )
    first = given[0]
    nullable = all(parent.nullable for parent in given) and _own_not_null(column) is None
    return Column(
        name=column.name,
        type=column.type,
        collation=first.collation,
        nullable=nullable,
        default=first.default,
        generated=first.generated,
        # A partition has its parent's (17) or none: it is nobody's to change.
        identity=column.identity if operation.table.details.partition_of is not None else None,
        details=ColumnDetails(
            storage=first.details.storage,
            compression=first.details.compression,
            # Its name is the parent's where none is told.
            not_null=None if nullable else details.not_null,
            inherited=details.inherited,
        ),
    )


def _only_by_alter(constraints: Iterable[Constraint]) -> list[Constraint]:
    """Return the constraints that CREATE TABLE would silently leave out, or take for valid.

    It makes one index of equal keys (``transformIndexConstraints`` in ``parse_utilcmd.c``); added
    afterwards, each keeps its own. NOT VALID it ignores, a new table being empty.
    """
    seen = set()
    later: list[Constraint] = []
    keys = []
    for constraint in constraints:
        if isinstance(constraint, PrimaryKey | Unique):
            keys.append(constraint)
        elif isinstance(constraint, Check) and constraint.enforced and not constraint.validated:
            later.append(constraint)
    for key in sorted(keys, key=lambda c: isinstance(c, Unique)):  # the primary key stays
        nulls_not_distinct = isinstance(key, Unique) and key.nulls_not_distinct
        rule = (key.columns, nulls_not_distinct, key.deferrable, key.initially_deferred)
        if rule in seen:
            later.append(key)
        seen.add(rule)
    return later


def _without_creation(details: TableDetails) -> TableDetails:
    """Return what CREATE TABLE does not say itself."""
    return replace(details, unlogged=False, storage=(), inherits=())


def _table_clauses(before: TableDetails, after: TableDetails) -> list[str]:
    """Return the clauses of ALTER TABLE."""
    clauses = []
    if before.inherits != after.inherits:
        clauses += _inheritance(before.inherits, after.inherits)
    if before.unlogged != after.unlogged:
        clauses.append(f"SET {'UNLOGGED' if after.unlogged else 'LOGGED'}")
    clauses += changed_parameters(before.storage, after.storage)
    if before.row_security != after.row_security:
        verb = "ENABLE" if after.row_security else "DISABLE"
        clauses.append(f"{verb} ROW LEVEL SECURITY")
    if before.force_row_security != after.force_row_security:
        verb = "FORCE" if after.force_row_security else "NO FORCE"
        clauses.append(f"{verb} ROW LEVEL SECURITY")
    if _replica_identity(before) != _replica_identity(after):
        clauses.append(f"REPLICA IDENTITY {_replica_identity(after)}")
    if before.cluster_on != after.cluster_on:
        cluster = after.cluster_on
        clauses.append(
            "SET WITHOUT CLUSTER" if cluster is None else f"CLUSTER ON {quote_identifier(cluster)}"
        )
    return clauses


def _replica_identity(details: TableDetails) -> str:
    if details.replica_identity_index is not None:
        return f"USING INDEX {quote_identifier(details.replica_identity_index)}"
    return (details.replica_identity or "default").upper()


def _inheritance(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    """Return the clauses for the parents; in another order they are taken away and given back."""
    kept = [parent for parent in before if parent in after]
    if after[: len(kept)] != tuple(kept):
        kept = []
    gone = [f"NO INHERIT {quote_name(parent)}" for parent in before if parent not in kept]
    return gone + [f"INHERIT {quote_name(parent)}" for parent in after if parent not in kept]


def _detach(table: str, before: TableDetails, after: TableDetails) -> tuple[str, ...]:
    if before.partition_of is None or before.bound is None or _place(before) == _place(after):
        return ()
    return (alter_table(before.partition_of, [f"DETACH PARTITION {quote_name(table)}"]),)


def _attach(table: str, before: TableDetails, after: TableDetails) -> tuple[str, ...]:
    if after.partition_of is None or after.bound is None or _place(before) == _place(after):
        return ()
    clause = f"ATTACH PARTITION {quote_name(table)} {after.bound}"
    return (alter_table(after.partition_of, [clause]),)


def _place(details: TableDetails) -> tuple[str | None, str | None]:
    return details.partition_of, details.bound


def _privileges(operation: AlterTable) -> tuple[str, ...]:
    """Return the statements for the table's privileges.

    What is revoked of the whole table is revoked of its columns too (manual, REVOKE), so what they
    have of their own is given again.
    """
    name = f"TABLE {quote_name(operation.table)}"
    before, after = operation.before.privileges, operation.after.privileges
    again = {
        column: (left_of(own, before, after), own) for column, own in operation.column_privileges
    }
    return (
        *changed_privileges(name, before, after),
        *changed_column_privileges(name, again),
    )


def _comments(table: Table, constraints: Iterable[Constraint]) -> tuple[str, ...]:
    columns = (s for column in table.columns.values() for s in column_comments(table.name, column))
    return (
        *comments([(f"TABLE {quote_name(table.name)}", table.comment)]),
        *columns,
        *comments((constraint_target(table.name, c.name), c.comment) for c in constraints),
    )
