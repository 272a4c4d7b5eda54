"""Which post is about which subjects."""

from fluentorm import TableSchema

table_name = "post_categories"


def build(t: TableSchema) -> None:
    """Join posts and categories."""
    t.uuid("post_id")
    t.integer("category_id")
    t.primary_key(["post_id", "category_id"])
    t.many_to_many("post", "post_id", "posts", "id")
    t.many_to_many("category", "category_id", "categories", "id")
    t.index(["category_id"])
