"""Names and Python values as SQL text that PostgreSQL reads back as the same."""

from __future__ import annotations

import datetime
import enum
import json
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fluentorm.schema.sql_text import SqlText, literal, quote_identifier, quote_literal, sql


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("users", "users"),
        ("_a1", "_a1"),
        ("order", '"order"'),
        ("user", '"user"'),
        ("Users", '"Users"'),
        ("1a", '"1a"'),
        ("a b", '"a b"'),
        ('a"b', '"a""b"'),
        ("größe", '"größe"'),
        ("🦆", '"🦆"'),
        ("a$", '"a$"'),
        ("", '""'),
        ("name", "name"),
        ("a\n", '"a\n"'),
    ],
)
def test_names_are_quoted_when_they_need_it(name: str, text: str) -> None:
    assert quote_identifier(name) == text


@given(st.text())
def test_quoted_name_reads_back(name: str) -> None:
    text = quote_identifier(name)
    if text.startswith('"'):
        assert text[1:-1].replace('""', '"') == name
    else:
        assert text == name == name.lower()


def test_carriage_returns_are_escaped_for_files_whose_line_ends_change() -> None:
    assert quote_literal("it's\r\n\\n") == "E'it''s\\r\n\\\\n'"
    assert literal(["a\r", 'b"']) == 'E\'{"a\\r","b\\\\""}\''


@given(st.text(st.characters(exclude_characters="\r")))
def test_quoted_literal_reads_back(value: str) -> None:
    text = quote_literal(value)
    assert text[0] == text[-1] == "'"
    assert text[1:-1].replace("''", "'") == value
    assert "'" not in text[1:-1].replace("''", "")


class Number(enum.IntEnum):
    ONE = 1


class Word(enum.StrEnum):
    A = "a"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "NULL"),
        (True, "true"),
        (0, "0"),
        (-3, "-3"),
        (Number.ONE, "1"),
        (Word.A, "'a'"),
        (1.5, "1.5"),
        (1e300, "1e+300"),
        (float("inf"), "'inf'"),
        (float("nan"), "'nan'"),
        (Decimal("1.50"), "1.50"),
        (Decimal("NaN"), "'NaN'"),
        (Decimal("-Infinity"), "'-Infinity'"),
        ("it's \\ here", "'it''s \\ here'"),
        (b"\x00\xff", "'\\x00ff'"),
        (uuid.UUID(int=1), "'00000000-0000-0000-0000-000000000001'"),
        (datetime.date(2020, 1, 2), "'2020-01-02'"),
        (datetime.datetime(2020, 1, 2, 3, tzinfo=datetime.UTC), "'2020-01-02T03:00:00+00:00'"),
        (datetime.time(3, 4), "'03:04:00'"),
        (datetime.timedelta(days=1, microseconds=5), "'86400.000005 seconds'"),
        ({"b": 1, "a": "it's"}, """'{"a": "it''s", "b": 1}'"""),
        (sql("now()"), "now()"),
        ([], "'{}'"),
        ([1, None, True], "'{1,NULL,true}'"),
        ([[1], [2]], "'{{1},{2}}'"),
        (["a", 'q"\\', "it's", "NULL", ""], """'{"a","q\\"\\\\","it''s","NULL",""}'"""),
        ([b"\x01"], """'{"\\\\x01"}'"""),
        ([{"a": 1}], """'{"{\\"a\\": 1}"}'"""),
        ([datetime.date(2020, 1, 2)], """'{"2020-01-02"}'"""),
        ([Decimal("NaN"), float("inf")], "'{NaN,inf}'"),
    ],
)
def test_literals(value: object, text: str) -> None:
    assert literal(value) == text


@pytest.mark.parametrize(
    "value", [object(), {1, 2}, [object()], [sql("now()")], {"a": float("nan")}, {"a": object()}]
)
def test_values_without_a_literal(value: object) -> None:
    with pytest.raises(TypeError):
        literal(value)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_json_reads_back_and_has_one_spelling(value: dict[str, object]) -> None:
    text = literal(value)
    assert json.loads(text[1:-1].replace("''", "'")) == value
    assert literal(dict(reversed(value.items()))) == text


def test_sql_marks_text() -> None:
    assert sql("a + b") == SqlText("a + b")
    assert literal(SqlText("a + b")) == "a + b"
