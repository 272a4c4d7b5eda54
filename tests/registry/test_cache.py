"""The cache of evaluated tables: whole or ignored, and never the wrong one."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from fluentorm.errors import Place
from fluentorm.registry.cache import Cache, Unit, cache_key, load_cache, store_cache
from fluentorm.registry.cache_codec import (
    decode_enum,
    decode_table,
    encode_enum,
    encode_table,
)
from fluentorm.schema.hints import AutoGenerate, FieldHints, InputMode, Relation, RelationKind
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    Match,
    PrimaryKey,
    Table,
    Unique,
)

PLACE = Place("schemas/01_users.py", 3, 7)
HINTS = FieldHints(
    create_input=InputMode.EXCLUDED,
    update_input=False,
    redacted=True,
    auto_generate=AutoGenerate.TIMESTAMP,
)
COLUMN = Column(
    name="a",
    type="text",
    nullable=True,
    default="'x'",
    identity=Identity(always=True),
    comment="c",
    hints=HINTS,
    renamed_from="r",
    using="u",
    backfill="b",
    origin=PLACE,
)
_END: dict[str, Any] = {"comment": "c", "renamed_from": "r", "origin": PLACE}
_LATE: dict[str, Any] = {"deferrable": True, "initially_deferred": True, **_END}
CONSTRAINTS = [
    PrimaryKey(name="p", columns=("a",), **_LATE),
    Unique(name="u", columns=("a", "b"), nulls_not_distinct=True, **_LATE),
    Check(name="k", expression="a > 0", **_END),
    ForeignKey(
        name="f",
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
    columns={"a": COLUMN},
    constraints={item.name: item for item in CONSTRAINTS},
    indexes={"i": INDEX},
    comment="c",
    relations={"r": RELATION},
    renamed_from="people",
    source_files=("schemas/01_users.py",),
    origin=PLACE,
)
ENUM = Enum(
    name="mood",
    values=("a", "b"),
    comment="c",
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
