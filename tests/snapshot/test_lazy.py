"""Tables that are built when looked at are the tables that were given."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from fluentorm.codegen import generate_models
from fluentorm.diff.differ import diff
from fluentorm.errors import DiffError, SnapshotError
from fluentorm.schema.lazy import LazyTables, TableSource, differing
from fluentorm.schema.objects import SchemaModel, Table
from fluentorm.snapshot.codec import fingerprint, parse, render
from fluentorm.snapshot.tables import table_text
from tests.diff.models_strategy import edited_models, models

moderately = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _lazy(model: SchemaModel) -> SchemaModel:
    """The same model as the registry gives it: with places and renames kept, and its texts."""

    def source(table: Table) -> TableSource:
        return TableSource(table_text(table), lambda: table)

    tables = LazyTables({name: source(table) for name, table in model.tables.items()})
    return SchemaModel(tables=tables, enums=model.enums)


@moderately
@given(models())
def test_any_model_survives_the_way_through_text(model: SchemaModel) -> None:
    back = parse(render(model))
    assert back == model
    assert model == back
    assert list(back.tables) == list(model.tables)
    assert render(back) == render(model)
    assert fingerprint(_lazy(model)) == fingerprint(model)


@moderately
@given(edited_models())
def test_a_diff_of_texts_is_the_diff_of_the_tables(pair: tuple[SchemaModel, SchemaModel]) -> None:
    old, new = pair
    try:
        expected: object = diff(parse_plain(old), new)
    except DiffError as error:
        expected = str(error)
    try:
        actual: object = diff(parse(render(old)), _lazy(new))
    except DiffError as error:
        actual = str(error)
    assert actual == expected


def parse_plain(model: SchemaModel) -> SchemaModel:
    """The old side as the snapshot gives it, but built at once."""
    lazy = parse(render(model))
    return SchemaModel(tables=dict(lazy.tables), enums=lazy.enums)


def test_tables_of_equal_text_are_not_built() -> None:
    def never(name: str) -> Table:
        pytest.fail(f"{name} was built")

    def side(**texts: str) -> LazyTables:
        return LazyTables(
            {name: TableSource(text, partial(never, name)) for name, text in texts.items()}
        )

    assert differing(side(a="1", b="2", c="3"), side(a="1", b="9", d="4")) == ("c", "b", "d")
    assert side(a="1") == side(a="1")
    assert side(a="1") != side(b="1")


def test_a_text_that_is_no_table_is_named_when_it_is_looked_at() -> None:
    model = parse('  "enums": {},\n  "tables": {\n    "t": {"fields": 1}\n  }')
    with pytest.raises(SnapshotError, match='table "t"'):
        model.tables["t"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edited_models())
def test_models_are_the_same_from_texts_and_tables(pair: tuple[SchemaModel, SchemaModel]) -> None:
    with TemporaryDirectory() as folder:
        plain, lazy, cache = Path(folder, "a"), Path(folder, "b"), Path(folder, "cache")
        for model in pair:
            generate_models(model, plain)
            generate_models(parse(render(model)), lazy, cache_file=cache)
            assert _contents(lazy) == _contents(plain)
        assert not generate_models(parse(render(model)), lazy, cache_file=cache).changed


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
