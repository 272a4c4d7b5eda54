"""NOT NULL without reading the table under a lock that stops it.

Up to 17 a check that was validated proves it; the check is dropped by a statement of its own,
since ALTER TABLE would drop it first and read the rows then. From 18 on NOT NULL is a constraint
that can be NOT VALID (manual, ALTER TABLE).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import alter_table
from fluentorm.dialects.postgres.column_clauses import (
    USUAL_NOT_NULL,
    alter,
    not_null_name,
)
from fluentorm.dialects.postgres.online.rules import validate
from fluentorm.dialects.postgres.online.steps import short
from fluentorm.schema.sql_text import quote_identifier as quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.schema.objects import Column, NotNull

NOT_VALID = 18
"""The version since which NOT NULL can be NOT VALID."""


def set_not_null(
    table: str, column: Column, scene: Scene, *, also: tuple[str, ...] = ()
) -> Iterator[Step]:
    """Yield the steps after which a column holds no NULL; ``also`` goes with the last of them.

    A constraint with a name of its own, or one that children do not inherit, needs 18 anyway.
    """
    constraint = column.details.not_null or USUAL_NOT_NULL
    own = constraint.name is not None or constraint.no_inherit
    if scene.version >= NOT_VALID or own:
        yield short(table, _later(table, column, constraint), alone=True)
        yield validate(table, not_null_name(table, column.name, constraint))
        yield short(table, *also)
        return
    helper = scene.helper(f"not null {table}.{column.name}")
    check = f"CHECK ({quote(column.name)} IS NOT NULL) NOT VALID"
    yield short(table, alter_table(table, [f"ADD CONSTRAINT {helper} {check}"]), alone=True)
    yield validate(table, helper)
    yield short(
        table,
        alter_table(table, [alter(column, "SET NOT NULL")]),
        alter_table(table, [f"DROP CONSTRAINT {helper}"]),
        *also,
    )


def _later(table: str, column: Column, constraint: NotNull) -> str:
    name = not_null_name(table, column.name, constraint)
    inherit = " NO INHERIT" if constraint.no_inherit else ""
    clause = f"ADD CONSTRAINT {quote(name)} NOT NULL {quote(column.name)}{inherit} NOT VALID"
    return alter_table(table, [clause])


def is_later(column: Column) -> bool:
    """Say whether a column's NOT NULL is declared to be NOT VALID, and so costs nothing."""
    constraint = column.details.not_null
    return constraint is not None and not constraint.validated
