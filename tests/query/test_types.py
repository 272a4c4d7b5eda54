"""Every type that a schema can declare goes in and comes out as the stub says, on every way."""

from __future__ import annotations

import datetime as dt
import importlib
import ipaddress
import json
import math
import sys
import typing
import uuid
from decimal import Decimal

import psycopg
import pytest
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from fluentorm import Database
from fluentorm.codegen import generate_models
from fluentorm.dialects.postgres.ddl import render
from fluentorm.diff.differ import diff
from fluentorm.query import literal
from fluentorm.runtime import JsonValue
from fluentorm.schema.objects import EMPTY
from tests.cases.loading import model_of

pytestmark = pytest.mark.acceptance

ZONE = dt.timezone(dt.timedelta(hours=5, minutes=30))
# A name, how the schema declares it, and values. An array of each is made beside it.
VALUES = {
    "small": ('t.small_int("{name}"{options})', [1, -32768]),
    "whole": ('t.integer("{name}"{options})', [0, 2**31 - 1]),
    "big": ('t.big_int("{name}"{options})', [2**63 - 1, -(2**63)]),
    "real": ('t.float("{name}"{options})', [1.5, -0.25]),
    "double": ('t.double("{name}"{options})', [0.1, float("inf"), 1e-300]),
    "exact": ('t.numeric("{name}", 20, 6{options})', [Decimal("1.500000"), Decimal("-3.141593")]),
    "free": ('t.numeric("{name}"{options})', [Decimal("1E+20"), Decimal("0.1000"), Decimal("NaN")]),
    "truth": ('t.boolean("{name}"{options})', [True, False]),
    "string": ('t.string("{name}"{options})', ["", 'it\'s "x" \\ {a,b} NULL', "日本\n"]),
    "short": ('t.varchar("{name}", 5{options})', ["abcde", "é"]),
    "fixed": ('t.char("{name}", 3{options})', ["abc"]),
    "raw": ('t.binary("{name}"{options})', [b"", b"\x00\xff'\\"]),
    "key": ('t.uuid("{name}"{options})', [uuid.UUID(int=7)]),
    "day": ('t.date("{name}"{options})', [dt.date(1, 1, 1), dt.date(9999, 12, 31)]),
    "moment": (
        't.timestamp("{name}"{options})',
        [
            dt.datetime(2024, 2, 29, 1, 2, 3, 456789, tzinfo=ZONE),
            dt.datetime(1900, 1, 1, tzinfo=dt.UTC),
        ],
    ),
    "wall": (
        't.timestamp("{name}", timezone=False{options})',
        [dt.datetime(2024, 2, 29, 1, 2, 3, 456789), dt.datetime(1, 1, 1)],
    ),
    "hour": ('t.time("{name}"{options})', [dt.time(23, 59, 59, 999999)]),
    "span": (
        't.interval("{name}"{options})',
        [dt.timedelta(days=-3, hours=2, microseconds=7), dt.timedelta(0)],
    ),
    "document": ('t.jsonb("{name}"{options})', [{"a": [1, None, "x'y"]}, [], "text", 1.5, True]),
    "plain": ('t.json("{name}"{options})', [{"b": 1, "a": 2}, "x"]),
    "address": (
        't.column("{name}", "inet"{options})',
        [ipaddress.ip_address("10.0.0.1"), ipaddress.ip_interface("::1/64")],
    ),
    "net": ('t.column("{name}", "cidr"{options})', [ipaddress.ip_network("10.0.0.0/8")]),
    "mac": ('t.column("{name}", "macaddr"{options})', ["08:00:2b:01:02:03"]),
    "bits": ('t.column("{name}", "bit(3)"{options})', ["101"]),
    "place": ('t.column("{name}", "point"{options})', ["(1,2)"]),
    "vector": ('t.column("{name}", "tsvector"{options})', ["'a' 'b'"]),
    "zoned": ('t.column("{name}", "timetz"{options})', [dt.time(1, 2, 3, 4, tzinfo=ZONE)]),
    "number": ('t.column("{name}", "oid"{options})', [0, 2**32 - 1]),
    "cash": ('t.column("{name}", "money"{options})', ["$1.50"]),
    "path": ('t.column("{name}", "jsonpath"{options})', ['$."a"']),
    "words": ('t.column("{name}", "tsquery"{options})', ["'a' & 'b'"]),
    "some_bits": ('t.column("{name}", "varbit(8)"{options})', ["1010", ""]),
    "called": ('t.column("{name}", "name"{options})', ["abc"]),
    "log": ('t.column("{name}", "pg_lsn"{options})', ["16/B374D848"]),
    "long_mac": ('t.column("{name}", "macaddr8"{options})', ["08:00:2b:ff:fe:01:02:03"]),
    "area": ('t.column("{name}", "polygon"{options})', ["((0,0),(1,1))"]),
    "short_span": (
        't.column("{name}", "interval day to second(3)"{options})',
        [dt.timedelta(days=1, milliseconds=5)],
    ),
    "whole_range": (
        't.column("{name}", "int4range"{options})',
        [Range(1, 5), Range(empty=True), Range(None, None, "()")],
    ),
    "exact_range": ('t.column("{name}", "numrange"{options})', [Range(Decimal("1.50"), None)]),
    "season": (
        't.column("{name}", "daterange"{options})',
        [Range(dt.date(2024, 1, 1), dt.date(2024, 2, 1))],
    ),
    "during": (
        't.column("{name}", "tstzrange"{options})',
        [Range(dt.datetime(2024, 1, 1, tzinfo=dt.UTC), None, "()")],
    ),
    "ranges": (
        't.column("{name}", "int4multirange"{options})',
        [Multirange([Range(1, 5), Range(7, 9)]), Multirange()],
    ),
    "mood": (
        't.enum("{name}", ["sad", "it\'s ok"], type_name="mood"{options})',
        ["sad", "it's ok"],
    ),
}
DECLARED = {name: code for name, (code, _) in VALUES.items()}


def schema_text() -> str:
    lines = ["def owners(t):", '    t.integer("id", primary_key=True)']
    lines += ['    t.has_many("things", "things", "owner_id")', "", "", "def things(t):"]
    lines += ['    t.increments("id", primary_key=True)', '    t.integer("owner_id")']
    lines += ['    t.belongs_to("owner", "owner_id", "owners")']
    for name, code in DECLARED.items():
        lines.append("    " + code.format(name=name, options=", nullable=True"))
        many = ", nullable=True, array=True"
        lines.append("    " + code.format(name=f"{name}s", options=many))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("types")
    path = folder / "schema.py"
    path.write_text(schema_text(), encoding="utf-8")
    schema = model_of(path)
    generate_models(schema, folder / "every_type")
    sys.path.insert(0, str(folder))
    yield schema, importlib.import_module("every_type")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == "every_type"]:
        del sys.modules[name]


@pytest.fixture
def things(database, models):
    schema, package = models
    statements = [text for operation in diff(EMPTY, schema) for text in render(operation)]
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(";".join(statements).encode())
        connection.execute("SET timezone = 'Asia/Tokyo'")
        db = Database(connection)
        package.Owners.insert(db, package.Owners.CreateInput(id=1))
        yield db, package.Things, package.Owners


def inputs(model, name, values):
    kind = next(column.enum for column in model.__table__.columns if column.name == name)
    if kind is not None:
        values = [kind(value) for value in values]
    for value in values:
        yield name, value
    yield f"{name}s", values
    yield f"{name}s", []


def same(left, right):
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-15) or left == right
    if isinstance(left, Decimal) and left.is_nan():
        return right.is_nan()
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right and type(left) is type(right)


@pytest.mark.parametrize("name", VALUES)
def test_type_goes_every_way(things, name):
    db, model, owners = things
    for attribute, value in inputs(model, name, VALUES[name][1]):
        data = model.CreateInput(owner_id=1, **{attribute: value})
        row = model.insert_and_return(db, data)
        assert same(value, getattr(row, attribute)), (attribute, value, getattr(row, attribute))
        json.dumps(row.to_json_response(), allow_nan=False)
        assert same(value, getattr(model.get_by_id(db, row.id), attribute))
        column = getattr(model, attribute)
        assert same(value, model.query().where(model.id == row.id).select(column).scalar(db))
        model.update(db, row.id, model.UpdateInput(**{attribute: None}))
        assert getattr(model.get_by_id(db, row.id), attribute) is None
        changed = model.update_and_return(db, row.id, model.UpdateInput(**{attribute: value}))
        assert same(value, getattr(changed, attribute))
        model.query().all_rows().delete(db)
        ids = model.insert_many(db, [data, data])
        assert same(value, getattr(model.get_by_id(db, ids[1]), attribute))
        model.query().all_rows().delete(db)
        assert model.copy_in(db, [data]) == 1
        owner = owners.query().include(owners.things).one(db)
        assert same(value, getattr(owner.things[0], attribute)), "by COPY, and included"
        if name not in ("plain", "place", "path", "area"):  # these have no equality
            found = model.query().where(column == value).count(db)
            assert found == 1 or value != value or name == "free"
        model.query().all_rows().delete(db)


def test_ranges_are_compared_and_written_as_json(things):
    db, model, _ = things
    year = Range(dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    data = model.CreateInput(owner_id=1, during=year, ranges=Multirange([Range(1, 5)]))
    row = model.insert_and_return(db, data)
    moment = dt.datetime(2024, 5, 5, tzinfo=dt.UTC)
    column = model.during
    for condition, found in (
        (column.contains(literal(moment)), 1),
        (column.contains(Range(moment, moment, "[]")), 1),
        (column.overlaps(Range(None, moment)), 1),
        (column.overlaps(Range(year.upper, None)), 0),
        (column.contained_by(Range(None, None)), 1),
        (column == year, 1),
        (model.ranges.contains(literal(4)), 1),
    ):
        assert model.query().where(condition).count(db) == found
    written = row.to_json_response()
    assert written["during"] == "[2024-01-01T00:00:00+00:00,2025-01-01T00:00:00+00:00)".replace(
        "00:00:00+00:00", "09:00:00+09:00"
    )
    assert written["ranges"] == "{[1,5)}"
    pydantic = pytest.importorskip("pydantic")
    assert pydantic.TypeAdapter(model).dump_python(row, mode="json")["ranges"] == "{[1,5)}"


def test_annotations_are_the_types_that_come_out(things):
    _, model, _ = things
    hints = typing.get_type_hints(model)
    assert hints["whole"] == int | None
    assert hints["moments"] == list[dt.datetime] | None
    assert hints["document"] == JsonValue | None
