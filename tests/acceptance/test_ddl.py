"""Every operation and its inverse on a real server, with plain names and with nasty ones.

The catalog after an operation must be the one that a fresh database with the new objects has;
after the inverse it must be the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import psycopg
import pytest

from fluentorm.dialects.postgres.ddl import render
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
    CreateEnum,
    CreateTable,
    DropColumn,
    EnumDependent,
    EnumUse,
    RenameColumn,
    RenameConstraint,
    RenameEnum,
    RenameEnumValue,
    RenameIndex,
    RenameTable,
    SetComment,
    inverse,
)
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    Match,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.schema.qualified import qualify
from fluentorm.schema.qualified import quote_name as quote

pytestmark = pytest.mark.acceptance

CATALOG = """
SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
       pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, col_description(c.oid, a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(c.oid), '', '', '',
       obj_description(c.oid, 'pg_constraint')
FROM pg_constraint c WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL
SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid),
       indisvalid::text, '', '', obj_description(indexrelid, 'pg_class')
FROM pg_index WHERE indrelid::regclass::text !~ '^pg_' AND indrelid > 16383
UNION ALL
SELECT 'enum', t.typname, '', array_agg(e.enumlabel::text ORDER BY e.enumsortorder)::text,
       '', '', '', obj_description(t.oid, 'pg_type')
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.oid, t.typname
UNION ALL
SELECT 'table', relname, '', '', '', '', '', obj_description(oid, 'pg_class')
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
ORDER BY 1, 2, 3, 4
"""

PLAIN = {
    "users": "users",
    "posts": "posts",
    "id": "id",
    "email": "email",
    "age": "age",
    "author": "author_id",
    "mood": "mood",
    "other": "other",
    "constraint": "users_rule",
    "index": "idx_users_email",
}
NASTY = {
    "users": "user",
    "posts": qualify("public", "Po\"st's; -- "),
    "id": "select",
    "email": "E-Mail 📧",
    "age": "$age%s{}\\",
    "author": "x" * 63,
    "mood": "é" * 31 + "m",  # 63 bytes
    "other": "ünï cödé /* */",
    "constraint": "CHECK (true)",
    "index": "1' OR '1",
}


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Operations on a model, with rows in its tables.

    ``rows`` are statements run before, ``seen`` a query and what it must give after the up.
    """

    old: SchemaModel
    operations: list
    new: SchemaModel
    rows: list[str] = field(default_factory=list)
    seen: tuple[str, list] | None = None
    kept: str | None = None  # a query that must give the same before the up and after the down


def creation(model):
    operations = [CreateEnum(enum=enum) for enum in model.enums.values()]
    operations += [CreateTable(table=table) for table in model.tables.values()]
    for table in model.tables.values():
        operations += [AddIndex(table=table.name, index=i) for i in table.indexes.values()]
    for table in model.tables.values():
        operations += [AddConstraint(table=table.name, constraint=k) for k in table.foreign_keys]
    return operations


def run(connection, operations):
    for operation in operations:
        for statement in render(operation):
            connection.execute(statement.encode())


def catalog(connection):
    return connection.execute(CATALOG).fetchall()


def catalog_of(connection, model):
    with connection.transaction(force_rollback=True):
        run(connection, creation(model))
        return catalog(connection)


def table(name, columns, *parts, **more):
    return Table(
        name=name,
        columns={column.name: column for column in columns},
        constraints={p.name: p for p in parts if not isinstance(p, Index)},
        indexes={p.name: p for p in parts if isinstance(p, Index)},
        **more,
    )


def model(*objects):
    return SchemaModel(
        tables={o.name: o for o in objects if isinstance(o, Table)},
        enums={o.name: o for o in objects if isinstance(o, Enum)},
    )


def users(n, *columns, parts=(), **more):
    """Give a table with a key and the columns of interest."""
    key = Column(name=n["id"], type="bigint")
    pk = PrimaryKey(name="users_pkey", columns=(n["id"],))
    return table(n["users"], [key, *columns], pk, *parts, **more)


def insert(n, *rows):
    """Insert rows; each is the SQL text of its values after the key."""
    values = ", ".join(f"({i}{''.join(f', {v}' for v in row)})" for i, row in enumerate(rows, 1))
    return f"INSERT INTO {quote(n['users'])} VALUES {values}"


def select(n, column):
    return f"SELECT {quote(n[column])} FROM {quote(n['users'])} ORDER BY {quote(n['id'])}"


def added(n, column, *, restores=False, rows=True, seen=None):
    return Scenario(
        old=model(users(n)),
        operations=[AddColumn(table=n["users"], column=column, restores=restores)],
        new=model(users(n, column)),
        rows=[insert(n, [], [])] if rows else [],
        seen=None if seen is None else (select(n, "email"), seen),
    )


def altered(n, before, after, *, values=(), seen=None, kept=True):
    return Scenario(
        old=model(users(n, before)),
        operations=[AlterColumn(table=n["users"], before=before, after=after)],
        new=model(users(n, after)),
        rows=[insert(n, *([value] for value in values))] if values else [],
        seen=None if seen is None else (select(n, "email"), seen),
        kept=select(n, "email") if kept else None,
    )


def constrained(n, constraint):
    """Add a constraint to a table with two rows that satisfy it."""
    columns = [
        Column(name=n["email"], type="text", nullable=True),
        Column(name=n["age"], type="integer", nullable=True),
    ]
    return Scenario(
        old=model(users(n, *columns)),
        operations=[AddConstraint(table=n["users"], constraint=constraint)],
        new=model(users(n, *columns, parts=[constraint])),
        rows=[insert(n, ["'a'", "5"], ["'b'", "NULL"])],
    )


def indexed(n, index):
    columns = [
        Column(name=n["email"], type="text", nullable=True),
        Column(name=n["age"], type="jsonb", nullable=True),
    ]
    return Scenario(
        old=model(users(n, *columns)),
        operations=[AddIndex(table=n["users"], index=index)],
        new=model(users(n, *columns, parts=[index])),
        rows=[insert(n, ["'a'", "'{}'"], ["'b'", "NULL"])],
    )


def referring(n, key):
    old = model(users(n, parts=[uq(n)]), posts(n))
    new = model(users(n, parts=[uq(n)]), posts(n, key))
    return Scenario(old=old, operations=[AddConstraint(table=n["posts"], constraint=key)], new=new)


def uq(n):
    return Unique(name="users_two_keys", columns=(n["id"],))


def posts(n, *parts):
    columns = [Column(name=n["author"], type="bigint", nullable=True)]
    return table(n["posts"], columns, *parts)


def fk(n, **more):
    names = {"name": n["constraint"], "columns": (n["author"],)}
    return ForeignKey(**names, references_table=n["users"], references_columns=(n["id"],), **more)


def mood(n, *values, comment="how it 'feels'"):
    return Enum(name=n["mood"], values=values, comment=comment)


def moody(n, before, after, *, default=None, values=(), array=False):
    """Change an enum's values under a column that uses it."""
    kind = quote(n["mood"]) + ("[]" if array else "")
    column = Column(name=n["email"], type=kind, default=default)
    use = EnumUse(table=n["users"], column=column)
    return Scenario(
        old=model(mood(n, *before), users(n, column)),
        operations=[AlterEnum(before=mood(n, *before), after=mood(n, *after), uses=(use,))],
        new=model(mood(n, *after), users(n, column)),
        rows=[insert(n, *([value] for value in values))],
        kept=select(n, "email") if not array else None,
    )


def moody_with_dependents(n):
    """Swap a type that a check, an index and a foreign key on both sides depend on."""
    email, kind = quote(n["email"]), quote(n["mood"])
    column = Column(name=n["email"], type=kind, default="'c'")
    child = Column(name=n["author"], type=kind, nullable=True)
    unique = Unique(name="key", columns=(n["email"],))
    rule = Check(name=n["constraint"], expression=f"{email} <> 'a'::{kind} -- no", comment="it's")
    index = Index(
        name=n["index"],
        keys=(IndexKey(expression=f"{email} = 'c'"),),
        where=f"{email} > 'a'",
        comment="x",
    )
    key = replace(fk(n), name="fk", references_columns=(n["email"],), comment="to")
    before, after = mood(n, "a", "b", "c"), mood(n, "c", "a")
    tables = [
        users(n, column, parts=[unique, rule, index]),
        table(n["posts"], [child], key),
    ]
    operation = AlterEnum(
        before=before,
        after=after,
        uses=(
            EnumUse(table=n["users"], column=column),
            EnumUse(table=n["posts"], column=child),
        ),
        dependents=(
            EnumDependent(table=n["posts"], item=key),
            EnumDependent(table=n["users"], item=index),
            EnumDependent(table=n["users"], item=rule),
        ),
    )
    return Scenario(
        old=model(before, *tables),
        operations=[operation],
        new=model(after, *tables),
        rows=[insert(n, ["'c'"]), f"INSERT INTO {quote(n['posts'])} VALUES ('c')"],
        kept=select(n, "email"),
    )


def col(n, kind="text", **more):
    return Column(name=n["email"], type=kind, **more)


def null(n, kind="text", **more):
    return col(n, kind, nullable=True, **more)


def everything(n):
    """Give a model that has every kind of object and option."""
    columns = [
        Column(name=n["email"], type="character varying(50)", default="'it''s'", comment="a'b\nc"),
        Column(name=n["age"], type="numeric(10,2)[]", nullable=True, default="'{}'"),
        Column(
            name=n["other"],
            type="timestamp with time zone",
            default="now() AT TIME ZONE 'UTC' + '1 day'::interval -- soon",
        ),
        Column(name=n["mood"], type=quote(n["mood"]), default="'ok'"),
    ]
    parts = [
        Unique(
            name="u",
            columns=(n["email"], n["age"]),
            deferrable=True,
            initially_deferred=True,
            comment="one",
        ),
        Check(name=n["constraint"], expression=f"{quote(n['email'])} <> '' -- never", comment="c"),
        Index(name=n["index"], keys=(IndexKey(column=n["email"]),), comment="an index"),
    ]
    key = replace(fk(n), columns=(n["author"],), name="fk", comment="to the author")
    return model(
        mood(n, "sad", "it's; --", "ok"),
        users(n, *columns, parts=parts, comment="who"),
        posts(n, key),
    )


def create_everything(n):
    new = everything(n)
    return Scenario(old=model(), operations=creation(new), new=new)


def drop_everything(n):
    old = everything(n)
    operations = [inverse(operation) for operation in reversed(creation(old))]
    return Scenario(old=old, operations=operations, new=model())


def identity_on_rows(n):
    scenario = altered(n, null(n, "integer"), col(n, "integer", identity=Identity(always=True)))
    more = insert(n, ["-7"], ["41"])
    number = f"SELECT nextval(pg_get_serial_sequence('{quote(n['users'])}', '{n['email']}'))"
    return replace(scenario, rows=[more], seen=(number, [42]))


def identity_on_negative_rows(n):
    scenario = altered(n, col(n, "smallint"), col(n, "smallint", identity=Identity()))
    number = f"SELECT nextval(pg_get_serial_sequence('{quote(n['users'])}', '{n['email']}'))"
    return replace(scenario, rows=[insert(n, ["-7"])], seen=(number, [1]))


def renamed(n, operation, old, new):
    return Scenario(old=old, operations=[operation], new=new)


def rename_column(n):
    old, new = users(n, null(n)), users(n, Column(name=n["other"], type="text", nullable=True))
    operation = RenameColumn(table=n["users"], before=n["email"], after=n["other"])
    return Scenario(old=model(old), operations=[operation], new=model(new))


def rename_table(n):
    operation = RenameTable(before=n["users"], after=n["other"])
    new = replace(users(n), name=n["other"])
    return Scenario(old=model(users(n)), operations=[operation], new=model(new))


def rename_parts(n):
    def parts(unique, index):
        return [
            Unique(name=unique, columns=(n["id"],)),
            Index(name=index, keys=(IndexKey(column=n["id"]),)),
        ]

    return Scenario(
        old=model(users(n, parts=parts("a", "b"))),
        operations=[
            RenameConstraint(table=n["users"], before="a", after=n["constraint"]),
            RenameIndex(table=n["users"], before="b", after=n["index"]),
        ],
        new=model(users(n, parts=parts(n["constraint"], n["index"]))),
    )


def rename_enum(n):
    def state(name, value):
        return model(
            Enum(name=name, values=("sad", value)), users(n, col(n, quote(name), default="'sad'"))
        )

    return Scenario(
        old=state(n["mood"], "it's"),
        operations=[
            RenameEnum(before=n["mood"], after=n["other"]),
            RenameEnumValue(enum=n["other"], before="it's", after='"; --'),
        ],
        new=state(n["other"], '"; --'),
        rows=[insert(n, ["'it''s'"])],
        seen=(select(n, "email"), ['"; --']),
    )


def comments(n):
    def state(comment):
        parts = [
            Unique(name=n["constraint"], columns=(n["email"],), comment=comment),
            Index(name=n["index"], keys=(IndexKey(column=n["email"]),), comment=comment),
        ]
        return model(
            mood(n, "sad", comment=comment),
            users(n, null(n, comment=comment), parts=parts, comment=comment),
        )

    def change(kind, name, table=None):
        text = "it's\n-- new \\"
        return SetComment(kind=kind, table=table or n["users"], name=name, before="a", after=text)

    return Scenario(
        old=state("a"),
        operations=[
            change("table", n["users"]),
            change("column", n["email"]),
            change("constraint", n["constraint"]),
            change("index", n["index"]),
            change("enum", n["mood"], n["mood"]),
        ],
        new=state("it's\n-- new \\"),
    )


def no_comment(n):
    operation = SetComment(kind="column", table=n["users"], name=n["email"], before=None, after="x")
    return Scenario(
        old=model(users(n, null(n))),
        operations=[operation],
        new=model(users(n, null(n, comment="x"))),
    )


def dropped(n, column, value):
    """Drop a column of a table with rows; the down brings it back."""
    return Scenario(
        old=model(users(n, column)),
        operations=[DropColumn(table=n["users"], column=column)],
        new=model(users(n)),
        rows=[insert(n, [value], [value])],
    )


SCENARIOS = {
    "create_everything": create_everything,
    "drop_everything": drop_everything,
    "rename_column": rename_column,
    "rename_table": rename_table,
    "rename_constraint_and_index": rename_parts,
    "rename_enum_and_value": rename_enum,
    "comments": comments,
    "comment_on_nothing_before": no_comment,
    # Adding columns.
    "add_nullable": lambda n: added(n, null(n), seen=[None, None]),
    "add_with_comment": lambda n: added(n, null(n, comment="it's")),
    "add_with_default": lambda n: added(n, col(n, default="'x'"), seen=["x", "x"]),
    "add_with_expression_default": lambda n: added(
        n, col(n, "boolean", default="1 IN (1, 2) AND NOT false"), seen=[True, True]
    ),
    "add_identity": lambda n: added(n, col(n, "bigint", identity=Identity()), seen=[1, 2]),
    "add_identity_always": lambda n: added(n, col(n, "integer", identity=Identity(always=True))),
    "add_with_backfill": lambda n: added(
        n, col(n, "bigint", backfill=f"{quote(n['id'])} * 10 -- tenfold"), seen=[10, 20]
    ),
    "add_with_backfill_and_default": lambda n: added(
        n, col(n, "bigint", backfill=quote(n["id"]), default="7"), seen=[1, 2]
    ),
    "add_with_backfill_from_query": lambda n: added(
        n, null(n, "bigint", backfill="SELECT 3", default="7"), seen=[3, 3]
    ),
    "add_not_null_to_empty": lambda n: added(n, col(n), rows=False),
    "restore_not_null": lambda n: added(n, col(n), restores=True, seen=["", ""]),
    "restore_not_null_array": lambda n: added(n, col(n, "date[]"), restores=True, seen=[[], []]),
    "restore_with_default": lambda n: added(
        n, col(n, default="'y'", backfill="gone"), restores=True, seen=["y", "y"]
    ),
    "restore_without_filler": lambda n: added(
        n, col(n, "tid", backfill="'(0,1)'"), restores=True, seen=["(0,1)", "(0,1)"]
    ),
    "drop_nullable": lambda n: dropped(n, null(n, comment="it's"), "'a'"),
    "drop_not_null": lambda n: dropped(n, col(n, "uuid"), "gen_random_uuid()"),
    "drop_with_default": lambda n: dropped(n, col(n, default="'x'"), "'a'"),
    "drop_identity": lambda n: dropped(n, col(n, "integer", identity=Identity()), "3"),
    # Altering columns.
    "set_not_null": lambda n: altered(n, null(n), col(n), values=["'a'"]),
    "set_not_null_with_backfill": lambda n: altered(
        n,
        null(n),
        col(n, backfill=f"'user ' || {quote(n['id'])}"),
        values=["'a'", "NULL"],
        seen=["a", "user 2"],
        kept=False,
    ),
    "set_default": lambda n: altered(n, null(n), null(n, default="lower('X') || 'y' -- z")),
    "change_default": lambda n: altered(n, col(n, default="'a'"), col(n, default="'b'")),
    "widen": lambda n: altered(n, col(n, "integer"), col(n, "bigint"), values=["7"], seen=[7]),
    "widen_with_default": lambda n: altered(
        n, col(n, "character varying(5)", default="'a'"), col(n, "text", default="'a'")
    ),
    "text_to_integer_with_default": lambda n: altered(
        n,
        col(n, "text", default="'0'"),
        col(n, "integer", default="0"),
        values=["'7'"],
        seen=[7],
    ),
    "everything_about_a_column": lambda n: altered(
        n,
        null(n, "text", default="'0'"),
        col(n, "bigint", default="5", backfill="1"),
        values=["NULL", "'7'"],
        seen=[1, 7],
        kept=False,
    ),
    "no_cast_at_all": lambda n: altered(n, null(n, "date"), null(n, "uuid"), values=["NULL"]),
    "author_s_using": lambda n: altered(
        n,
        col(n, "integer"),
        col(n, "boolean", using=f"{quote(n['email'])} > 1 -- many"),
        values=["1", "2"],
        seen=[False, True],
        kept=False,
    ),
    "array_to_array": lambda n: altered(
        n, col(n, "text[]"), col(n, "integer[]"), values=["'{1,2}'"], seen=[[1, 2]]
    ),
    "identity_on_rows": identity_on_rows,
    "identity_on_negative_rows": identity_on_negative_rows,
    "identity_on_empty_table": lambda n: altered(
        n, null(n, "bigint"), col(n, "bigint", identity=Identity())
    ),
    "identity_replaces_default": lambda n: altered(
        n, col(n, "bigint", default="7"), col(n, "bigint", identity=Identity()), values=["3"]
    ),
    "identity_with_backfill": lambda n: altered(
        n,
        null(n, "bigint", default="7"),
        col(n, "bigint", identity=Identity(), backfill="9"),
        values=["NULL", "3"],
        seen=[9, 3],
        kept=False,
    ),
    "identity_and_type": lambda n: altered(
        n, col(n, "text", default="'1'"), col(n, "bigint", identity=Identity()), values=["'3'"]
    ),
    "identity_always_or_not": lambda n: altered(
        n, col(n, "integer", identity=Identity()), col(n, "integer", identity=Identity(always=True))
    ),
    "identity_kind_and_type": lambda n: altered(
        n, col(n, "integer", identity=Identity()), col(n, "bigint", identity=Identity(always=True))
    ),
    "identity_to_nullable_default": lambda n: altered(
        n, col(n, "integer", identity=Identity()), null(n, "text", default="'x'"), values=["4"]
    ),
    # Constraints.
    "primary_key": lambda n: Scenario(
        old=model(posts_key(n)),
        operations=[AddConstraint(table=n["posts"], constraint=key_of_posts(n))],
        new=model(posts_key(n, key_of_posts(n))),
    ),
    "unique": lambda n: constrained(
        n, Unique(name=n["constraint"], columns=(n["email"], n["age"]))
    ),
    "unique_nulls_not_distinct": lambda n: constrained(
        n, Unique(name=n["constraint"], columns=(n["age"],), nulls_not_distinct=True, comment="x")
    ),
    "unique_deferrable": lambda n: constrained(
        n, Unique(name=n["constraint"], columns=(n["age"],), deferrable=True)
    ),
    "check": lambda n: constrained(
        n, Check(name=n["constraint"], expression=f"{quote(n['age'])} > 0 OR 1 = 1 -- yes")
    ),
    "foreign_key": lambda n: referring(
        n, fk(n, on_delete=Action.CASCADE, on_update=Action.SET_NULL, comment="x")
    ),
    "foreign_key_set_default": lambda n: referring(
        n, fk(n, on_delete=Action.SET_DEFAULT, on_update=Action.RESTRICT)
    ),
    "foreign_key_full_deferred": lambda n: referring(
        n, fk(n, match=Match.FULL, deferrable=True, initially_deferred=True)
    ),
    "foreign_key_deferrable": lambda n: referring(n, fk(n, deferrable=True)),
    "drop_constraint": lambda n: backwards(constrained(n, Check(name="k", expression="true"))),
    "drop_index": lambda n: backwards(
        indexed(n, Index(name="i", keys=(IndexKey(column=n["email"]),)))
    ),
    # Indexes.
    "index": lambda n: indexed(
        n, Index(name=n["index"], keys=(IndexKey(column=n["email"]),), comment="x")
    ),
    "index_with_everything": lambda n: indexed(
        n,
        Index(
            name=n["index"],
            keys=(
                IndexKey(
                    column=n["email"],
                    collation='"C"',
                    opclass="text_pattern_ops",
                    descending=True,
                    nulls_first=False,
                ),
                IndexKey(expression=f"lower({quote(n['email'])}) -- low", nulls_first=True),
            ),
            unique=True,
            include=(n["id"], n["age"]),
            where=f"{quote(n['email'])} IS NOT NULL -- there",
            nulls_not_distinct=True,
            storage=(("deduplicate_items", "off"), ("fillfactor", "70")),
        ),
    ),
    "index_method": lambda n: indexed(
        n,
        Index(
            name=n["index"],
            keys=(IndexKey(column=n["age"], opclass="jsonb_path_ops"),),
            method="gin",
            storage=(("fastupdate", "off"),),
        ),
    ),
    # Enums.
    "enum_append": lambda n: moody(n, ["sad"], ["sad", "it's", "glad"], values=["'sad'"]),
    "enum_insert": lambda n: moody(n, ["b", "e"], ["a", "a2", "b", "c", "d", "e"], values=["'b'"]),
    "enum_remove": lambda n: moody(
        n, ["a", "b", "c"], ["a", "c"], values=["'c'", "'a'"], default="'c'"
    ),
    "enum_reorder": lambda n: moody(n, ["a", "b"], ["b", "a"], values=["'a'"], default="'b'"),
    "enum_with_dependents": moody_with_dependents,
    "enum_remove_array": lambda n: moody(
        n, ["a", "b", "c"], ["c", "a"], array=True, default="'{a}'", values=["'{a,c,NULL}'"]
    ),
}


def key_of_posts(n):
    return PrimaryKey(name=n["constraint"], columns=(n["author"], n["id"]), comment="both")


def posts_key(n, *parts):
    columns = [Column(name=n["author"], type="bigint"), Column(name=n["id"], type="text")]
    return table(n["posts"], columns, *parts)


def backwards(scenario):
    operations = [inverse(operation) for operation in reversed(scenario.operations)]
    return replace(scenario, old=scenario.new, new=scenario.old, operations=operations)


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def check(connection, scenario):
    """Run a scenario up and down, and up again, against the catalogs it must give."""
    expected = catalog_of(connection, scenario.new)
    run(connection, creation(scenario.old))
    before = catalog(connection)
    for statement in scenario.rows:
        connection.execute(statement.encode())
    kept = connection.execute(scenario.kept.encode()).fetchall() if scenario.kept else None
    with connection.transaction():
        run(connection, scenario.operations)
    assert catalog(connection) == expected
    if scenario.seen:
        query, values = scenario.seen
        rows = connection.execute(query.encode()).fetchall()
        assert [row[0] for row in rows] == values
    with connection.transaction():
        run(connection, [inverse(operation) for operation in reversed(scenario.operations)])
    assert catalog(connection) == before
    if scenario.kept:
        assert connection.execute(scenario.kept.encode()).fetchall() == kept
    with connection.transaction():
        run(connection, scenario.operations)
    assert catalog(connection) == expected


@pytest.mark.parametrize("names", [PLAIN, NASTY], ids=["plain", "nasty"])
def test_up_gives_the_new_catalog_and_down_the_old_one(connection, names):
    for name, make in SCENARIOS.items():
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        try:
            check(connection, make(names))
        except Exception as error:
            error.add_note(f"scenario: {name}")
            raise


STATES = [
    *(
        Column(name="c", type=kind, nullable=nullable, default=default)
        for kind in ("integer", "bigint", "text", "numeric(6,2)")
        for nullable in (True, False)
        for default in (None, "'7'" if kind == "text" else "7")
    ),
    *(
        Column(name="c", type=kind, identity=Identity(always=always))
        for kind in ("integer", "bigint")
        for always in (True, False)
    ),
]


def test_every_column_becomes_every_other_column(connection):
    """Type, nullability, default and identity in all combinations, over a row with a value."""
    for before in STATES:
        old = model(table("t", [before]))
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        run(connection, creation(old))
        connection.execute("INSERT INTO t OVERRIDING SYSTEM VALUE VALUES ('5')")
        for after in STATES:
            if after == before:
                assert render(AlterColumn(table="t", before=before, after=after)) == ()
                continue
            with connection.transaction(force_rollback=True):
                run(connection, [AlterColumn(table="t", before=before, after=after)])
                found = catalog(connection)
                (value,) = connection.execute("SELECT c::text FROM t").fetchone()
                run(connection, [AlterColumn(table="t", before=after, after=before)])
                run(connection, [AlterColumn(table="t", before=before, after=after)])
                assert catalog(connection) == found
                connection.execute("DROP TABLE t")
                run(connection, creation(model(table("t", [after]))))
                assert catalog(connection) == found
            assert value.removesuffix(".00") == "5"


def test_constraints_that_create_table_would_merge_are_all_there(connection):
    parts = [
        Unique(name="one", columns=("id",)),
        PrimaryKey(name="two", columns=("id",)),
        Unique(name="three", columns=("id",), deferrable=True),
        Unique(name="four", columns=("id",), nulls_not_distinct=True),
        Unique(name="five", columns=("id",), comment="fifth"),
    ]
    run(connection, creation(model(table("t", [Column(name="id", type="integer")], *parts))))
    rows = connection.execute("SELECT conname FROM pg_constraint WHERE contype <> 'n'").fetchall()
    assert {row[0] for row in rows} >= {"one", "two", "three", "four", "five"}


def test_removing_an_enum_value_that_is_in_use_fails_and_changes_nothing(connection):
    scenario = moody(PLAIN, ["a", "b"], ["a"])
    run(connection, creation(scenario.old))
    connection.execute("INSERT INTO users VALUES (1, 'b')")
    before = catalog(connection)
    with (
        pytest.raises(psycopg.errors.InvalidTextRepresentation, match="enum mood"),
        connection.transaction(),
    ):
        run(connection, scenario.operations)
    assert catalog(connection) == before


def test_a_string_that_is_too_long_is_refused_and_never_cut(connection):
    for before in ("text", "character varying(9)", "bit varying", "character(9)"):
        value = "1" * 9
        after = "bit varying(4)" if before.startswith("bit") else "character varying(4)"
        for target in (after, after.replace("bit varying", "bit")):
            connection.execute("DROP TABLE IF EXISTS t")
            connection.execute(f"CREATE TABLE t (c {before})")
            connection.execute("INSERT INTO t VALUES (%s)", [value])
            column = Column(name="c", type=before, nullable=True)
            operation = AlterColumn(table="t", before=column, after=replace(column, type=target))
            with pytest.raises(psycopg.DataError):
                run(connection, [operation])


def test_text_is_not_cut_on_its_way_to_bits(connection):
    connection.execute("CREATE TABLE t (c text)")
    connection.execute("INSERT INTO t VALUES ('10101')")
    column = Column(name="c", type="text", nullable=True)
    with pytest.raises(psycopg.DataError):
        run(
            connection,
            [AlterColumn(table="t", before=column, after=replace(column, type="bit(3)"))],
        )
