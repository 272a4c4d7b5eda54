from __future__ import annotations

import dataclasses

import pytest

from fluentorm.codegen.cache import key_of
from fluentorm.codegen.spec import package_spec
from fluentorm.schema.hints import InputMode, Relation, RelationKind
from fluentorm.schema.objects import SchemaModel


def relations(model, table):
    return {relation.name: relation for relation in package_spec(model).table(table).relations}


def test_junction_links_both_ends_by_the_name_of_the_other_table(blog):
    here = relations(blog, "posts")["categories"]
    assert here.kind == "many_to_many"
    assert (here.columns, here.table, here.references_columns) == (("id",), "categories", ("id",))
    assert here.junction == ("post_categories", ("post_id",), ("category_id",))
    there = relations(blog, "categories")["posts"]
    assert there.junction == ("post_categories", ("category_id",), ("post_id",))


def test_row_of_a_junction_has_one_row_at_each_end(blog):
    found = relations(blog, "post_categories")
    assert [relation.kind for relation in found.values()] == ["many_to_one", "many_to_one"]
    assert all(relation.junction is None for relation in found.values())


def test_junction_of_a_table_with_itself_keeps_its_own_names(nasty):
    assert {"follower", "followed"} <= relations(nasty, "users").keys()


def test_declared_relation_keeps_its_name_before_one_through_a_junction(blog):
    posts = blog.tables["posts"]
    own = Relation(
        name="categories",
        kind=RelationKind.ONE_TO_MANY,
        columns=("id",),
        references_table="categories",
        references_columns=("id",),
    )
    posts = dataclasses.replace(posts, relations={**posts.relations, "categories": own})
    model = SchemaModel(tables={**blog.tables, "posts": posts}, enums=blog.enums)
    found = relations(model, "posts")
    assert found["categories"].kind == "one_to_many"
    assert found["category"].kind == "many_to_many"


def test_unique_keys_are_what_an_upsert_can_name(blog):
    spec = package_spec(blog).table("posts")
    assert spec.unique == (("posts_user_title", ("user_id", "title")),)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "integer"},
        {"nullable": True},
        {"default": "'x'"},
        {"hints": {"redacted": True}},
        {"hints": {"create_input": InputMode.EXCLUDED}},
        {"hints": {"update_input": False}},
    ],
)
def test_key_changes_with_everything_that_a_module_shows(blog, change):
    users = blog.tables["users"]
    email = users.columns["email"]
    if "hints" in change:
        change = {"hints": dataclasses.replace(email.hints, **change["hints"])}
    columns = {**users.columns, "email": dataclasses.replace(email, **change)}
    changed = {**blog.tables, "users": dataclasses.replace(users, columns=columns)}
    before, after = package_spec(blog), package_spec(dataclasses.replace(blog, tables=changed))
    assert key_of(before.table("users")) != key_of(after.table("users"))
    assert key_of(before.table("posts")) == key_of(after.table("posts"))


def test_key_ignores_what_a_module_does_not_show(blog):
    users = dataclasses.replace(blog.tables["users"], comment="people", indexes={})
    after = package_spec(dataclasses.replace(blog, tables={**blog.tables, "users": users}))
    assert key_of(package_spec(blog).table("users")) == key_of(after.table("users"))
