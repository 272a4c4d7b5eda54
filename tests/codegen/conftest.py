"""Two schemas: a blog as a reader would write it, and one with everything that is awkward."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from fluentorm.schema.hints import (
    AutoGenerate,
    FieldHints,
    InputMode,
    Relation,
    RelationKind,
)
from fluentorm.schema.objects import (
    Column,
    Constraint,
    Enum,
    Identity,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.schema.types import canonical_type

OPTIONAL = FieldHints(create_input=InputMode.OPTIONAL)
AUTO = FieldHints(create_input=InputMode.EXCLUDED, update_input=False)
KEY = FieldHints(
    create_input=InputMode.OPTIONAL, update_input=False, auto_generate=AutoGenerate.UUID
)


def column(
    name: str, column_type: str = "text", *, hints: FieldHints | None = None, **options: object
) -> Column:
    """Make a column; a nullable one and one with a default are optional unless told otherwise."""
    optional = bool(options.get("nullable")) or "default" in options
    hints = hints or (OPTIONAL if optional else FieldHints())
    return Column(name=name, type=canonical_type(column_type), hints=hints, **options)  # type: ignore[arg-type]


def table(
    name: str,
    columns: Iterable[Column],
    *constraints: Constraint,
    relations: Iterable[Relation] = (),
    indexes: Iterable[Index] = (),
    key: tuple[str, ...] = ("id",),
    files: tuple[str, ...] | None = None,
) -> Table:
    """Make a table whose primary key is ``key``."""
    keys = (PrimaryKey(name=f"{name}_pkey", columns=key),) if key else ()
    return Table(
        name=name,
        columns={c.name: c for c in columns},
        constraints={c.name: c for c in (*keys, *constraints)},
        indexes={index.name: index for index in indexes},
        relations={relation.name: relation for relation in relations},
        source_files=(f"schemas/{name}.py",) if files is None else files,
    )


def relation(
    name: str,
    kind: RelationKind,
    here: str,
    other: str,
    there: str = "id",
    constraint: str | None = None,
) -> Relation:
    """Make a relation over one column."""
    return Relation(
        name=name,
        kind=kind,
        columns=(here,),
        references_table=other,
        references_columns=(there,),
        constraint=constraint,
    )


def schema(tables: Iterable[Table], enums: Iterable[Enum] = ()) -> SchemaModel:
    """Make a model of tables and enums."""
    return SchemaModel(tables={t.name: t for t in tables}, enums={e.name: e for e in enums})


def _uuid_key() -> Column:
    return column("id", "uuid", default="gen_random_uuid()", hints=KEY)


def _created_at() -> Column:
    return column("created_at", "timestamptz", default="CURRENT_TIMESTAMP", hints=AUTO)


def _users() -> Table:
    return table(
        "users",
        [
            _uuid_key(),
            column("email"),
            column("name"),
            column("bio", nullable=True),
            _created_at(),
            column("deleted_at", "timestamptz", nullable=True, hints=AUTO),
            column("password_hash", hints=FieldHints(redacted=True)),
            column("is_active", "boolean", default="true"),
        ],
        Unique(name="users_email_key", columns=("email",)),
        relations=[relation("posts", RelationKind.ONE_TO_MANY, "id", "posts", "user_id")],
        files=("schemas/01_users.py", "schemas/02_users_auth.py"),
    )


def _posts() -> Table:
    author = relation("author", RelationKind.MANY_TO_ONE, "user_id", "users", "id", "fk_author")
    return table(
        "posts",
        [
            _uuid_key(),
            column("title"),
            column("status", "posts_status", default="'draft'"),
            column("rating", "numeric(3,2)", nullable=True),
            column("tags", "text[]", default="'{}'"),
            column("settings", "jsonb", nullable=True),
            column("user_id", "uuid"),
            _created_at(),
        ],
        relations=[author],
        indexes=[
            Index(name="posts_slug", keys=(IndexKey(expression="lower(title)"),), unique=True),
            Index(
                name="posts_user_title",
                keys=(IndexKey(column="user_id"), IndexKey(column="title")),
                unique=True,
            ),
        ],
    )


def _comments() -> Table:
    return table(
        "comments",
        [_uuid_key(), column("parent_id", "uuid", nullable=True), column("body")],
        relations=[
            relation("parent", RelationKind.MANY_TO_ONE, "parent_id", "comments", "id", "fk_p"),
            relation("replies", RelationKind.ONE_TO_MANY, "id", "comments", "parent_id"),
        ],
    )


def _post_categories() -> Table:
    return table(
        "post_categories",
        [column("post_id", "uuid"), column("category_id", "integer")],
        key=("post_id", "category_id"),
        relations=[
            relation("post", RelationKind.MANY_TO_MANY, "post_id", "posts", "id", "fk_post"),
            relation("category", RelationKind.MANY_TO_MANY, "category_id", "categories"),
        ],
    )


@pytest.fixture(scope="session")
def blog() -> SchemaModel:
    """Users, posts, comments on comments, and categories behind a junction table."""
    categories = table(
        "categories",
        [column("id", "integer", identity=Identity(), hints=AUTO), column("name")],
    )
    status = Enum(name="posts_status", values=("draft", "in review", "published"))
    return schema([_users(), _posts(), _comments(), categories, _post_categories()], [status])


LONG = "a_very_long_name_that_takes_all_of_the_63_bytes_postgresql_gives"[:63]
NASTY_NAMES = (
    *"class None self id type list str bytes dt UUID count from_row to_json_response".split(),
    *"userName user_Name _hidden __private __dunder__ _ __ l O I UPPER Decimal object".split(),
    *"match print match_args CreateInput datetime date metadata registry größe e\u0301".split(),
    *(
        "用户",
        "🎉",
        "🎉🎉",
        'quo"te',
        "it's",
        "a b",
        "a-b",
        "a\\b",
        "tab\there",
        "2fa",
        "1",
        "new\nline",
    ),
    *(
        "\u0430",
        "ﬁ",
        "\ufdfa" * 21,
        "🎉" * 15,
        "password",
        "token",
        "JsonInput",
        "ColumnInfo(",
        LONG,
    ),
    *("userNameThatIsMixedCaseAndTakesAllTheBytesThatPostgresqlGives12", "姓" * 21),
)
TYPES = (
    *"smallint integer bigint oid real float8 numeric numeric(10,2) boolean text".split(),
    *"varchar(20) char(3) name citext bytea uuid date json jsonb inet cidr macaddr".split(),
    *"macaddr8 xml bit(3) varbit tsvector point int4range hstore timestamp timestamptz".split(),
    *(
        "time",
        "timetz",
        "money",
        "interval",
        "interval day to second",
        "timestamp(3) with time zone",
        "mood",
        '"My Mood"',
    ),
)
NASTY_TABLES = (
    *"model uuid decimal exception class registry enums con conftest email json types".split(),
    *"Users users USERS userRoles user_roles users_json unset 2fa größe __init__ _".split(),
    *(
        "用户",
        "🎉",
        'quo"te',
        "it's",
        "a b",
        "a\\b",
        "new\nline",
        "\u0430",
        LONG,
        "🎉" * 15,
        "item10",
        "item2",
        "x",
        "y",
    ),
)


def _every_type() -> Table:
    columns = []
    for number, name in enumerate(TYPES):
        columns += [
            column(f"c{number}", name),
            column(f"n{number}", name, nullable=True),
            column(f"a{number}", f"{name}[]", default="'{}'"),
            column(f"b{number}", f"{name}[]", nullable=True, hints=FieldHints()),
            column(f"x{number}", name, nullable=True, hints=FieldHints(redacted=True)),
        ]
    return table("every_type", columns, key=("c0",))


def _long_types(enum: str) -> Table:
    element = quote_identifier(enum)
    columns = [
        column(f"{LONG[:-1]}{number}", name, hints=hints, nullable=nullable)
        for number, (name, hints, nullable) in enumerate(
            (name, hints, nullable)
            for name in (element, f"{element}[]")
            for hints in (FieldHints(), OPTIONAL)
            for nullable in (True, False)
        )
    ]
    mixed = [column("x" + "mixedCase" * 6, f"{element}[]"), column("y" + "mixedCase" * 6, element)]
    return table(f"{LONG[:-1]}_", [*columns, *mixed], key=())


def _nasty_columns() -> Table:
    columns = [column(name, nullable=i % 2 == 0) for i, name in enumerate(NASTY_NAMES)]
    relations = [
        relation(name, RelationKind.ONE_TO_MANY, "id", "nasty", "id", "fk\n")
        for name in ("fetch_me", "id", "2fa", 'quo"te', LONG)
    ]
    return table("nasty", columns, relations=relations, key=(LONG, 'quo"te'))


@pytest.fixture(scope="session")
def nasty() -> SchemaModel:
    """Every type, and names that Python, ruff, mypy or a file system trip over."""
    plain = [column("id", "integer"), column("related", "uuid", nullable=True)]
    hidden = [column("id", hints=FieldHints(redacted=True, **_excluded()))]
    both_ends = [
        relation("follower", RelationKind.MANY_TO_MANY, "a", "users"),
        relation("followed", RelationKind.MANY_TO_MANY, "b", "users"),
    ]
    follows = [column("a", "integer"), column("b", "integer")]
    long_enum = "Z" + LONG[1:]
    enums = [
        Enum(name="mood", values=("", "in progress", "1st", "O", "l", "password", "🎉", "x_", "X")),
        Enum(
            name="My Mood", values=("my_token", "None", "mro", "_", "__x__", 'a"b', "it's", "a\\b")
        ),
        Enum(name=long_enum, values=(LONG, LONG.upper(), "🎉" * 15, "password" + "x" * 55)),
        Enum(name="users", values=()),
    ]
    tables = [
        _every_type(),
        _nasty_columns(),
        _long_types(long_enum),
        table("nothing", [], key=()),
        table("hidden", hidden, files=()),
        table("follows", follows, relations=both_ends, key=("a", "b")),
        *(
            table(name, plain, files=tuple(f"schemas/{i}_{LONG[:20]}.py" for i in range(9)))
            for name in NASTY_TABLES
        ),
    ]
    return schema(tables, enums)


def _excluded() -> dict[str, object]:
    return {"create_input": InputMode.EXCLUDED, "update_input": False}
