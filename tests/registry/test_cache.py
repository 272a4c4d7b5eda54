"""The cache of evaluated tables: whole or ignored, and never the wrong one."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from fluentorm.errors import Place
from fluentorm.registry.cache import Cache, Unit, cache_key, load_cache, store_cache
from fluentorm.registry.cache_codec import (
    decode_enum,
    decode_object,
    decode_table,
    encode_enum,
    encode_object,
    encode_table,
)
from fluentorm.schema.hints import AutoGenerate, FieldHints, InputMode, Relation, RelationKind
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    ColumnDetails,
    Enum,
    Exclusion,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexKey,
    Match,
    NotNull,
    PrimaryKey,
    SequenceOptions,
    Table,
    TableDetails,
    TableSteering,
    Unique,
)
from fluentorm.schema.privileges import Grant, Privileges
from tests.object_samples import SAMPLES

PLACE = Place("schemas/01_users.py", 3, 7)
HINTS = FieldHints(
    create_input=InputMode.EXCLUDED,
    update_input=False,
    redacted=True,
    auto_generate=AutoGenerate.TIMESTAMP,
)
GRANTED = Privileges((Grant("app", "SELECT", True),), (Grant("PUBLIC", "USAGE"),))
DETAILS = ColumnDetails(
    storage="main",
    compression="lz4",
    statistics=5,
    options=(("n_distinct", "5"),),
    not_null=NotNull(name="nn", no_inherit=True, validated=False, comment="c"),
    inherited=True,
    privileges=GRANTED,
)
COLUMN = Column(
    name="a",
    type="text",
    nullable=True,
    default="'x'",
    identity=Identity(always=True, options=SequenceOptions(start=4), sequence="s"),
    generated=Generated(expression="lower(b)", virtual=True),
    collation='"C"',
    comment="c",
    details=DETAILS,
    hints=HINTS,
    renamed_from="r",
    using="u",
    backfill="b",
    blocking_ok="small",
    origin=PLACE,
)
_END: dict[str, Any] = {"comment": "c", "renamed_from": "r", "origin": PLACE}
_LATE: dict[str, Any] = {"deferrable": True, "initially_deferred": True, **_END}
_KEY: dict[str, Any] = {
    "include": ("i",),
    "storage": (("fillfactor", "70"),),
    "blocking_ok": "small",
    **_LATE,
}
_DOUBTED: dict[str, Any] = {"validated": False, "enforced": False}
CONSTRAINTS = [
    PrimaryKey(name="p", columns=("a",), without_overlaps=True, **_KEY),
    Unique(name="u", columns=("a", "b"), nulls_not_distinct=True, without_overlaps=True, **_KEY),
    Check(name="k", expression="a > 0", no_inherit=True, **_DOUBTED, **_END),
    Exclusion(name="x", elements=((IndexKey(column="a"), "="),), method="hash", where="w", **_KEY),
    ForeignKey(
        name="f",
        columns=("a",),
        references_table="t",
        references_columns=("x",),
        on_delete=Action.CASCADE,
        on_update=Action.SET_DEFAULT,
        match=Match.FULL,
        on_delete_columns=("a",),
        period=True,
        **_DOUBTED,
        **_LATE,
    ),
]
USUAL = [
    PrimaryKey(name="p1", columns=("a",), **_LATE),
    Unique(name="u1", columns=("a", "b"), nulls_not_distinct=True, **_LATE),
    Check(name="k1", expression="a > 0", **_END),
    ForeignKey(
        name="f1",
        columns=("a",),
        references_table="t",
        references_columns=("x",),
        on_delete=Action.CASCADE,
        on_update=Action.SET_DEFAULT,
        match=Match.FULL,
        **_LATE,
    ),
]
KEY = IndexKey(
    column="a", expression="e", descending=True, nulls_first=False, opclass="o", collation="l"
)
INDEX = Index(
    name="i",
    keys=(KEY, IndexKey(column="b")),
    unique=True,
    method="gin",
    include=("z",),
    where="w",
    nulls_not_distinct=True,
    storage=(("fillfactor", "70"),),
    statistics=((1, 7),),
    **_END,
)
RELATION = Relation(
    name="r",
    kind=RelationKind.MANY_TO_MANY,
    columns=("a",),
    references_table="t",
    references_columns=("x",),
    constraint="f",
    origin=PLACE,
)
TABLE = Table(
    name="users",
    columns={
        "a": COLUMN,
        "b": replace(
            COLUMN,
            name="b",
            identity=Identity(always=True),
            generated=None,
            collation=None,
            details=ColumnDetails(),
        ),
    },
    constraints={item.name: item for item in (*CONSTRAINTS, *USUAL)},
    indexes={"i": INDEX},
    comment="c",
    details=TableDetails(unlogged=True, inherits=("p",), privileges=GRANTED),
    unmanaged_partitions="t_[0-9]+",
    relations={"r": RELATION},
    renamed_from="people",
    steering=TableSteering(blocking_ok="small", online_renames=("a",), staged_drops=("z",)),
    source_files=("schemas/01_users.py",),
    origin=PLACE,
)
ENUM = Enum(
    name="mood",
    values=("a", "b"),
    comment="c",
    privileges=GRANTED,
    renamed_from="r",
    renamed_values=(("a", "z"),),
    origin=PLACE,
)


@pytest.mark.parametrize("value", [COLUMN, HINTS, *CONSTRAINTS, INDEX, KEY, RELATION, TABLE, ENUM])
def test_samples_set_every_field(value: Any) -> None:
    """Or else a field that is added one day could get lost in the cache unseen."""
    for field in fields(value):
        if field.default is not field.default_factory:  # one of them is given
            assert getattr(value, field.name) != field.default


def test_every_field_survives_the_cache() -> None:
    assert repr(decode_table(encode_table(TABLE))) == repr(TABLE)
    assert repr(decode_enum(encode_enum(ENUM))) == repr(ENUM)


@pytest.mark.parametrize("item", SAMPLES, ids=lambda item: str(item.ref))
def test_every_other_object_survives_the_cache(item: Any) -> None:
    placed = replace(item, origin=PLACE)
    assert repr(decode_object(encode_object(placed))) == repr(placed)


def test_empty_values_survive_the_cache() -> None:
    table = Table(name="t", columns={"a": Column(name="a", type="text")})
    assert repr(decode_table(encode_table(table))) == repr(table)


def _cache() -> Cache:
    unit = Unit((("01_users.py", "d1"),), encode_table(TABLE), (encode_enum(ENUM),))
    return Cache("key", {"users": unit}, valid=True)


def test_cache_is_stored_and_loaded(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "cache"
    store_cache(file, _cache())
    assert load_cache(file, "key") == _cache()
    assert load_cache(file, "key").table_names() == {("01_users.py", "d1"): "users"}
    assert [path.name for path in file.parent.iterdir()] == ["cache"]


def test_cache_of_another_key_counts_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "cache"
    store_cache(file, _cache())
    assert load_cache(file, "other") == Cache("other")
    assert load_cache(tmp_path / "nowhere", "key") == Cache("key")


def test_damaged_cache_counts_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "cache"
    store_cache(file, _cache())
    data = file.read_bytes()
    flipped = bytearray(data)
    flipped[-10] ^= 1
    for damaged in (b"", b"{}", data[:10], data[:30], data[:-1], bytes(flipped), data + b"x"):
        file.write_bytes(damaged)
        assert load_cache(file, "key") == Cache("key")


def test_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store_cache(tmp_path / "file" / "cache", _cache())
    store_cache(tmp_path, _cache())  # a folder stands where the file would
    assert not list(tmp_path.parent.glob(f"{tmp_path.name}.*"))


def test_key_depends_on_folder_and_helpers() -> None:
    keys = {
        cache_key("/a/schemas", "schemas", []),
        cache_key("/b/schemas", "schemas", []),
        cache_key("/a/schemas", "a/schemas", []),
        cache_key("/a/schemas", "schemas", [("_m.py", "d1")]),
        cache_key("/a/schemas", "schemas", [("_m.py", "d2")]),
    }
    assert len(keys) == 5
    assert cache_key("/a", "a", []) == cache_key("/a", "a", [])


def test_units_compare_by_content() -> None:
    (unit,) = _cache().units.values()
    assert unit == unit._replace()
    assert unit != unit._replace(members=(("01_users.py", "d2"),))
