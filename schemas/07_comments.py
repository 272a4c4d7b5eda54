"""What users say about posts, and about each other's comments."""

from fluentorm import TableSchema

table_name = "comments"


def build(t: TableSchema) -> None:
    """Declare the comments; a reply names its parent."""
    t.uuid("id", primary_key=True)
    t.uuid("post_id")
    t.uuid("user_id")
    t.uuid("parent_id", nullable=True)
    t.text("body")
    t.timestamps()
    t.belongs_to("post", "post_id", "posts", on_delete="cascade")
    t.belongs_to("author", "user_id", "users", on_delete="cascade")
    t.belongs_to("parent", "parent_id", "comments", on_delete="cascade")
    t.has_many("replies", "comments", "parent_id")
    t.index(["post_id", "created_at"])
    t.index(["parent_id"])
