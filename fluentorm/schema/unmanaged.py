"""Partitions that a job makes and that a declared pattern leaves to it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.errors import DiffError, Problem
from fluentorm.schema.qualified import bare_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.schema.objects import SchemaModel, Table


def without_unmanaged_partitions(model: SchemaModel, declared: SchemaModel) -> SchemaModel:
    """Return a model without the partitions that a job makes, and what is in them.

    Those are the ones that ``unmanaged_partitions`` of their declared parent matches and no schema
    file declares. Raises DiffError for a pattern that is none.
    """
    patterns = {
        name: _compiled(table)
        for name, table in declared.tables.items()
        if table.unmanaged_partitions is not None
    }
    foreign = {
        name
        for name, table in model.tables.items()
        if name not in declared.tables and _is_left_alone(table, patterns)
    }
    if not foreign:
        return model
    return replace(
        model,
        tables={name: table for name, table in model.tables.items() if name not in foreign},
        objects={ref: item for ref, item in model.objects.items() if ref.name not in foreign},
    )


def _compiled(table: Table) -> re.Pattern[str]:
    try:
        return re.compile(table.unmanaged_partitions or "")
    except re.error as error:
        message = f"unmanaged_partitions is no regular expression: {error}"
        raise DiffError([Problem(message, table.origin)]) from error


def _is_left_alone(table: Table, patterns: Mapping[str, re.Pattern[str]]) -> bool:
    above = table.details.partition_of
    pattern = patterns.get(above) if above is not None else None
    return pattern is not None and bool(pattern.fullmatch(bare_name(table.name)))
