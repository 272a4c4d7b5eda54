"""A diagram's boxes never overlap, whatever refers to what, and stand where they stood."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from fluentorm.document.boxes import Box, boxes_of
from fluentorm.document.layout import arrange
from fluentorm.document.links import Link, links_of
from fluentorm.schema.objects import Column, PrimaryKey, SchemaModel, Table
from tests.document.schema import shop

NAMES = [f"t{number}" for number in range(12)]
HEIGHTS = st.lists(st.integers(40, 900), min_size=len(NAMES), max_size=len(NAMES))
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=30)


def box(name: str, height: float) -> Box:
    return Box(table=name, title=name, lines=(), width=100 + height // 3, height=height)


def link(table: str, target: str) -> Link:
    return Link(name="fk", table=table, columns=("a",), target=target, target_columns=("a",))


@settings(max_examples=200)
@given(heights=HEIGHTS, pairs=PAIRS)
def test_boxes_do_not_overlap_and_lie_in_the_drawing(
    heights: list[int], pairs: list[tuple[str, str]]
) -> None:
    boxes = {name: box(name, height) for name, height in zip(NAMES, heights, strict=True)}
    drawing = arrange(boxes, [link(*pair) for pair in pairs])
    assert set(drawing.places) == set(boxes)
    for name, (x, y) in drawing.places.items():
        assert 0 <= x <= drawing.width - boxes[name].width
        assert 0 <= y <= drawing.height - boxes[name].height + 1  # whole pixels
    for one, other in combinations(NAMES, 2):
        (x1, y1), (x2, y2) = drawing.places[one], drawing.places[other]
        beside = x1 + boxes[one].width < x2 or x2 + boxes[other].width < x1
        above = y1 + boxes[one].height < y2 or y2 + boxes[other].height < y1
        assert beside or above, (one, other)


def test_what_is_referred_to_stands_to_the_left() -> None:
    boxes = {name: box(name, 100) for name in ("posts", "users", "comments")}
    pairs = [("posts", "users"), ("comments", "posts"), ("comments", "users")]
    places = arrange(boxes, [link(*pair) for pair in pairs]).places
    assert places["users"][0] < places["posts"][0] < places["comments"][0]


def test_the_order_of_declaration_changes_nothing() -> None:
    boxes = {name: box(name, 100) for name in NAMES}
    pairs = [(NAMES[n], NAMES[n * 7 % 5]) for n in range(len(NAMES))]
    links = [link(*pair) for pair in pairs]
    backwards = dict(reversed(boxes.items()))
    assert arrange(boxes, links) == arrange(backwards, links[::-1])


def test_a_schema_without_tables_has_an_empty_diagram() -> None:
    assert arrange({}, []).places == {}


def test_a_wide_table_shows_its_keys_and_how_many_columns_are_left_out() -> None:
    columns = {f"c{n}": Column(name=f"c{n}", type="text") for n in range(100)}
    key = PrimaryKey(name="pk", columns=("c99",))
    table = Table(name="wide", columns=columns, constraints={"pk": key})
    lines = boxes_of(SchemaModel(tables={"wide": table}), [])["wide"].lines
    assert (lines[-2].name, lines[-2].mark, lines[-1].name) == ("c99", "PK", "… 76 more")


def test_a_line_begins_at_its_column() -> None:
    model = shop()
    drawn = boxes_of(model, links_of(model))["billing.Orders"]
    heights = [drawn.row_middle(name) for name in ("id", "user_id", "parent_id")]
    assert heights == sorted(set(heights))
    assert drawn.row_middle("not drawn") < heights[0]
