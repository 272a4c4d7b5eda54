"""The argument lists of routines."""

import pytest

from fluentorm.schema.arguments import Argument, arguments_of, signature_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("*", []),
        ("int", [("in", None, "integer", None)]),
        ("a int, OUT b text", [("in", "a", "integer", None), ("out", "b", "text", None)]),
        ("VARIADIC c text[] DEFAULT '{}'", [("variadic", "c", "text[]", "'{}'")]),
        ("x double precision", [("in", "x", "double precision", None)]),
        ("double precision", [("in", None, "double precision", None)]),
        ("p timestamptz = now()", [("in", "p", "timestamp with time zone", "now()")]),
        ("q numeric(10,2) := 1.5", [("in", "q", "numeric(10,2)", "1.5")]),
        ('"My Arg" "My Type"', [("in", "My Arg", '"My Type"', None)]),
        ("IN OUT a billing.status", [("inout", "a", "billing.status", None)]),
        ("a text DEFAULT 'x, y)'", [("in", "a", "text", "'x, y)'")]),
        ("a int[] = ARRAY[1, 2]", [("in", "a", "integer[]", "ARRAY[1, 2]")]),
        (
            "double precision ORDER BY anyelement",
            [("in", None, "double precision", None), ("in", None, "anyelement", None)],
        ),
    ],
)
def test_arguments(text: str, expected: list[tuple[str, str | None, str, str | None]]) -> None:
    wanted = tuple(Argument(mode=m, name=n, type=t, default=d) for m, n, t, d in expected)
    assert arguments_of(text) == wanted


def test_signature_holds_the_input_types_without_modifiers() -> None:
    assert signature_of("a numeric(10,2), OUT b text, VARIADIC c varchar(3)[]") == (
        "numeric, character varying[]"
    )


def test_a_hypothetical_set_aggregate_has_one_variadic_argument() -> None:
    text = 'integer, VARIADIC "any" ORDER BY VARIADIC "any"'
    assert signature_of(text) == 'integer, "any"'
