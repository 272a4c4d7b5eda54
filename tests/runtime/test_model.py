from __future__ import annotations

import datetime as dt
from collections import namedtuple
from dataclasses import FrozenInstanceError
from enum import StrEnum
from typing import ClassVar, TypedDict

import pytest

from fluentorm.errors import QueryError
from fluentorm.runtime import UNSET, ColumnInfo, Input, Model, TableInfo, Unset, given


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


class CatsJsonSafe(TypedDict):
    id: int
    mood: str | None
    moods: list[str]


class CatsJson(CatsJsonSafe):
    secret: str


class Cats(Model[CatsJson, CatsJsonSafe, Input, Input, int]):
    id: int
    mood: Mood | None
    moods: list[Mood]
    class_: str

    __table__: ClassVar[TableInfo] = TableInfo(
        name="cats",
        columns=(
            ColumnInfo(name="id", pg_type="integer"),
            ColumnInfo(name="mood", pg_type="mood", nullable=True, enum=Mood),
            ColumnInfo(name="moods", pg_type="mood[]", enum=Mood),
            ColumnInfo(name="class", attribute="class_", pg_type="text", redacted=True),
        ),
    )


ROW = {"id": 1, "mood": "good", "moods": ["bad", None], "class": "x", "other_id": 9}


def test_row_from_a_mapping_takes_its_own_columns_and_makes_enums():
    cat = Cats.from_row(ROW)
    assert cat == Cats(id=1, mood=Mood.GOOD, moods=[Mood.BAD, None], class_="x")
    assert isinstance(cat.mood, Mood)
    assert isinstance(cat.moods[0], Mood)


@pytest.mark.parametrize(
    ("text", "moods"),
    [
        ("{}", []),
        ("{good,NULL,bad}", ["good", None, "bad"]),
        ('{{"good"},{bad}}', [["good"], ["bad"]]),
    ],
)
def test_array_of_an_enum_may_come_as_text(text, moods):
    cat = Cats.from_row({**ROW, "moods": text})
    assert cat.moods == moods


def test_row_from_a_named_tuple_goes_by_name():
    row = namedtuple("row", "moods id more mood")([], 1, "?", None)
    with pytest.raises(QueryError, match='no column "class"'):
        Cats.from_row(row)
    whole = type("row", (tuple,), {"_fields": ("class", "moods", "id", "mood")})
    cat = Cats.from_row(whole(("x", [], 1, None)))
    assert cat == Cats(id=1, mood=None, moods=[], class_="x")


def test_row_is_frozen_and_has_no_dict():
    cat = Cats.from_row(ROW)
    with pytest.raises(FrozenInstanceError):
        cat.id = 2
    assert not hasattr(cat, "__dict__")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": 1, "mood": None, "moods": []}, 'row has no column "class" of table "cats"'),
        (
            (1, None, [], "x"),
            'a row of table "cats" came without the names of its columns',
        ),
        ([], 'a row of table "cats" came without the names of its columns'),
        (
            {**ROW, "mood": "sad"},
            'column "mood" of table "cats" holds \'sad\', which the model does not know',
        ),
        (
            {**ROW, "moods": "{good"},
            'column "moods" of table "cats" holds \'{good\', which the model does not know',
        ),
        (
            {**ROW, "moods": ["sad"]},
            'column "moods" of table "cats" holds \'sad\', which the model does not know',
        ),
    ],
)
def test_row_that_does_not_fit_is_refused(row, message):
    with pytest.raises(QueryError) as caught:
        Cats.from_row(row)
    assert caught.value.message == message
    assert caught.value.hint


def test_json_goes_by_column_name_and_the_safe_one_leaves_redacted_columns_out():
    cat = Cats.from_row(ROW)
    assert cat.to_json_response() == {
        "id": 1,
        "mood": "good",
        "moods": ["bad", None],
        "class": "x",
    }
    assert "class" not in cat.to_json_response_safe()


class CatsUpdateInput(Input):
    id: int
    mood: Mood | Unset | None = UNSET
    born: dt.date | Unset = UNSET


def test_given_tells_none_from_not_given():
    assert given(CatsUpdateInput(id=1)) == {"id": 1}
    assert given(CatsUpdateInput(id=1, mood=None)) == {"id": 1, "mood": None}


def test_unset_is_false_and_prints_its_name():
    assert not UNSET
    assert repr(CatsUpdateInput(id=1)).endswith("mood=UNSET, born=UNSET)")
