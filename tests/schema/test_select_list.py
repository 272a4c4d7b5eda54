"""The names of a query's columns, where its text tells them."""

import pytest

from fluentorm.schema.select_list import column_names


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
