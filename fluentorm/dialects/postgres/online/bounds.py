"""The bound of a partition as a condition on rows, in PostgreSQL's own sense.

Only where the key is one column: PostgreSQL then sees that a check implies the bound, and reads no
row (``QueuePartitionConstraintValidation`` in ``tablecmds.c``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.schema.sql_text import quote_identifier as quote

if TYPE_CHECKING:
    from fluentorm.schema.objects import Table

_KEY = re.compile(r"(RANGE|LIST)\s*\(\s*(\"(?:[^\"]|\"\")+\"|[a-z_]\w*)\s*\)", re.IGNORECASE)
_RANGE = re.compile(r"FOR VALUES FROM \((.*)\) TO \((.*)\)", re.IGNORECASE | re.DOTALL)
_LIST = re.compile(r"FOR VALUES IN \((.*)\)", re.IGNORECASE | re.DOTALL)


def belongs(parent: Table, bound: str | None, table: Table) -> str | None:
    """Return the condition that rows within a bound fulfil, None where it is not known."""
    found = _condition(parent, bound)
    if found is None:
        return None
    column, inside = found
    nullable = table.columns[column].nullable if column in table.columns else True
    return f"{quote(column)} IS NOT NULL AND {inside}" if nullable else inside


def excludes(parent: Table, bound: str | None) -> str | None:
    """Return the condition that rows outside a bound fulfil, None where it is not known."""
    found = _condition(parent, bound)
    if found is None:
        return None
    column, inside = found
    return f"NOT ({quote(column)} IS NOT NULL AND {inside})"


def _condition(parent: Table, bound: str | None) -> tuple[str, str] | None:
    """Return the key's column and what holds of a value within the bound."""
    key = _KEY.fullmatch((parent.details.partition_by or "").strip())
    if key is None or bound is None:
        return None
    strategy, name = key[1].upper(), key[2]
    column = name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()
    kind = parent.columns[column].type if column in parent.columns else None
    if kind is None:
        return None
    if strategy == "RANGE" and (found := _RANGE.fullmatch(bound.strip())) is not None:
        sides = []
        if found[1].strip().upper() != "MINVALUE":
            sides.append(f"{quote(column)} >= {_value(found[1], kind)}")
        if found[2].strip().upper() != "MAXVALUE":
            sides.append(f"{quote(column)} < {_value(found[2], kind)}")
        return (column, " AND ".join(sides)) if sides else None
    if strategy == "LIST" and (listed := _LIST.fullmatch(bound.strip())) is not None:
        if re.search(r"\bnull\b", listed[1], re.IGNORECASE):
            return None
        return column, f"{quote(column)} = ANY (ARRAY[{listed[1].strip()}]::{kind}[])"
    return None


def _value(text: str, kind: str) -> str:
    value = text.strip()
    return f"{value}::{kind}" if value.startswith("'") else value
