"""How values of composite types outlive another order of the attributes, and which cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fluentorm.diff.differ import diff
from fluentorm.diff.operations import AlterColumn
from fluentorm.errors import DiffError
from fluentorm.schema.database_objects import Attribute, CompositeType, Domain, RangeType
from fluentorm.schema.objects import Column, SchemaModel, Table

PAIR = CompositeType(
    name="pair", attributes=(Attribute(name="a", type="text"), Attribute(name="b", type="text"))
)
SWAPPED = replace(PAIR, attributes=PAIR.attributes[::-1])
OTHERS = (
    Domain(name="pairs", type="pair[]"),
    CompositeType(name="deep", attributes=(Attribute(name="inner", type="pairs"),)),
    RangeType(name="span", subtype="pair"),
    Domain(name="spanned", type="span_multirange"),
)


def model(kind, pair, using=None):
    column = Column(name="c", type=kind, nullable=True, using=using)
    objects = {item.ref: item for item in (pair, *OTHERS)}
    return SchemaModel(tables={"t": Table(name="t", columns={"c": column})}, objects=objects)


def changes(kind, after, using=None):
    found = diff(model(kind, PAIR), model(kind, after, using))
    return [one for one in found if isinstance(one, AlterColumn)]


@pytest.mark.parametrize(
    ("kind", "wrapped"), [("pair", False), ("pair[]", True), ("pairs", True), ("deep", False)]
)
def test_attributes_that_change_places_are_found_by_their_names(kind, wrapped):
    away, back = changes(kind, SWAPPED)
    assert away.after.using == "to_json(c)::text"
    assert "json_populate_record" in back.after.using
    assert (away.wrapped, back.wrapped) == (wrapped, wrapped)
    assert away.before.using == back.after.using


def test_attributes_that_keep_their_places_are_read_by_them():
    other = replace(PAIR, attributes=(replace(PAIR.attributes[0], type="date"), PAIR.attributes[1]))
    away, back = changes("pair[]", other)
    assert (away.after.using, back.after.using) == ("c::text", "c::pair[]")


@pytest.mark.parametrize("kind", ["span", "span[]", "spanned"])
def test_ranges_tell_no_names_of_attributes(kind):
    with pytest.raises(DiffError, match='ranges over composite type "pair"') as caught:
        changes(kind, SWAPPED)
    assert caught.value.problems[0].hint is not None


def test_what_the_author_does_with_the_text_of_ranges_is_done():
    _, back = changes("span", SWAPPED, using="NULL")
    assert back.after.using == "NULL"


def test_attributes_do_not_change_names_and_places_at_once():
    renamed = replace(
        SWAPPED,
        attributes=(SWAPPED.attributes[0], Attribute(name="first", type="text", renamed_from="a")),
    )
    with pytest.raises(DiffError, match="other names and other places at once"):
        changes("pair[]", renamed)
