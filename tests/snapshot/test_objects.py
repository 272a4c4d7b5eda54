"""The snapshot's sections of the other kinds of objects."""

import dataclasses
import json
from typing import Any, get_args

import pytest

from fluentorm.errors import Place, SnapshotError
from fluentorm.schema.database_objects import DatabaseObject, Routine, View, ViewColumn
from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.refs import Kind, Ref
from fluentorm.snapshot.codec import parse, render
from tests.object_samples import SAMPLES

EVERYTHING = SchemaModel(objects={item.ref: item for item in SAMPLES})


def _state(item: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(item) if field.compare]


def test_there_is_a_sample_of_every_kind_with_every_attribute() -> None:
    assert {type(item) for item in SAMPLES} == set(get_args(DatabaseObject))
    for cls in get_args(DatabaseObject):
        ours = [item for item in SAMPLES if isinstance(item, cls)]
        for field in dataclasses.fields(cls):
            if field.compare:
                values = [getattr(item, field.name) for item in ours]
                assert any(value != field.default for value in values), (cls, field.name)


def test_every_object_survives_the_way_through_text() -> None:
    assert parse(render(EVERYTHING)) == EVERYTHING


def test_every_object_survives_alone() -> None:
    for item in SAMPLES:
        model = SchemaModel(objects={item.ref: item})
        assert parse(render(model)) == model


@pytest.mark.parametrize("item", SAMPLES, ids=lambda item: str(item.ref))
def test_every_attribute_survives_alone(item: DatabaseObject) -> None:
    required = {
        field.name: getattr(item, field.name)
        for field in dataclasses.fields(item)
        if field.default is dataclasses.MISSING
    }
    plain = type(item)(**required)
    for name in _state(item):
        changed = dataclasses.replace(plain, **{name: getattr(item, name)})
        model = SchemaModel(objects={changed.ref: changed})
        assert parse(render(model)) == model


def test_every_attribute_is_written() -> None:
    for item in SAMPLES:
        for field in dataclasses.fields(item):
            if field.compare and field.default is not dataclasses.MISSING:
                other = dataclasses.replace(item, **{field.name: field.default})
                if other != item:
                    changed = SchemaModel(objects={other.ref: other})
                    assert render(changed) != render(SchemaModel(objects={item.ref: item}))


def test_what_only_a_server_knows_is_no_state() -> None:
    view = View(name="v", query="SELECT 1 AS a")
    known = dataclasses.replace(
        view,
        known_columns=(("a", "integer"),),
        renamed_from="w",
        origin=Place("schemas/01_v.py", 4),
    )
    model, other = (SchemaModel(objects={item.ref: item}) for item in (view, known))
    assert render(model) == render(other)
    typed = dataclasses.replace(view, columns=(ViewColumn(name="a", type="text", comment="c"),))
    assert '"type"' not in render(SchemaModel(objects={typed.ref: typed}))


def test_long_texts_have_a_line_for_each_line() -> None:
    body = '\nBEGIN\n  RETURN "new";\r\nEND\n'
    routine = Routine(name="f", signature="", body=body, language="plpgsql", returns="trigger")
    text = render(SchemaModel(objects={routine.ref: routine}))
    assert '        "BEGIN",\n        "  RETURN \\"new\\";\\r",\n        "END",\n' in text
    assert parse(text).objects[Ref(Kind.FUNCTION, "f()")] == routine


def test_short_objects_have_one_line() -> None:
    view = View(name="v", query="SELECT 1 AS a")
    text = render(SchemaModel(objects={view.ref: view}))
    assert text.splitlines()[2:] == [
        '  "views": [',
        '    {"name": "v", "query": "SELECT 1 AS a"}',
        "  ]",
    ]


def test_a_schema_without_other_objects_has_no_other_sections() -> None:
    assert list(json.loads(f"{{{render(SchemaModel())}}}")) == ["enums", "tables"]


@pytest.mark.parametrize(
    "body",
    [
        '  "enums": {},\n  "tables": {},\n  "views": [{"name": "v"}]',
        '  "enums": {},\n  "tables": {},\n  "views": [{"name": "v", "query": "q", "x": 1}]',
        '  "enums": {},\n  "tables": {},\n  "things": [{"name": "v"}]',
        '  "enums": {},\n  "tables": {},\n  "views": [',
    ],
)
def test_sections_of_another_shape_are_refused(body: str) -> None:
    with pytest.raises(SnapshotError, match="does not have the shape"):
        parse(body)
