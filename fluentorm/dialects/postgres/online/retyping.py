"""What a change of a column's type costs, and so which form it needs.

Measured on 15 and 18; the source is ``ATColumnChangeRequiresRewrite`` and ``CheckIndexCompatible``.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.casts import base_name
from fluentorm.dialects.postgres.columns import is_retyped
from fluentorm.dialects.postgres.narrowing import rewrites
from fluentorm.diff.uses import item_columns, texts
from fluentorm.schema.objects import Check, Exclusion, ForeignKey, Index
from fluentorm.schema.qualified import key_of
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import quote_identifier

if TYPE_CHECKING:
    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.diff.operations import AlterColumn
    from fluentorm.schema.database_objects import Domain
    from fluentorm.schema.objects import Column, Constraint, Table

_MOMENTS = frozenset({"timestamp without time zone", "timestamp with time zone"})


class Cost(Enum):
    """How a column gets its new type."""

    NOTHING = "the catalogs change, and nothing else"
    CHECKS = "the rows are read for the checks over the column"
    ROWS = "rows or indexes are written anew"


def cost(operation: AlterColumn, scene: Scene) -> Cost:
    """Return what the change of type would cost as one statement."""
    before, after = operation.before, operation.after
    if not is_retyped(before, after):
        return Cost.NOTHING
    if after.using is not None and after.using.strip() != quote_identifier(after.name):
        return Cost.ROWS
    source, target = underlying(before.type, scene), underlying(after.type, scene)
    zoned = {source, target} == _MOMENTS
    if source != target and rewrites(source, target) and not zoned:
        return Cost.ROWS
    table = scene.before.tables.get(operation.table)
    over = [] if table is None else items_over(table, after.name)
    keeps_index = base_name(source) == base_name(target) or _strings(source, target)
    keeps_index = keeps_index and before.collation == after.collation
    for item in over:
        if isinstance(item, Index | Exclusion) and texts(item):
            return Cost.ROWS
        if not keeps_index and not isinstance(item, Check | ForeignKey):
            return Cost.ROWS
        if isinstance(item, ForeignKey) and not keeps_index:
            return Cost.ROWS
    if zoned and _is_referenced(operation, scene):
        return Cost.ROWS
    return Cost.CHECKS if any(isinstance(item, Check) for item in over) else Cost.NOTHING


def is_zoned(operation: AlterColumn) -> bool:
    """Say whether values stay as they are only where the session's time zone is UTC."""
    return {operation.before.type, operation.after.type} == _MOMENTS


def items_over(table: Table, column: str) -> list[Constraint | Index]:
    """Return the constraints and indexes over a column, or that mention it."""
    every = (*table.constraints.values(), *table.indexes.values())
    return [item for item in every if column in item_columns(item)]


def underlying(column_type: str, scene: Scene) -> str:
    """Return the type that a domain without rules of its own is stored as."""
    domain = domain_of(column_type, scene)
    if domain is None or is_constrained(domain):
        return column_type
    return underlying(domain.type, scene)


def domain_of(column_type: str, scene: Scene) -> Domain | None:
    """Return the domain that a column is of, None where it is of none."""
    from fluentorm.schema.database_objects import Domain

    ref = Ref(Kind.DOMAIN, key_of(column_type.removesuffix("[]")))
    found = scene.after.objects.get(ref) or scene.before.objects.get(ref)
    return found if isinstance(found, Domain) else None


def is_constrained(domain: Domain) -> bool:
    """Say whether values of a domain are checked: a column of it is written anew even for NULL."""
    return bool(domain.checks) or not domain.nullable


def _strings(source: str, target: str) -> bool:
    return {base_name(source), base_name(target)} <= {"text", "character varying"}


def _is_referenced(operation: AlterColumn, scene: Scene) -> bool:
    return any(
        key.references_table == operation.table and operation.after.name in key.references_columns
        for table in scene.before.tables.values()
        for key in table.foreign_keys
    )


def is_generated(column: Column) -> bool:
    """Say whether a column's values are computed and stored."""
    return column.generated is not None and not column.generated.virtual
