"""Queries as values: typed columns and conditions, and what can be built of them.

Pure: nothing here knows a driver. A dialect makes SQL of it, an executor runs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fluentorm.query.column import Assignment, Column
    from fluentorm.query.expression import (
        Condition,
        Expression,
        Label,
        Ordering,
        all_of,
        any_of,
        literal,
    )
    from fluentorm.query.functions import (
        absolute,
        aggregate,
        array,
        array_agg,
        array_length,
        avg,
        bool_and,
        bool_or,
        case,
        coalesce,
        count,
        date_trunc,
        dense_rank,
        exists,
        first_value,
        func,
        greatest,
        lag,
        last_value,
        lead,
        least,
        length,
        lower,
        max_,
        min_,
        now,
        nullif,
        rank,
        raw,
        raw_condition,
        round_,
        row,
        row_number,
        scalar,
        string_agg,
        sum_,
        trim,
        upper,
    )
    from fluentorm.query.insert import Insert, excluded
    from fluentorm.query.program import AsyncExecutor, Executor
    from fluentorm.query.relation import Related
    from fluentorm.query.result import Query
    from fluentorm.query.selecting import Select, select
    from fluentorm.query.sources import recursive
    from fluentorm.query.window import groups, rows
else:
    _HOMES = {
        "column": "Assignment Column",
        "expression": "Condition Expression Label Ordering all_of any_of literal",
        "functions": "absolute aggregate array array_agg array_length avg bool_and bool_or case "
        "coalesce count date_trunc dense_rank exists first_value func greatest lag last_value "
        "lead least length lower max_ min_ now nullif rank raw raw_condition round_ row "
        "row_number scalar string_agg sum_ trim upper",
        "insert": "Insert excluded",
        "program": "AsyncExecutor Executor",
        "relation": "Related",
        "result": "Query",
        "selecting": "Select select",
        "sources": "recursive",
        "window": "groups rows",
    }
    _MODULES = {name: module for module, names in _HOMES.items() for name in names.split()}

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value


__all__ = [
    "Assignment",
    "AsyncExecutor",
    "Column",
    "Condition",
    "Executor",
    "Expression",
    "Insert",
    "Label",
    "Ordering",
    "Query",
    "Related",
    "Select",
    "absolute",
    "aggregate",
    "all_of",
    "any_of",
    "array",
    "array_agg",
    "array_length",
    "avg",
    "bool_and",
    "bool_or",
    "case",
    "coalesce",
    "count",
    "date_trunc",
    "dense_rank",
    "excluded",
    "exists",
    "first_value",
    "func",
    "greatest",
    "groups",
    "lag",
    "last_value",
    "lead",
    "least",
    "length",
    "literal",
    "lower",
    "max_",
    "min_",
    "now",
    "nullif",
    "rank",
    "raw",
    "raw_condition",
    "recursive",
    "round_",
    "row",
    "row_number",
    "rows",
    "scalar",
    "select",
    "string_agg",
    "sum_",
    "trim",
    "upper",
]
