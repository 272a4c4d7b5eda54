"""Functions, procedures and aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fluentorm.dialects.postgres.catalog.reading import PROC, Reading, Rows
from fluentorm.dialects.postgres.catalog.texts import parameters
from fluentorm.schema.arguments import without_in
from fluentorm.schema.database_objects import Aggregate, Routine
from fluentorm.schema.qualified import quote_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.schema.objects import Options

_VOLATILITY: dict[str, Literal["volatile", "stable", "immutable"]] = {
    "v": "volatile",
    "s": "stable",
    "i": "immutable",
}
_PARALLEL: dict[str, Literal["unsafe", "restricted", "safe"]] = {
    "u": "unsafe",
    "r": "restricted",
    "s": "safe",
}
_MODIFY = {"r": "read_only", "s": "shareable", "w": "read_write"}
_ORDERED_SET, _HYPOTHETICAL = "o", "h"
# What the server takes for granted (manual, CREATE FUNCTION).
_USUAL_ROWS = 1000
_USUAL_COST = {"c": 1, "internal": 1}


class _Row(NamedTuple):
    """One row of the query "routines", column by column."""

    oid: int
    namespace: int
    name: str
    kind: str
    signature: str
    arguments: str
    returns: str | None
    language: str
    source: str
    library: str | None
    atomic: str | None
    flags: str
    cost: float
    rows: float
    support: str | None
    settings: Sequence[str] | None
    transforms: str | None


class _AggregateRow(NamedTuple):
    """One row of the query "aggregates", column by column."""

    oid: int
    namespace: int
    name: str
    signature: str
    arguments: str
    kind: str
    parallel: str
    sfunc: str
    stype: str
    sspace: int
    finalfunc: str | None
    finalfunc_extra: bool
    finalfunc_modify: str
    combinefunc: str | None
    serialfunc: str | None
    deserialfunc: str | None
    initcond: str | None
    msfunc: str | None
    minvfunc: str | None
    mstype: str | None
    msspace: int
    mfinalfunc: str | None
    mfinalfunc_extra: bool
    mfinalfunc_modify: str
    minitcond: str | None
    sortop: str | None


def add_routines(rows: Rows, reading: Reading) -> None:
    """Take up the functions and procedures."""
    for row in map(_Row._make, rows):
        key = reading.key(row.namespace, row.name)
        reading.add(PROC, row.oid, _routine(row, key, reading))
        if row.transforms:
            name = f"{quote_name(key)}({row.signature})"
            reading.others["transforms of function", name] = row.transforms


def _routine(row: _Row, key: str, reading: Reading) -> Routine:
    usual_cost = _USUAL_COST.get(row.language, 100)
    return Routine(
        name=key,
        signature=row.signature,
        body=row.source if row.atomic is None else row.atomic,
        arguments=without_in(row.arguments) if row.kind == "p" else row.arguments,
        returns=row.returns,
        procedure=row.kind == "p",
        language=row.language,
        atomic=row.atomic is not None,
        library=row.library,
        volatility=_VOLATILITY[row.flags[0]],
        strict="s" in row.flags[2:],
        security_definer="d" in row.flags[2:],
        leakproof="l" in row.flags[2:],
        window=row.kind == "w",
        parallel=_PARALLEL[row.flags[1]],
        cost=None if row.cost == usual_cost else row.cost,
        rows=None if row.rows in (0, _USUAL_ROWS) else row.rows,
        support=row.support,
        settings=parameters(row.settings),
        comment=reading.comment(PROC, row.oid),
        privileges=reading.granted(PROC, row.oid),
    )


def add_aggregates(rows: Rows, reading: Reading) -> None:
    """Take up the aggregates."""
    for row in map(_AggregateRow._make, rows):
        if (PROC, row.oid) in reading.members:
            continue
        value = Aggregate(
            name=reading.key(row.namespace, row.name),
            signature=row.signature,
            arguments=row.arguments,
            definition=_definition(row),
            comment=reading.comment(PROC, row.oid),
            privileges=reading.granted(PROC, row.oid),
        )
        reading.add(PROC, row.oid, value)


def _definition(row: _AggregateRow) -> Options:
    """Return the parameters that are not as usual, in the order of the manual."""
    usual = "r" if row.kind == "n" else "w"
    parts: tuple[tuple[str, Any], ...] = (
        ("sfunc", row.sfunc),
        ("stype", row.stype),
        ("sspace", row.sspace or None),
        ("finalfunc", row.finalfunc),
        ("finalfunc_extra", "true" if row.finalfunc_extra else None),
        ("finalfunc_modify", _modify(row.finalfunc_modify, usual)),
        ("combinefunc", row.combinefunc),
        ("serialfunc", row.serialfunc),
        ("deserialfunc", row.deserialfunc),
        ("initcond", row.initcond),
        ("msfunc", row.msfunc),
        ("minvfunc", row.minvfunc),
        ("mstype", row.mstype),
        ("msspace", row.msspace or None),
        ("mfinalfunc", row.mfinalfunc),
        ("mfinalfunc_extra", "true" if row.mfinalfunc_extra else None),
        ("mfinalfunc_modify", _modify(row.mfinalfunc_modify, usual)),
        ("minitcond", row.minitcond),
        ("sortop", row.sortop),
        ("parallel", None if row.parallel == "u" else _PARALLEL[row.parallel]),
        ("hypothetical", "true" if row.kind == _HYPOTHETICAL else None),
    )
    return tuple((name, str(value)) for name, value in parts if value is not None)


def _modify(letter: str, usual: str) -> str | None:
    return None if letter == usual else _MODIFY[letter]
