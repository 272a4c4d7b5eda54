"""Partitions that come and go while their table is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.online.steps import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import AlterTable, CreateTable, DropTable

CONCURRENTLY = 14
"""The version since which a partition can be detached CONCURRENTLY."""


def create(operation: CreateTable, scene: Scene) -> Iterator[Step]:
    """Yield the steps that make a table."""
    yield plain(operation.table.name, render(operation))


def drop(operation: DropTable, scene: Scene) -> Iterator[Step]:
    """Yield the steps that drop a table."""
    yield plain(operation.table.name, render(operation))


def alter(operation: AlterTable, scene: Scene) -> Iterator[Step]:
    """Yield the steps that change what a table has beside its columns."""
    yield plain(operation.table, render(operation))
