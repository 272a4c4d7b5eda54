"""What users write."""

from fluentorm import TableSchema

table_name = "posts"


def build(t: TableSchema) -> None:
    """Declare the posts; their author is in 08_posts_author.yaml."""
    t.uuid("id", primary_key=True)
    t.string("title")
    t.varchar("slug", 120, unique=True)
    t.text("body")
    t.enum("status", ["draft", "published", "archived"], default="draft")
    t.integer("view_count", default=0, create_input="excluded")
    t.timestamp("published_at", nullable=True)
    t.timestamps()
    t.check("posts_view_count_positive", "view_count >= 0")
    t.index(["status", "published_at"])
    t.has_many("comments", "comments", "post_id")
