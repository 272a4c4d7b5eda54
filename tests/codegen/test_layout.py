from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from fluentorm.codegen.layout import Group, lay_out, line, quoted, width


def test_group_that_fits_stays_on_one_line():
    assert lay_out(Group("f(", ["a", "b"], ")"), lead="x = ") == ["x = f(a, b)"]


def test_group_that_does_not_fit_takes_a_line_per_item():
    inner = Group("g(", ["c"], ")")
    lines = lay_out(Group("f(", ["a" * 90, inner], ")"), indent=4, lead="x = ")
    assert lines == ["    x = f(", "        " + "a" * 90 + ",", "        g(c),", "    )"]


def test_tuple_of_one_keeps_its_comma():
    assert lay_out(Group("(", ['"id"'], ")", is_tuple=True)) == ['("id",)']
    assert lay_out(Group("f(", ['"id"'], ")")) == ['f("id")']


def test_line_that_cannot_be_broken_is_marked_unless_it_is_one_word():
    assert line("x = " + "a" * 97).endswith("  # noqa: E501, RUF100")
    assert line("a" * 101) == "a" * 101
    assert line("x = " + "a" * 97, "N815").endswith("  # noqa: E501, N815, RUF100")
    assert line("l: int", "E741") == "l: int  # noqa: E741, RUF100"


def test_width_counts_columns():
    assert width("abc") == 3
    assert width("用户") == 4
    assert width("e\u0301") == 1


def test_strings_prefer_double_quotes():
    assert [quoted(text) for text in ("a", "it's", 'say "x"', "a\\b")] == [
        '"a"',
        '"it\'s"',
        "'say \"x\"'",
        '"a\\\\b"',
    ]


@given(st.text())
def test_quoted_string_reads_back_and_is_ascii(text):
    assert ast.literal_eval(quoted(text)) == text
    assert quoted(text).isascii()
