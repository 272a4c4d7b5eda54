"""Catalog rows -> values, where no server is needed, and the text of the catalog queries."""

import re

import pytest

from fluentorm.dialects.postgres.catalog.attached import when_and_call
from fluentorm.dialects.postgres.catalog.decoding import decode
from fluentorm.dialects.postgres.catalog.texts import made_up_name, unwrapped
from fluentorm.dialects.postgres.catalog.types import usual_multirange
from fluentorm.dialects.postgres.introspect import _SINCE, OLDEST, queries
from fluentorm.schema.catalog import CatalogState
from fluentorm.schema.objects import SchemaModel

NO_ROWS = {name: [] for name, _ in queries(180000)}


@pytest.mark.parametrize(
    ("wrapped", "bare"),
    [
        ("(price > (0)::numeric)", "price > (0)::numeric"),
        ("((a = 1))", "a = 1"),
        ("(a = 1) OR (b = 2)", "(a = 1) OR (b = 2)"),
        ("(a = ')'::text)", "a = ')'::text"),
        ("(a = '('::text) OR (b = ')'::text)", "(a = '('::text) OR (b = ')'::text)"),
        ('("odd)name" IS NULL)', '"odd)name" IS NULL'),
        ("(a = 'it''s)'::text)", "a = 'it''s)'::text"),
        ("lower(name)", "lower(name)"),
        ("", ""),
    ],
)
def test_only_parentheses_around_the_whole_expression_are_taken_off(wrapped, bare):
    assert unwrapped(wrapped) == bare


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("users", "id", "seq"), "users_id_seq"),
        (("a" * 40, "b" * 40, "seq"), f"{'a' * 29}_{'b' * 29}_seq"),
        (("a" * 60, "id", "not_null"), f"{'a' * 51}_id_not_null"),
        (("ä" * 20, "ö" * 20, "seq"), f"{'ä' * 14}_{'ö' * 14}_seq"),
    ],
)
def test_names_are_made_up_as_the_server_does(parts, name):
    assert made_up_name(*parts) == name


@pytest.mark.parametrize(
    ("name", "multirange"),
    [
        ("floatrange", "floatmultirange"),
        ("arrange", "armultirange"),
        ("spans", "spans_multirange"),
        ("log.spans", "log.spans_multirange"),
        ("x" * 60, "x" * 52 + "_multirange"),
    ],
)
def test_multiranges_are_named_as_the_server_does(name, multirange):
    assert usual_multirange(name) == multirange


@pytest.mark.parametrize(
    ("rest", "when", "call"),
    [
        ("EXECUTE FUNCTION f()", None, "f()"),
        ("WHEN ((new.a > 0)) EXECUTE FUNCTION f('a b')", "new.a > 0", "f('a b')"),
        (
            "WHEN ((new.a = ') EXECUTE FUNCTION g('::text)) EXECUTE FUNCTION f('it''s', 'WHEN (')",
            "new.a = ') EXECUTE FUNCTION g('::text",
            "f('it''s', 'WHEN (')",
        ),
    ],
)
def test_a_triggers_definition_is_taken_apart(rest, when, call):
    start = 'CREATE TRIGGER "EXECUTE FUNCTION WHEN (" AFTER INSERT ON public.t FOR EACH ROW '
    assert when_and_call(start + rest) == (when, call)


def test_no_rows_give_the_empty_state():
    assert decode(NO_ROWS) == CatalogState(model=SchemaModel())


def test_each_query_has_a_name_of_its_own():
    names = [name for name, _ in queries(180000)]
    assert len(names) == len(set(names))
    assert names == [name for name, _ in queries(OLDEST)]


@pytest.mark.parametrize(("expression", "since", "substitute"), _SINCE)
def test_what_an_older_server_lacks_is_replaced(expression, since, substitute):
    before = "".join((query for _, query in queries(since - 1)))
    assert expression in "".join((query for _, query in queries(since)))
    assert expression not in before
    assert substitute in before


def testqueries_for_the_oldest_server_are_whole():
    for _, query in queries(OLDEST):
        assert re.sub("(?m)^--.*", "", query).strip().endswith(";")
