"""The names of a query's columns, where its text tells them."""

import pytest

from fluentorm.schema.select_list import column_names, retypes


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('SELECT id, u.name, s.t."Odd" FROM u', ("id", "name", "Odd")),
        ("select a + b as total, max(c)", ("total", "max")),
        ("SELECT DISTINCT a, count(*) FROM t GROUP BY a", ("a", "count")),
        ("SELECT (SELECT a FROM t WHERE b) AS x, extract(year FROM c)", ("x", "extract")),
        ("SELECT a -- , b\nFROM t", ("a",)),
        ("SELECT *, a FROM t", None),
        ("SELECT a + b FROM t", None),
        ("SELECT sum(a) OVER (ORDER BY b) FROM t", None),
        ("SELECT DISTINCT ON (a) a FROM t", None),
        ("WITH x AS (SELECT 1) SELECT a FROM x", None),
        ("TABLE t", None),
        ("VALUES (1)", None),
        ("", None),
    ],
)
def test_names(query: str, expected: tuple[str, ...] | None) -> None:
    assert column_names(query) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("id", "id::text", True),
        ("id::text", "CAST(id AS text)", False),
        ("CAST(id AS text)", "CAST(id AS bigint)", True),
        ("price::numeric(10, 2)", "price :: numeric(10,2)", False),
        ("price::numeric(10, 2)", "price::numeric(12, 2)", True),
        ("count(*)", "sum(n)", True),
        ("n", "sum(n)", True),
        ("lower(name)", "lower(email)", False),
        ("name", "coalesce(name, 'none')", False),
        ("max(n)", "min(n)", False),
        ("id::text || 'a'", "id::text || 'b'", False),
        ("price", "price * 2", False),
    ],
)
def test_a_cast_and_another_function_are_taken_for_another_type(before, after, expected):
    assert retypes(f"SELECT {before} AS x FROM t", f"SELECT {after} AS x FROM t") is expected
