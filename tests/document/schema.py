"""A schema with everything that a document has to show, and names that need care."""

import functools
import tempfile
from pathlib import Path

from fluentorm.registry.evaluate import evaluate
from fluentorm.schema.objects import SchemaModel

SHOP = """from fluentorm import DatabaseSchema, TableSchema

namespace = "billing"
table_name = "Orders"


def build(t: TableSchema) -> None:
    t.comment("what was bought <b>& when</b> | 'so'")
    t.big_increments("id", primary_key=True)
    t.big_int("user_id", comment="who pays")
    t.big_int("parent_id", nullable=True)
    t.string("odd \\"name\\"", default="a|b")
    t.belongs_to("user", column="user_id", references_table="users", on_delete="cascade")
    t.belongs_to("parent", column="parent_id", references_table="billing.Orders")
    t.index("newest", ["user_id", "id"], unique=True)


def define(db: DatabaseSchema) -> None:
    db.namespace("billing")
    db.enum("mood", ["sad", "it's ok"])
    db.view("payers", "SELECT id\\n  FROM users\\n WHERE id < 5", comment="those who pay")
"""
USERS = """from fluentorm import TableSchema

table_name = "users"


def build(t: TableSchema) -> None:
    t.big_increments("id", primary_key=True)
    t.string("email", unique=True)
    t.trigger("touch", "before", "update", "suppress_redundant_updates_trigger()")
"""
NOTES = """table_name: notes
fields:
  user_id: {type: big_int, primary_key: true}
  text: {type: text}
has_one:
  owner: {column: user_id, references_table: users}
"""


@functools.cache
def shop() -> SchemaModel:
    """Three tables, an enum, a view; a reference to itself, one that is unique."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        schemas = root / "schemas"
        schemas.mkdir()
        (schemas / "01_orders.py").write_text(SHOP)
        (schemas / "02_users.py").write_text(USERS)
        (schemas / "03_notes.yaml").write_text(NOTES)
        return evaluate(schemas, root=root).model
