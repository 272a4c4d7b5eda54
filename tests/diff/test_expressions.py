import pytest

from fluentorm.diff.expressions import (
    mentioned,
    rename_column,
    rename_literal,
    rename_qualifier,
    rename_type,
    tokens,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > 0", "b > 0"),
        ("A > 0 and aa > 0", "b > 0 and aa > 0"),
        ('"a" > 0', '"b" > 0'),
        ('"A" > 0', '"A" > 0'),
        ("t.a > 0", "t.b > 0"),
        ("a.x > 0", "a.x > 0"),
        ("a(a) > 0", "a(b) > 0"),
        ("x = 'a'", "x = 'a'"),
        (r"x = E'\' a' AND a > 0", r"x = E'\' a' AND b > 0"),
        (
            "x = $$ a $$ OR x = $q$ a $$ a $q$ OR a > 0",
            "x = $$ a $$ OR x = $q$ a $$ a $q$ OR b > 0",
        ),
        ("x -- a\n > a /* a */", "x -- a\n > b /* a */"),
        ("x::a = a", "x::a = b"),
        ("CAST(a AS a)", "CAST(b AS a)"),
        ("a '2020-01-01' < a", "a '2020-01-01' < b"),
        ("a$ > a", "a$ > b"),
    ],
)
def test_column_is_renamed_where_a_column_stands(text, expected):
    assert rename_column(text, "a", "b") == expected


def test_new_name_is_quoted_where_it_must_be():
    assert rename_column("a > 0", "a", "Select") == '"Select" > 0'
    assert rename_column('"Select" > 0', "Select", "a") == "a > 0"


def test_type_is_renamed_in_casts_only():
    text = "status = 'x'::status AND CAST(y AS status) IS NULL"
    assert rename_type(text, "status", "mood") == ("status = 'x'::mood AND CAST(y AS mood) IS NULL")
    assert rename_type("'{a}'::status[]", "status", "My Type") == "'{a}'::\"My Type\"[]"


def test_qualifier_is_renamed_before_a_dot_only():
    assert rename_qualifier("users.users > 0", "users", "people") == "people.users > 0"


def test_literal_is_replaced_whole_and_in_array_literals():
    assert rename_literal("s = 'a' OR s = 'ab'", "a", "z") == "s = 'z' OR s = 'ab'"
    assert rename_literal("'{a,ab}'", "a", "z") == "'{z,ab}'"
    assert rename_literal("'it''s'", "it's", "ok") == "'ok'"
    assert rename_literal("a", "a", "z") == "a"


def test_mentioned_names_are_folded_unless_quoted():
    assert mentioned("Lower(\"Größe\") = 'x' -- y") == {"lower", "Größe"}


@pytest.mark.parametrize("text", ["'open", '"open', "/* open", "$$ open", "a \x00 é 😀 1e5 ::", ""])
def test_tokens_are_the_text_whatever_it_is(text):
    assert "".join(token.text for token in tokens(text)) == text
