"""Materialized views that are defined anew: filled beside the old one, and swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import Operation


def redefined(operations: Sequence[Operation], scene: Scene) -> list[Step] | None:
    """Return the steps that put materialized views in the place of others of their names."""
    return None
