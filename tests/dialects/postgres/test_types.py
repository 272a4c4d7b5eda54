from __future__ import annotations

import pytest

from fluentorm.dialects.postgres.casts import Cast, cast
from fluentorm.dialects.postgres.narrowing import loses, narrows, rewrites
from fluentorm.dialects.postgres.types import conversion, needs_using


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("integer", "bigint", Cast.AUTOMATIC),
        ("bigint", "integer", Cast.AUTOMATIC),
        ("text", "integer", Cast.EXPLICIT),
        ("date", "integer", Cast.NONE),
        ("mood", "text", Cast.AUTOMATIC),
        ("text", "mood", Cast.EXPLICIT),
        ("mood", "other_mood", Cast.NONE),
        ("integer[]", "bigint[]", Cast.AUTOMATIC),
        ("text[]", "integer[]", Cast.EXPLICIT),
        ("integer", "integer[]", Cast.NONE),
        ("integer[]", "text", Cast.AUTOMATIC),
        ("text", "integer[]", Cast.EXPLICIT),
        ("interval", "interval day to second(3)", Cast.AUTOMATIC),
    ],
)
def test_cast(old, new, expected):
    assert cast(old, new) is expected
    assert needs_using(old, new) == (expected is not Cast.AUTOMATIC)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("integer", "bigint", None),
        ("character varying(50)", "character varying(10)", None),  # a cast would cut
        ("text", "integer", "c::integer"),
        ("text", "bit(3)", "c::bit varying"),  # likewise
        ("text[]", "bit varying(3)[]", "c::bit varying[]"),
        ("integer", "bit(3)", "c::bit(3)"),
        ("date", "integer", "c::text::integer"),
        ("mood", "other", "c::text::other"),
        ("mood[]", "other[]", "c::text[]::other[]"),
        ("integer[]", "integer", "c::text::integer"),
        ("boolean", "integer", "c::integer"),
    ],
)
def test_conversion(old, new, expected):
    assert conversion("c", old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("integer", "bigint"),
        ("smallint", "real"),
        ("integer", "numeric(10,0)"),
        ("bigint", "numeric(21,2)"),
        ("numeric(4,0)", "smallint"),
        ("numeric(9,0)", "integer"),
        ("numeric(6,2)", "numeric(8,3)"),
        ("numeric(6,2)", "numeric"),
        ("character varying(5)", "text"),
        ("character varying(5)", "character(5)"),
        ("character(5)", "character varying(9)"),
        ("uuid", "character varying(36)"),
        ("boolean", "character varying(5)"),
        ("mood", "text"),
        ("integer[]", "text"),
        ("integer[]", "bigint[]"),
        ("timestamp(3) with time zone", "timestamp with time zone"),
        ("timestamp(3) with time zone", "timestamp(6) with time zone"),
        ("timestamp with time zone", "timestamp(6) with time zone"),
        ("date", "timestamp without time zone"),
        ("interval year", "interval"),
        ("jsonb", "json"),
        ("bit(3)", "bit varying"),
    ],
)
def test_safe_conversions_do_not_narrow(old, new):
    assert not narrows(old, new)
    assert not loses(old, new)


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("bigint", "integer", False),  # fails, but never changes a value
        ("numeric(5,0)", "smallint", False),
        ("numeric(10,0)", "integer", False),
        ("integer", "numeric(9,0)", False),
        ("integer", "numeric(9,2)", False),
        ("text", "character varying(9)", False),
        ("character varying(9)", "character varying(8)", False),
        ("uuid", "character varying(35)", False),
        ("text", "mood", False),
        ("text", "json", False),
        ("mood", "other", False),
        ("date", "uuid", False),
        ("bit varying", "bit(3)", False),
        ("timestamp without time zone", "timestamp with time zone", False),
        ("text", "integer", True),
        ("text", "jsonb", True),
        ("integer", "real", True),
        ("double precision", "real", True),
        ("numeric", "double precision", True),
        ("double precision", "numeric", True),
        ("numeric(6,2)", "numeric(6,1)", True),
        ("numeric", "integer", True),
        ("timestamp without time zone", "date", True),
        ("timestamp with time zone", "timestamp(3) with time zone", True),
        ("interval", "interval year", True),
        ("json", "jsonb", True),
        ("integer", "boolean", True),
        ("text", "name", True),
        ("text", '"char"', True),
        ("circle", "point", True),
    ],
)
def test_narrowing_conversions(old, new, lost):
    assert narrows(old, new)
    assert loses(old, new) == lost


def test_rewrites_only_what_is_stored_otherwise():
    assert not rewrites("character varying(5)", "character varying(9)")
    assert rewrites("integer", "bigint")
