"""Python source that says exactly what was given, as ruff leaves it."""

import ast
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fluentorm.pull.python_text import WIDTH, lines, node, string
from fluentorm.schema.sql_text import SqlText, sql

# What PostgreSQL can store: no NUL, no half of a surrogate pair.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
ODD = st.text(st.sampled_from("\"'\\\n\r\t ab\u2028\ufeff"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | ODD | ODD.map(SqlText),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3),
    max_leaves=6,
)


@given(TEXT | ODD)
@example('\n"""\n\\')
@example('a\n"')
@example("a\n\\n\n")
@example("\r\n")
def test_a_string_is_read_back_as_it_was(text: str) -> None:
    assert ast.literal_eval(string(text)) == text
    # However a file's lines are ended when it is read, the text is the same.
    assert ast.literal_eval(string(text).replace("\n", "\r\n")) == text


@given(VALUES)
def test_a_value_is_read_back_as_it_was(value: object) -> None:
    source = "\n".join(lines(node(value)))
    assert eval(source, {"sql": sql}) == value  # noqa: S307 - what was just written


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("it's", '"it\'s"'),
        ('say "a"', "'say \"a\"'"),
        ("\"a it's", '"\\"a it\'s"'),
        ("\nBEGIN\nEND\n", '"""\nBEGIN\nEND\n"""'),
        ("a\n\\d", 'r"""a\n\\d"""'),
        ("one line\n", '"one line\\n"'),
        ("a\tb", '"a\\tb"'),
        ("Größe", '"Größe"'),
    ],
)
def test_strings_read_as_an_author_writes_them(text: str, source: str) -> None:
    assert string(text) == source


def test_what_does_not_fit_has_one_item_a_line() -> None:
    value = {"a": ["x" * 40, "y" * 40], "b": SqlText("now()")}
    assert list(lines(node(value), indent=1, prefix="v = ")) == [
        "    v = {",
        '        "a": [',
        f'            "{"x" * 40}",',
        f'            "{"y" * 40}",',
        "        ],",
        '        "b": sql("now()"),',
        "    }",
    ]
    exact = "x" * (WIDTH - len('["", ""]') - 1)
    assert len(list(lines(node([exact, "y"])))) == 1
    assert len(list(lines(node([exact, "yy"])))) > 1


@settings(max_examples=15, deadline=None)
@given(st.lists(VALUES, min_size=20, max_size=40))
def test_ruff_leaves_it_as_it_is(values: list[object]) -> None:
    # One process for many values: starting it takes longer than formatting.
    source = "".join("\n".join(lines(node(value), prefix="v = ")) + "\n" for value in values)
    assert _formatted(source) == source


def _formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    return done.stdout
