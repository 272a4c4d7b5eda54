"""What is declared in Python, YAML and SQL files, proven, applied and changed on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tasks.conftest import Project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.acceptance

DATABASE = """
from fluentorm import DatabaseSchema


def define(db: DatabaseSchema) -> None:
    db.namespace("billing", comment="money")
    db.enum("billing.status", ["open", "paid"])
    db.domain("billing.amount", "numeric(12,2)", checks={"amount_positive": "VALUE >= 0"})
    db.composite_type("address", {"street": "text", "zip": "varchar(10)"})
    db.range_type("float_range", "float8", subtype_diff="float8mi")
    db.collation("plain", provider="libc", locale="C")
    db.sequence("ticks", start=5, increment=-1, maximum=10)
    db.function(
        "touch",
        returns="trigger",
        language="plpgsql",
        body="\\nBEGIN\\n  NEW.updated_at := now();\\n  RETURN NEW;\\nEND\\n",
        revokes={"PUBLIC": "execute"},
    )
    db.procedure("rest", "INOUT n int DEFAULT 1", body="SELECT 1")
    db.aggregate("product", "numeric", sfunc="numeric_mul", stype="numeric", initcond=1)
    db.publication("p", tables=["users"])
    db.policy("own", "users", using="email = current_user")
    db.grant("usage", "PUBLIC", namespace="billing")
    db.default_privileges("functions", revokes={"PUBLIC": "execute"})
"""
USERS = """
from fluentorm import TableSchema


def build(t: TableSchema) -> None:
    t.uuid("id", primary_key=True)
    t.string("email", unique=True, collation="plain", statistics=200)
    t.column("home", "address", nullable=True)
    t.serial("no")
    t.timestamps()
    t.row_security()
    t.trigger("touch", "before", "update", "touch()", columns=["email"])
    t.storage(fillfactor=80)
    t.statistics("users_more", ["email", "no"])
    t.rule("keep", "ON DELETE TO users DO INSTEAD NOTHING")
    t.grant("select", "PUBLIC")
    t.replica_identity("full")
"""
INVOICES = """
from fluentorm import TableSchema


def build(t: TableSchema) -> None:
    t.increments("id", primary_key=True, sequence={"start": 100})
    t.uuid("user_id")
    t.column("status", "billing.status", default="open")
    t.column("net", "billing.amount")
    t.numeric("gross", 14, 4, generated="net * 1.19")
    t.column("during", "tstzrange")
    t.exclude("never_twice", [("during", "&&")], where="status = 'open'")
    t.belongs_to("user", "user_id", "users", validated=False)
    t.index("idx_recent", [{"expression": "lower(during)", "statistics": 300}])
"""
EVENTS = """
fields:
  id: uuid
  at: timestamp
  kind: {type: string, storage: external}
partition_by: RANGE (at)
partitions:
  events_2023: {start: "2023-01-01", end: "2024-01-01"}
  events_2024:
    start: "2024-01-01"
    end: "2025-01-01"
    partition_by: LIST (kind)
    indexes: {recent: [kind]}
    partitions:
      events_2024_click: {values: [click]}
      events_2024_rest: {default: true, alter_fields: {kind: {default: x}}}
indexes: [[at]]
"""
VIEW = """\
-- view: billing.open_invoices
-- columns:
--   id: {comment: its number}
SELECT i.id, u.email, i.gross, u.no
  FROM billing.invoices i JOIN users u ON u.id = i.user_id
 WHERE i.status = 'open'
"""
TOTAL = """\
-- arguments: customer uuid
-- returns: numeric
-- volatility: stable
SELECT sum(gross)
  FROM billing.invoices WHERE user_id = customer
"""


@pytest.fixture
def commands(proven: Path, database: str) -> Project:
    found = Project(proven, {"FLUENT_DB_URL": database})
    found.write("schemas/00_database.py", DATABASE)
    found.write("schemas/01_users.py", USERS)
    found.write("schemas/02_billing.invoices.py", INVOICES)
    found.write("schemas/03_events.yaml", EVENTS)
    (proven / "schemas" / "views").mkdir()
    (proven / "schemas" / "functions").mkdir()
    found.write("schemas/views/open_invoices.sql", VIEW)
    found.write("schemas/functions/billing.total.sql", TOTAL)
    return found


def generated(commands: Project) -> str:
    ran = commands.script("generate_models", "migrate")
    assert ran.status == 0, ran.err
    again = commands.script("generate_models")
    assert again.status == 0
    return ran.out


def test_everything_declared_is_created_and_changed(commands: Project, project: Path) -> None:
    """Each generation is proven: up, down and up again, and the catalogs are as declared.

    Written plainly: a stored generated column and a type made anew stop others.
    """
    commands.env["FLUENT_ONLINE"] = "0"
    generated(commands)
    commands.replace(
        "schemas/01_users.py", 't.serial("no")', 't.big_serial("n", renamed_from="no")'
    )
    commands.replace("schemas/01_users.py", '["email", "no"]', '["email", "n"]')
    commands.replace("schemas/views/open_invoices.sql", "u.no", "u.n AS no, u.home")
    commands.replace("schemas/00_database.py", '"paid"]', '"paid", "gone"]')
    commands.replace("schemas/00_database.py", '"zip": "varchar(10)"', '"city": "text"')
    commands.replace("schemas/00_database.py", "RETURN NEW", "RETURN  NEW")
    commands.replace("schemas/02_billing.invoices.py", "net * 1.19", "net * 1.20")
    commands.replace(
        "schemas/03_events.yaml",
        "  id: uuid\n",
        "  id: uuid\n  who: {type: string, nullable: true}\n",
    )
    commands.replace("schemas/03_events.yaml", "kind: {default: x}", "kind: {default: y}")
    generated(commands)
    down = commands.script("migrate_down", "--all")
    assert down.status == 0, down.err


def test_mistake_in_an_sql_file_is_told_with_its_line(commands: Project) -> None:
    commands.replace("schemas/functions/billing.total.sql", "FROM", "FRM")
    ran = commands.script("generate_models")
    assert ran.status == 1
    assert "schemas/functions/billing.total.sql:5: " in ran.err
    assert 'syntax error at or near "billing"' in ran.err
