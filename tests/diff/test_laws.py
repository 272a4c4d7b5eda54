"""The laws of the diff, for random models and random edits of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from fluentorm.diff.apply import advance, apply
from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import inverse
from fluentorm.diff.state import State
from fluentorm.schema.objects import EMPTY, SchemaModel
from fluentorm.schema.validate import validate
from tests.diff.models_strategy import edited_models, models, unrelated_models
from tests.random_databases import RandomDatabase

moderately = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@moderately
@given(models())
def test_strategy_gives_valid_models(model: SchemaModel) -> None:
    assert validate(model) == []


@moderately
@given(edited_models())
def test_edits_give_valid_models(pair: tuple[SchemaModel, SchemaModel]) -> None:
    assert validate(pair[1]) == []


@moderately
@given(edited_models())
def test_applying_the_diff_gives_the_new_model(pair: tuple[SchemaModel, SchemaModel]) -> None:
    old, new = pair
    assert apply(diff(old, new), old) == new


@moderately
@given(unrelated_models())
def test_any_two_models_are_connected(pair: tuple[SchemaModel, SchemaModel]) -> None:
    old, new = pair
    assert apply(diff(old, new), old) == new


@moderately
@given(edited_models())
def test_a_model_does_not_differ_from_itself(pair: tuple[SchemaModel, SchemaModel]) -> None:
    assert diff(pair[0], pair[0]) == ()
    assert diff(pair[1], pair[1]) == ()


@moderately
@given(edited_models())
def test_an_operation_and_its_inverse_change_nothing(
    pair: tuple[SchemaModel, SchemaModel],
) -> None:
    old, new = pair
    state = State(old)
    for operation in diff(old, new):
        before = state.model()
        assert apply([operation, inverse(operation)], before) == before
        advance(state, [operation])


@moderately
@given(edited_models())
def test_inverses_in_reverse_order_lead_back(pair: tuple[SchemaModel, SchemaModel]) -> None:
    old, new = pair
    back = [inverse(operation) for operation in reversed(diff(old, new))]
    assert apply(back, new) == old


@moderately
@given(models())
def test_everything_comes_from_nothing_and_goes_again(model: SchemaModel) -> None:
    assert apply(diff(EMPTY, model), EMPTY) == model
    assert apply(diff(model, EMPTY), model) == EMPTY


@moderately
@given(edited_models())
def test_changes_hold_every_operation_in_order(pair: tuple[SchemaModel, SchemaModel]) -> None:
    operations = diff(*pair)
    grouped = [operation for change in changes(operations) for operation in change.operations]
    assert tuple(grouped) == operations


@pytest.mark.parametrize("seed", range(40))
def test_the_laws_hold_for_every_kind_of_object(seed: int) -> None:
    old, new = RandomDatabase(seed).model(), RandomDatabase(seed + 1000).model()
    operations = diff(old, new, require_values=False)
    assert apply(operations, old) == new
    assert apply([inverse(operation) for operation in reversed(operations)], new) == old
    assert not diff(new, new)
