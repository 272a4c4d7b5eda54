"""One schema of many tables in the words of several tools: 12 columns, 2 indexes, 1 or 2 keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.objects import (
    Column,
    Constraint,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)

if TYPE_CHECKING:
    from pathlib import Path

DODO = "from fluentorm.tasks import *\n"

# Name -> the call in fluentorm, in SQLAlchemy and in drizzle.
_COLUMNS = {
    "name": ('t.string("name")', "Text, nullable=False", 'text("name").notNull()'),
    "email": ('t.string("email", unique=True)', "Text, nullable=False", 'text("email").notNull()'),
    "active": (
        't.boolean("active", default=True)',
        'Boolean, nullable=False, server_default="true"',
        'boolean("active").notNull().default(true)',
    ),
    "score": (
        't.integer("score", default=0)',
        'Integer, nullable=False, server_default="0"',
        'integer("score").notNull().default(0)',
    ),
    "total": (
        't.big_int("total", nullable=True)',
        "BigInteger",
        'bigint("total", {mode: "number"})',
    ),
    "rate": ('t.numeric("rate", 10, 2, nullable=True)', "Numeric(10, 2)", 'numeric("rate")'),
    "body": ('t.text("body", nullable=True)', "Text", 'text("body")'),
    "data": ('t.jsonb("data", nullable=True)', "JSONB", 'jsonb("data")'),
    "born": ('t.date("born", nullable=True)', "Date", 'date("born")'),
    "seen": (
        't.timestamp("seen", nullable=True)',
        "DateTime(timezone=True)",
        'timestamp("seen", {withTimezone: true})',
    ),
}


def write_fluentorm(folder: Path, tables: int) -> None:
    """Write a fluentorm project with a schema file for each table."""
    schemas = folder / "schemas"
    schemas.mkdir(parents=True)
    (folder / "dodo.py").write_text(DODO)
    for number in range(tables):
        (schemas / f"{number:04}_{_table(number)}.py").write_text(fluentorm_file(number))


def fluentorm_file(number: int, extra: str = "") -> str:
    """Return the schema file of one table; ``extra`` is one more line of its build."""
    calls = "\n".join(f"    {call}" for call, _, _ in _COLUMNS.values())
    keys = "\n".join(
        f'    t.belongs_to("{relation}", "{column}", "{_table(target)}")'
        for relation, column, target in _references(number)
    )
    more = f"    {extra}\n" if extra else ""
    return (
        f'from fluentorm import TableSchema\n\ntable_name = "{_table(number)}"\n\n\n'
        "def build(t: TableSchema) -> None:\n"
        f'    t.uuid("id", primary_key=True)\n{calls}\n    t.uuid("parent_id", nullable=True)\n'
        f'    t.index(["name"])\n    t.index(["active", "score"])\n{keys}\n{more}'
    )


def write_sqlalchemy(folder: Path, tables: int, extra: bool = False) -> None:
    """Write models.py with the same tables for Alembic's autogenerate."""
    lines = [
        "import sqlalchemy as sa",
        "from sqlalchemy import (BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Index,",
        "    Integer, MetaData, Numeric, Table, Text, UniqueConstraint)",
        "from sqlalchemy.dialects.postgresql import JSONB, UUID",
        "metadata = MetaData()",
    ]
    for number in range(tables):
        table = _table(number)
        lines.append(f'Table("{table}", metadata,')
        lines.append(
            '    Column("id", UUID, primary_key=True, server_default=sa.text("gen_random_uuid()")),'
        )
        lines += [f'    Column("{name}", {c[1]}),' for name, c in _COLUMNS.items()]
        lines.append('    Column("parent_id", UUID),')
        if extra and number == tables // 2:
            lines.append('    Column("extra", Text),')
        lines.append(f'    UniqueConstraint("email", name="{table}_email_key"),')
        for relation, column, target in _references(number):
            lines.append(
                f'    sa.ForeignKeyConstraint(["{column}"], ["{_table(target)}.id"], '
                f'name="fk_{table}_{relation}", use_alter=True),'
            )
        lines.append(f'    Index("idx_{table}_name", "name"),')
        lines.append(f'    Index("idx_{table}_active_score", "active", "score"))')
    (folder / "models.py").write_text("\n".join(lines) + "\n")


def write_drizzle(folder: Path, tables: int, extra: bool = False) -> None:
    """Write schema.ts with the same tables for drizzle-kit generate."""
    lines = [
        "import { pgTable, uuid, text, boolean, integer, bigint, numeric, jsonb, date, timestamp,",
        '  index, unique, foreignKey } from "drizzle-orm/pg-core";',
    ]
    for number in range(tables):
        table = _table(number)
        lines.append(f'export const {table}: any = pgTable("{table}", {{')
        lines.append('  id: uuid("id").primaryKey().defaultRandom(),')
        lines += [f"  {name}: {c[2]}," for name, c in _COLUMNS.items()]
        lines.append('  parent_id: uuid("parent_id"),')
        if extra and number == tables // 2:
            lines.append('  extra: text("extra"),')
        lines.append("}, (t: any) => [")
        lines.append(f'  unique("{table}_email_key").on(t.email),')
        for relation, column, target in _references(number):
            lines.append(
                f'  foreignKey({{ name: "fk_{table}_{relation}", columns: [t.{column}], '
                f"foreignColumns: [{_table(target)}.id] }}),"
            )
        lines.append(f'  index("idx_{table}_name").on(t.name),')
        lines.append(f'  index("idx_{table}_active_score").on(t.active, t.score),')
        lines.append("]);")
    (folder / "schema.ts").write_text("\n".join(lines) + "\n")


def _table(number: int) -> str:
    return f"table_{number:04}"


def _references(number: int) -> list[tuple[str, str, int]]:
    """Return (relation, column, target); every second table has a second one, to itself."""
    found = [("parent", "parent_id", max(0, number - 1))]
    if number % 2:
        found.append(("twin", "id", number - 1))
    return found


def model(tables: int, different: int = 0) -> SchemaModel:
    """Return the same kind of schema as a model; the first ``different`` have a column more."""
    made = (_model_table(number, extra=number < different) for number in range(tables))
    return SchemaModel(tables={table.name: table for table in made})


def _model_table(number: int, *, extra: bool) -> Table:
    name = _table(number)
    types = ("text", "integer", "numeric(10,2)", "timestamp with time zone")
    columns = [Column(name="id", type="uuid", default="gen_random_uuid()")]
    columns += [Column(name=f"c{n}", type=types[n % 4], nullable=bool(n % 2)) for n in range(10)]
    columns.append(Column(name="parent_id", type="uuid", nullable=True))
    if extra:
        columns.append(Column(name="extra", type="text", nullable=True))
    keys: list[Constraint] = [
        PrimaryKey(name=f"{name}_pkey", columns=("id",)),
        Unique(name=f"{name}_c0_key", columns=("c0",)),
    ]
    if number:
        keys.append(
            ForeignKey(
                name=f"fk_{name}_parent",
                columns=("parent_id",),
                references_table=_table(number - 1),
                references_columns=("id",),
            )
        )
    indexes = [
        Index(name=f"idx_{name}_c{n}", keys=(IndexKey(column=f"c{n}"),)) for n in range(1, 4)
    ]
    return Table(
        name=name,
        columns={column.name: column for column in columns},
        constraints={key.name: key for key in keys},
        indexes={index.name: index for index in indexes},
    )
