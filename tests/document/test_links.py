"""What refers to what, and how many rows stand on the ends."""

from fluentorm.document.links import links_of
from tests.document.schema import shop


def test_every_foreign_key_is_a_link_with_its_ends() -> None:
    found = {(link.table, link.name): link for link in links_of(shop())}
    user, parent = (found["billing.Orders", f"fk_Orders_{name}"] for name in ("user", "parent"))
    owner = found["notes", "fk_notes_owner"]
    assert (user.columns, user.target, user.target_columns) == (("user_id",), "users", ("id",))
    assert (user.unique, user.optional) == (False, False)
    assert (parent.target, parent.unique, parent.optional) == ("billing.Orders", False, True)
    assert (owner.unique, owner.optional) == (True, False)
