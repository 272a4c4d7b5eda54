"""Keys: a name and its namespace in one string."""

from hypothesis import given
from hypothesis import strategies as st

from fluentorm.schema.qualified import (
    key_beside,
    key_of,
    qualify,
    quote_name,
    sibling,
    split,
    written_beside,
)

NAMES = st.text(alphabet=st.sampled_from('ab."A é'), min_size=1, max_size=6)


@given(NAMES, NAMES)
def test_a_key_can_be_taken_apart_again(namespace: str, name: str) -> None:
    assert split(qualify(namespace, name)) == (namespace, name)


@given(NAMES, NAMES)
def test_the_sql_text_of_a_key_is_read_back_as_the_key(namespace: str, name: str) -> None:
    key = qualify(namespace, name)
    assert key_of(quote_name(key)) == key


@given(NAMES, NAMES, NAMES)
def test_a_name_is_written_so_that_it_is_read_beside_another(here: str, there: str, n: str) -> None:
    for namespace in ("public", here, there):
        key = qualify(namespace, n)
        for other in ("public", here):
            assert key_beside(qualify(other, "t"), written_beside(qualify(other, "t"), key)) == key


def test_no_two_objects_share_a_key() -> None:
    pairs = [("a", "b.c"), ("a.b", "c"), ("public", "a.b.c"), ("public", "a.b"), ("a", "b")]
    assert len({qualify(*pair) for pair in pairs}) == len(pairs)


def test_a_sibling_is_in_the_same_namespace() -> None:
    assert sibling("billing.invoices", "invoices_pkey") == "billing.invoices_pkey"
    assert sibling("users", "users_pkey") == "users_pkey"
