"""Names stay within 63 bytes, and apart from one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fluentorm.schema.names import (
    MAX_BYTES,
    byte_length,
    default_name,
    enum_name,
    foreign_key_name,
    index_name,
    primary_key_name,
    truncated,
    unique_name,
)

NAMES = st.text(min_size=1, max_size=90)


def test_default_names() -> None:
    assert primary_key_name("users") == "users_pkey"
    assert unique_name("users", ("a", "b")) == "users_a_b_key"
    assert foreign_key_name("posts", "author") == "fk_posts_author"
    assert index_name("posts", ("a", "b")) == "idx_posts_a_b"
    assert enum_name("posts", "status") == "posts_status"


def test_default_name_of_63_bytes_is_kept_and_of_64_shortened() -> None:
    assert default_name("x" * 63) == "x" * 63
    assert default_name("x" * 64).startswith("x" * 54 + "_")
    assert byte_length(default_name("x" * 64)) == 63


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_default_name_fits_and_is_stable(parts: list[str]) -> None:
    name = default_name(*parts)
    assert byte_length(name) <= MAX_BYTES
    assert default_name(*parts) == name
    if byte_length("_".join(parts)) <= MAX_BYTES:
        assert name == "_".join(parts)


@given(st.text(max_size=5), st.text(max_size=5))
def test_long_default_names_stay_apart(one: str, two: str) -> None:
    start = "é" * 40
    assert (default_name(start, one) == default_name(start, two)) == (one == two)


@given(NAMES)
def test_truncated_is_what_fits_of_the_start(name: str) -> None:
    short = truncated(name)
    assert name.startswith(short)
    assert byte_length(short) <= MAX_BYTES
    if byte_length(name) <= MAX_BYTES:
        assert short == name


def test_truncated_keeps_whole_characters() -> None:
    assert truncated("x" + "é" * 40) == "x" + "é" * 31


@pytest.mark.parametrize("name", ["\ud800", "a\udfff" * 40])
def test_lone_surrogates_do_not_fail(name: str) -> None:
    assert byte_length(name) > 0
    assert byte_length(default_name("t", name)) <= MAX_BYTES
