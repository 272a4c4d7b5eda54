"""From the values of a result to what the caller gets."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from fluentorm.errors import QueryError
from fluentorm.query.program import Make, Row

Reads = Sequence[Callable[[Any], Any] | None]


def tuples(reads: Reads) -> Make | None:
    """Return what makes tuples, None where they need no making."""
    if not any(reads):
        return None
    changed = [(place, read) for place, read in enumerate(reads) if read]

    def make(row: Row) -> Row:
        values = list(row)
        for place, read in changed:
            values[place] = read(values[place])
        return tuple(values)

    return make


def scalars(read: Callable[[Any], Any] | None) -> Make:
    """Return what makes the only value of each row."""
    if read is None:
        return itemgetter(0)
    return lambda row: read(row[0])


def dicts(names: Sequence[str], reads: Reads) -> Make:
    """Return what makes dicts by name."""
    inner = tuples(reads)
    if inner is None:
        return lambda row: dict(zip(names, row, strict=True))
    return lambda row: dict(zip(names, inner(row), strict=True))


def objects(kind: Any, names: Sequence[str], reads: Reads) -> Make:
    """Return what makes values of a dataclass or a named tuple, by the names of the columns.

    Raises QueryError where the columns are not what the class takes.
    """
    if dataclasses.is_dataclass(kind):
        fields = [field for field in dataclasses.fields(kind) if field.init]
        wanted = [field.name for field in fields]
        required = {
            field.name
            for field in fields
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        }
    elif hasattr(kind, "_fields"):
        wanted = list(kind._fields)
        required = set(wanted) - set(kind._field_defaults)
    else:
        raise QueryError(
            f"rows cannot be made as {getattr(kind, '__name__', kind)}",
            hint="give a dataclass or a NamedTuple",
        )
    _require_match(kind.__name__, set(wanted), required, names)
    inner = dicts(names, reads)
    return lambda row: kind(**inner(row))


def _require_match(kind: str, wanted: set[str], required: set[str], names: Sequence[str]) -> None:
    missing = sorted(required - set(names))
    unknown = sorted(set(names) - wanted)
    if missing or unknown:
        words = [f'the query has no "{name}"' for name in missing]
        words += [f'{kind} has no "{name}"' for name in unknown]
        raise QueryError(
            f"the columns do not fit {kind}: {', '.join(words)}",
            hint='name a column for its field: .label("name")',
        )
