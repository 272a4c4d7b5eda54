"""People who write and comment."""

from fluentorm import TableSchema

table_name = "users"


def build(t: TableSchema) -> None:
    """Declare who a user is; 02_users_auth.py declares how a user signs in."""
    t.uuid("id", primary_key=True)
    t.string("email", unique=True)
    t.string("name")
    t.string("bio", nullable=True)
    t.timestamps()
    t.soft_delete()
    t.has_many("posts", "posts", "user_id")
    t.has_many("comments", "comments", "user_id")
