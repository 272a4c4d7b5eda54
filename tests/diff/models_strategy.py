"""Hypothesis strategies for SchemaModels that a real PostgreSQL accepts.

``models()`` gives one, ``edited_models()`` a pair: a model, and what an author made of it, renames
declared. A pair may go to a server: the second is reachable from the first on empty tables.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from fluentorm.schema.objects import SchemaModel
from tests.diff.random_edits import addable, edited, repaired
from tests.diff.random_models import random_model

_SEEDS = st.integers(min_value=0, max_value=2**32)


def _random(draw: st.DrawFn) -> Random:
    return Random(draw(_SEEDS))  # noqa: S311 - test data, nothing secret


@st.composite
def models(draw: st.DrawFn, max_tables: int = 4) -> SchemaModel:
    """Return a strategy for valid models."""
    tables = draw(st.integers(min_value=0, max_value=max_tables))
    return repaired(random_model(_random(draw), tables))


@st.composite
def edited_models(
    draw: st.DrawFn, max_tables: int = 4, max_edits: int = 10
) -> tuple[SchemaModel, SchemaModel]:
    """Return a strategy for a model and an edited one, with declared renames."""
    old = draw(models(max_tables))
    edits = draw(st.integers(min_value=1, max_value=max_edits))
    return old, edited(_random(draw), old, edits)


@st.composite
def unrelated_models(draw: st.DrawFn, max_tables: int = 4) -> tuple[SchemaModel, SchemaModel]:
    """Return a strategy for two models that only share some names."""
    old = draw(models(max_tables))
    return old, addable(old, draw(models(max_tables)))
