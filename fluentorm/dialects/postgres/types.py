"""What a change of a column's type means for PostgreSQL and for the rows that exist.

Every type here is canonical (see schema.types). Types that are not built in are treated with
care: nothing is known about them but that they go to text and come from it.
"""

from __future__ import annotations

from fluentorm.dialects.postgres.casts import STRINGS, Cast, base_name, cast
from fluentorm.schema.types import split_type


def needs_using(old: str, new: str) -> bool:
    """Say whether ``ALTER COLUMN ... TYPE new`` is refused without a USING clause.

    >>> needs_using("character varying(50)", "text"), needs_using("text", "integer")
    (False, True)
    """
    return cast(old, new) is not Cast.AUTOMATIC


def conversion(column_sql: str, old: str, new: str) -> str | None:
    """Return the USING expression that converts a column, None where PostgreSQL needs none.

    Where an assignment cast exists it is left to PostgreSQL: an explicit cast would silently cut
    strings that are too long (manual, 8.3). Where no cast exists, the value goes through its text
    and the server refuses what does not read as the new type.
    """
    match cast(old, new):
        case Cast.AUTOMATIC:
            return None
        case Cast.EXPLICIT:
            return f"{column_sql}::{_uncut(new) if base_name(old) in STRINGS else new}"
        case Cast.NONE:
            both_arrays = split_type(old).array and split_type(new).array
            return f"{column_sql}::{'text[]' if both_arrays else 'text'}::{new}"


def _uncut(new: str) -> str:
    """Return the type without a length that an explicit cast would cut to (manual, 8.10)."""
    parts = split_type(new)
    if parts.base in ("bit", "bit varying") and parts.modifiers:
        return "bit varying[]" if parts.array else "bit varying"
    return new
