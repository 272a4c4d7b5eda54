"""How users sign in: a second file for the same table."""

from fluentorm import TableSchema

table_name = "users"


def build(t: TableSchema) -> None:
    """Add the columns that only authentication reads."""
    t.string("password_hash", redacted=True)
    t.boolean("is_active", default=True)
    t.timestamp("last_login_at", nullable=True, create_input="excluded")
    t.index(["last_login_at"], where="is_active")
