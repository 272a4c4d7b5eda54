"""Subjects that posts can be about."""

from fluentorm import TableSchema

table_name = "categories"


def build(t: TableSchema) -> None:
    """Declare the categories."""
    t.increments("id")
    t.varchar("name", 80, unique=True)
    t.string("color", default="#3B82F6", comment="as CSS spells it")
    t.check("categories_color_hex", "color ~ '^#[0-9A-F]{6}$'")
