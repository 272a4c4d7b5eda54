"""Random models on a real server: rendered, introspected, changed and changed back."""

import secrets

import pytest
from hypothesis import HealthCheck, given, settings

from fluentorm.dialects.base import Script
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.scratch import ScratchServer
from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import inverse
from fluentorm.migrate.verify import Chain, Declared, Migration, prove
from fluentorm.schema.objects import EMPTY
from tests.diff.models_strategy import edited_models, models, unrelated_models

pytestmark = pytest.mark.acceptance

few = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def scratch(server, tmp_path):
    with ScratchServer(server, str(tmp_path)) as scratch:
        yield scratch
        scratch.drop_all()


def statements(operations):
    return [text for operation in operations for text in render(operation)]


def script(name, operations):
    return Script(path=name, text="".join(f"{text};\n" for text in statements(operations)))


def migrations(old, new):
    for change in changes(diff(old, new)):
        undo = [inverse(operation) for operation in reversed(change.operations)]
        yield Migration(
            name=change.slug,
            up=script(f"{change.slug}.sql", change.operations),
            down=script(f"{change.slug}_down.sql", undo),
        )


def prove_change(scratch, old, new):
    """Prove the way from the old model to the new one, on a database that has the old one."""
    prove(
        scratch,
        before=Chain(
            digest=secrets.token_hex(8), scripts=lambda: [m.up for m in migrations(EMPTY, old)]
        ),
        after=secrets.token_hex(8),
        new=list(migrations(old, new)),
        old=old,
        declared=Declared(model=new, render=lambda part: statements(diff(EMPTY, part))),
    )


@few
@given(model=models())
def test_a_model_survives_the_server(scratch, model):
    with scratch.empty() as first, scratch.empty() as second:
        first.run([script("declared", diff(EMPTY, model))])
        once = first.introspect()
        assert once.model.tables.keys() == model.tables.keys()
        assert once.model.enums == model.enums
        second.run([script("introspected", diff(EMPTY, once.model))])
        twice = second.introspect()
        assert twice == once
        assert diff(once.model, twice.model) == ()


@few
@given(pair=edited_models())
def test_every_edit_of_a_model_is_proven(scratch, pair):
    prove_change(scratch, *pair)


@few
@given(pair=unrelated_models())
def test_the_way_between_any_two_models_is_proven(scratch, pair):
    prove_change(scratch, *pair)
