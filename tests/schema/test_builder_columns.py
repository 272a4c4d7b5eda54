"""Every column method and option of TableSchema, and what contradicts itself."""

import datetime
import decimal
import marshal
import uuid
from collections.abc import Callable
from enum import Enum, StrEnum
from typing import Any

import pytest

from fluentorm.errors import SchemaError
from fluentorm.registry.cache_codec import encode_table
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.hints import AutoGenerate, InputMode
from fluentorm.schema.objects import Column, Identity
from fluentorm.schema.sql_text import sql

Build = Callable[[TableSchema], Any]

TYPES: list[tuple[Build, str]] = [
    (lambda t: t.uuid("c"), "uuid"),
    (lambda t: t.string("c"), "text"),
    (lambda t: t.text("c"), "text"),
    (lambda t: t.varchar("c", 50), "character varying(50)"),
    (lambda t: t.varchar("c", length=50), "character varying(50)"),
    (lambda t: t.char("c", 3), "character(3)"),
    (lambda t: t.char("c"), "character(1)"),
    (lambda t: t.boolean("c"), "boolean"),
    (lambda t: t.small_int("c"), "smallint"),
    (lambda t: t.integer("c"), "integer"),
    (lambda t: t.big_int("c"), "bigint"),
    (lambda t: t.increments("c"), "integer"),
    (lambda t: t.big_increments("c"), "bigint"),
    (lambda t: t.small_increments("c"), "smallint"),
    (lambda t: t.float("c"), "real"),
    (lambda t: t.double("c"), "double precision"),
    (lambda t: t.numeric("c"), "numeric"),
    (lambda t: t.numeric("c", 10, 2), "numeric(10,2)"),
    (lambda t: t.numeric("c", precision=10), "numeric(10,0)"),
    (lambda t: t.date("c"), "date"),
    (lambda t: t.time("c"), "time without time zone"),
    (lambda t: t.time("c", timezone=True, precision=3), "time(3) with time zone"),
    (lambda t: t.interval("c"), "interval"),
    (lambda t: t.interval("c", precision=0), "interval(0)"),
    (lambda t: t.timestamp("c"), "timestamp with time zone"),
    (lambda t: t.date_time("c"), "timestamp with time zone"),
    (lambda t: t.date_time("c", timezone=False), "timestamp without time zone"),
    (lambda t: t.timestamp("c", precision=3), "timestamp(3) with time zone"),
    (lambda t: t.json("c"), "json"),
    (lambda t: t.jsonb("c"), "jsonb"),
    (lambda t: t.binary("c"), "bytea"),
    (lambda t: t.inet("c"), "inet"),
    (lambda t: t.cidr("c"), "cidr"),
    (lambda t: t.macaddr("c"), "macaddr"),
    (lambda t: t.bit("c"), "bit(1)"),
    (lambda t: t.bit("c", 8), "bit(8)"),
    (lambda t: t.bit("c", 8, varying=True), "bit varying(8)"),
    (lambda t: t.bit("c", varying=True), "bit varying"),
    (lambda t: t.enum("c", ["a", "b"]), "things_c"),
    (lambda t: t.enum("c", ["a"], type_name="Mood"), '"Mood"'),
    (lambda t: t.enum("c", ["a"], array=True), "things_c[]"),
    (lambda t: t.array("c"), "text[]"),
    (lambda t: t.array("c", of="date_time"), "timestamp with time zone[]"),
    (lambda t: t.array("c", of="numeric(10,2)"), "numeric(10,2)[]"),
    (lambda t: t.array("c", of="integer[]"), "integer[]"),
    (lambda t: t.varchar("c", 5, array=True), "character varying(5)[]"),
    (lambda t: t.timestamp("c", precision=3, array=True), "timestamp(3) with time zone[]"),
    (lambda t: t.column("c", "TSVECTOR"), "tsvector"),
    (lambda t: t.column("c", "float"), "double precision"),
    (lambda t: t.column("c", "int4range"), "int4range"),
]


def _column(build: Build) -> Column:
    schema = TableSchema.create_empty("things")
    build(schema)
    table, _ = schema.build()
    return table.columns["c"]


def _problems(build: Build) -> list[str]:
    schema = TableSchema.create_empty("things")
    build(schema)
    return [problem.message for problem in schema.problems]


@pytest.mark.parametrize(("build", "type_"), TYPES)
def test_each_method_has_its_type(build: Build, type_: str) -> None:
    assert _column(build).type == type_


@pytest.mark.acceptance
def test_types_are_spelled_as_the_server_spells_them(database: str) -> None:
    import psycopg

    with psycopg.connect(database) as connection:
        for word in ('CREATE TYPE "Mood" AS ENUM ()', "CREATE TYPE things_c AS ENUM ()"):
            connection.execute(word)
        for build, type_ in TYPES:
            connection.execute(f"CREATE TEMP TABLE t (c {_column(build).type})")
            row = connection.execute(
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                " WHERE attrelid = 't'::regclass AND attname = 'c'"
            ).fetchone()
            assert row == (type_,)
            connection.execute("DROP TABLE t")


def test_columns_are_not_null_unless_told() -> None:
    assert not _column(lambda t: t.string("c")).nullable
    assert _column(lambda t: t.string("c", nullable=True)).nullable
    assert not _column(lambda t: t.string("c", nullable=False)).nullable
    assert _column(lambda t: t.string("c", not_null=False)).nullable
    assert not _column(lambda t: t.string("c", not_null=True)).nullable


def test_nullable_and_not_null_together_are_refused() -> None:
    assert _problems(lambda t: t.string("c", nullable=True, not_null=False)) == [
        'column "c" has both nullable and not_null'
    ]


@pytest.mark.parametrize(
    ("options", "default"),
    [
        ({"primary_key": True}, "gen_random_uuid()"),
        ({"auto_generated": True}, "gen_random_uuid()"),
        ({"auto_generate_type": "uuid"}, "gen_random_uuid()"),
        ({}, None),
        ({"nullable": True}, None),
        ({"unique": True}, None),
        ({"primary_key": True, "default": None}, None),
        ({"primary_key": True, "auto_generated": False}, None),
        ({"primary_key": True, "default": sql("uuidv7()")}, "uuidv7()"),
        ({"primary_key": True, "default_value": "uuidv7()"}, "uuidv7()"),
    ],
)
def test_uuid_is_generated_only_as_key_or_when_asked(
    options: dict[str, Any], default: str | None
) -> None:
    assert _column(lambda t: t.uuid("c", **options)).default == default


def test_uuid_key_that_is_a_foreign_key_is_not_generated() -> None:
    def shared_key(t: TableSchema) -> None:
        t.uuid("c", primary_key=True)
        t.belongs_to("user", "c", "users")

    assert _column(shared_key).default is None


def test_uuid_keys_of_a_junction_are_not_generated() -> None:
    def junction(t: TableSchema) -> None:
        t.uuid("c", primary_key=True)
        t.uuid("d", primary_key=True)

    assert _column(junction).default is None


def test_key_declared_for_the_table_generates_its_uuid_too() -> None:
    def build(t: TableSchema) -> None:
        t.uuid("c")
        t.primary_key(["c"], name="pk")

    assert _column(build).default == "gen_random_uuid()"


def test_generated_foreign_key_is_refused() -> None:
    def build(t: TableSchema) -> None:
        t.uuid("c", auto_generated=True)
        t.belongs_to("user", "c", "users")

    assert _problems(build) == ['column "c" is a foreign key and cannot be generated']


@pytest.mark.parametrize(
    ("build", "default"),
    [
        (lambda t: t.string("c", default="it's"), "'it''s'"),
        (lambda t: t.string("c", default=""), "''"),
        (lambda t: t.string("c", default="now()"), "'now()'"),
        (lambda t: t.string("c", default=sql("current_user")), "current_user"),
        (lambda t: t.string("c", default="'#3B82F6'"), "'''#3B82F6'''"),
        (lambda t: t.boolean("c", default=True), "true"),
        (lambda t: t.boolean("c", default="off"), "'off'"),
        (lambda t: t.integer("c", default=-1), "-1"),
        (lambda t: t.integer("c", default="7"), "'7'"),
        (lambda t: t.numeric("c", default=decimal.Decimal("1.50")), "1.50"),
        (lambda t: t.double("c", default=0.5), "0.5"),
        (lambda t: t.date("c", default=datetime.date(2024, 2, 29)), "'2024-02-29'"),
        (lambda t: t.uuid("c", default=uuid.UUID(int=0)), f"'{uuid.UUID(int=0)}'"),
        (lambda t: t.jsonb("c", default={"a": [1, None]}), """'{"a": [1, null]}'"""),
        (lambda t: t.jsonb("c", default=[]), "'[]'"),
        (lambda t: t.jsonb("c", default=True), "'true'"),
        (lambda t: t.json("c", default="{}"), "'{}'"),
        (lambda t: t.array("c", default=[]), "'{}'"),
        (lambda t: t.array("c", default=["a", None]), """'{"a",NULL}'"""),
        (lambda t: t.array("c", default="{a}"), "'{a}'"),
        (lambda t: t.enum("c", ["a", "b"], default="b"), "'b'"),
        (lambda t: t.enum("c", ["a"], array=True, default=["a"]), """'{"a"}'"""),
        (lambda t: t.date_time("c", default=sql("now()")), "now()"),
        (lambda t: t.date_time("c", default="infinity"), "'infinity'"),
        (lambda t: t.string("c", default=None), None),
        (lambda t: t.string("c", nullable=True, default=sql("NULL")), None),
        (lambda t: t.date_time("c", auto_generated=True), "CURRENT_TIMESTAMP"),
    ],
)
def test_default_takes_python_values(build: Build, default: str | None) -> None:
    assert _column(build).default == default


@pytest.mark.parametrize(
    ("build", "default"),
    [
        (lambda t: t.string("c", default_value="draft"), "'draft'"),
        (lambda t: t.string("c", default_value="it's"), "'it''s'"),
        (lambda t: t.string("c", default_value="'#3B82F6'"), "'#3B82F6'"),
        (lambda t: t.string("c", default_value="'it''s'::text"), "'it''s'::text"),
        (lambda t: t.string("c", default_value="lower('A')"), "lower('A')"),
        (lambda t: t.string("c", default_value="CURRENT_TIMESTAMP"), "CURRENT_TIMESTAMP"),
        (lambda t: t.string("c", default_value="current_date"), "'current_date'"),
        (lambda t: t.string("c", default_value="skip"), "'skip'"),
        (lambda t: t.string("c", default_value=""), "''"),
        (lambda t: t.date("c", default_value="CURRENT_DATE"), "CURRENT_DATE"),
        (lambda t: t.date_time("c", default_value="NOW()"), "NOW()"),
        (lambda t: t.boolean("c", default_value="true"), "true"),
        (lambda t: t.integer("c", default_value="0"), "0"),
        (lambda t: t.integer("c", default_value=0), "0"),
        (lambda t: t.numeric("c", default_value="-1.5e3"), "-1.5e3"),
        (lambda t: t.string("c", nullable=True, default_value="NULL"), None),
        (lambda t: t.string("c", default_value=None), None),
        (lambda t: t.enum("c", ["a"], default_value="a"), "'a'"),
        (lambda t: t.uuid("c", default_value="gen_random_uuid()"), "gen_random_uuid()"),
    ],
)
def test_default_value_keeps_the_rule_of_the_forerunner(build: Build, default: str | None) -> None:
    assert _column(build).default == default


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda t: t.uuid("c", default_value="skip"), '"skip" is no uuid'),
        (lambda t: t.uuid("c", default="nil"), '"nil" is no uuid'),
        (lambda t: t.uuid("c", default=7), "7 is no uuid"),
        (lambda t: t.integer("c", default="seven"), '"seven" is no integer'),
        (lambda t: t.integer("c", default_value="seven"), '"seven" is no integer'),
        (lambda t: t.integer("c", default=True), "True is no integer"),
        (lambda t: t.integer("c", default=1.5), "1.5 is no integer"),
        (lambda t: t.boolean("c", default=1), "1 is no boolean"),
        (lambda t: t.boolean("c", default="maybe"), '"maybe" is no boolean'),
        (
            lambda t: t.date_time("c", default="now()"),
            '"now()" is text, but the column is timestamp with time zone',
        ),
        (lambda t: t.jsonb("c", default="{a}"), '"{a}" is no JSON'),
        (lambda t: t.jsonb("c", default={1, 2}), "{1, 2} cannot be written as JSON"),
        (lambda t: t.jsonb("c", default=float("nan")), "nan cannot be written as JSON"),
        (lambda t: t.string("c", default={"a": 1}), "a dict is no text"),
        (lambda t: t.string("c", default=["a"]), "a list is no text"),
        (lambda t: t.array("c", default="a"), '"a" is no array'),
        (lambda t: t.array("c", of="integer", default=1), "1 is no array"),
        (lambda t: t.string("c", default=object), "a type cannot be a default"),
        (
            lambda t: t.string("c", default="\0"),
            "'\\x00' has a character that PostgreSQL cannot store",
        ),
        (lambda t: t.enum("c", ["draft"], default="drat"), '"drat" is no value of the enum'),
        (lambda t: t.enum("c", ["a"], array=True, default=["b"]), '"b" is no value of the enum'),
        (
            lambda t: t.string("c", default_value="'it's'"),
            "'it's' is quoted, but has a single quote inside",
        ),
    ],
)
def test_default_that_the_type_cannot_take_is_refused(build: Build, message: str) -> None:
    assert _problems(build) == [f'default of column "c": {message}']


def test_default_and_default_value_together_are_refused() -> None:
    assert _problems(lambda t: t.string("c", default="a", default_value="b")) == [
        'column "c" has both default and default_value'
    ]


def test_no_default_is_spelled_once() -> None:
    schema = TableSchema.create_empty("things")
    schema.uuid("c", default_value="skip")
    assert schema.problems[0].hint == "for no default write default=None"


@pytest.mark.parametrize(
    ("build", "mode"),
    [
        (lambda t: t.string("c"), InputMode.REQUIRED),
        (lambda t: t.string("c", nullable=True), InputMode.OPTIONAL),
        (lambda t: t.string("c", default="x"), InputMode.REQUIRED),
        (lambda t: t.string("c", nullable=True, create_input="required"), InputMode.REQUIRED),
        (lambda t: t.string("c", create_input=InputMode.OPTIONAL), InputMode.OPTIONAL),
        (lambda t: t.uuid("c", primary_key=True), InputMode.OPTIONAL),
        (lambda t: t.uuid("c", primary_key=True, default=None), InputMode.REQUIRED),
        (lambda t: t.increments("c"), InputMode.OPTIONAL),
        (lambda t: t.increments("c", always=True), InputMode.EXCLUDED),
        (lambda t: t.date_time("c", auto_generated=True), InputMode.OPTIONAL),
    ],
)
def test_create_input_follows_nullability_and_generation(build: Build, mode: InputMode) -> None:
    assert _column(build).hints.create_input is mode


def test_increments_is_an_identity_that_takes_values() -> None:
    schema = TableSchema.create_empty("things")
    schema.increments("n")
    table, _ = schema.build()
    column = table.columns["n"]
    assert column.identity == Identity(always=False)
    assert (column.nullable, column.default) == (False, None)
    assert column.hints.auto_generate is AutoGenerate.INCREMENTS
    assert not column.hints.update_input
    assert list(table.constraints) == ["things_n_key"]


def test_increments_as_key_needs_no_second_index() -> None:
    schema = TableSchema.create_empty("things")
    schema.big_increments("id", primary_key=True, always=True)
    table, _ = schema.build()
    assert list(table.constraints) == ["things_pkey"]
    assert table.columns["id"].identity == Identity(always=True)


def test_integer_can_be_made_an_identity() -> None:
    column = _column(lambda t: t.integer("c", auto_generate_type="increments"))
    assert column.identity == Identity()


def test_timestamps_and_soft_delete() -> None:
    schema = TableSchema.create_empty("things")
    schema.timestamps()
    schema.soft_delete()
    table, _ = schema.build()
    assert list(table.columns) == ["created_at", "updated_at", "deleted_at"]
    created, _, deleted = table.columns.values()
    assert created.default == "CURRENT_TIMESTAMP"
    assert created.hints.auto_generate is AutoGenerate.TIMESTAMP
    assert (deleted.nullable, deleted.default) == (True, None)
    for column in table.columns.values():
        assert column.type == "timestamp with time zone"
        assert column.hints.create_input is InputMode.EXCLUDED
        assert not column.hints.update_input


def test_timestamps_without_zone() -> None:
    schema = TableSchema.create_empty("things")
    schema.timestamps(timezone=False)
    schema.soft_delete(timezone=False)
    table, _ = schema.build()
    assert {c.type for c in table.columns.values()} == {"timestamp without time zone"}


def test_hints_and_steering_are_kept() -> None:
    column = _column(
        lambda t: t.string(
            "c",
            redacted=True,
            update_input=False,
            comment="why",
            renamed_from="d",
            using=sql("d::text"),
            backfill="'x'",
        )
    )
    assert column.hints.redacted
    assert not column.hints.update_input
    assert (column.comment, column.renamed_from) == ("why", "d")
    assert (column.using, column.backfill) == ("d::text", "'x'")


def test_backfill_takes_values_that_are_no_text() -> None:
    assert _column(lambda t: t.integer("c", backfill=0)).backfill == "0"
    assert _column(lambda t: t.boolean("c", backfill=False)).backfill == "false"


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda t: t.string("c", nulable=True), 'column "c" has an unknown option "nulable"'),
        (lambda t: t.string("c", unique=1), 'column "c": unique must be True or False, not 1'),
        (
            lambda t: t.string("c", nullable="no"),
            "column \"c\": nullable must be True or False, not 'no'",
        ),
        (
            lambda t: t.string("c", create_input="exclude"),
            'column "c": create_input cannot be "exclude"',
        ),
        (lambda t: t.string("c", always=True), 'column "c": always is for identity columns'),
        (lambda t: t.string("c", comment=7), 'column "c": comment must be a string, not 7'),
        (
            lambda t: t.string("c", auto_generated=True),
            'column "c" is auto_generated, but nothing generates a value of type text',
        ),
        (
            lambda t: t.string("c", auto_generate_type="uuid"),
            'column "c" of type text cannot be generated as "uuid"',
        ),
        (
            lambda t: t.uuid("c", auto_generated=False, auto_generate_type="uuid"),
            'column "c" has auto_generate_type "uuid" and auto_generated=False',
        ),
        (
            lambda t: t.uuid("c", primary_key=True, nullable=True),
            'column "c" is part of the primary key and cannot be nullable',
        ),
        (lambda t: t.varchar("c", 0), 'the length of column "c" must be 1 to 10485760, not 0'),
        (
            lambda t: t.varchar("c", "9"),
            "the length of column \"c\" must be 1 to 10485760, not '9'",
        ),
        (
            lambda t: t.numeric("c", 2000),
            'the precision of column "c" must be 1 to 1000, not 2000',
        ),
        (lambda t: t.numeric("c", scale=2), 'column "c" has a scale but no precision'),
        (
            lambda t: t.timestamp("c", precision=7),
            'the precision of column "c" must be 0 to 6, not 7',
        ),
        (
            lambda t: t.column("c", "bigserial"),
            'column "c": "bigserial" is no type but an integer with a sequence',
        ),
        (
            lambda t: t.array("c", of="serial"),
            'column "c": "serial" is no type but an integer with a sequence',
        ),
        (lambda t: t.column("c", ""), "the type of column \"c\" must be a string, not ''"),
        (lambda t: t.column("c", None), 'the type of column "c" must be a string, not None'),
        (
            lambda t: t.enum("c", "abc"),
            "enum \"c\" needs a list of strings as values, not 'abc'",
        ),
        (lambda t: t.enum("c", [1]), 'enum "c" needs a list of strings as values, not [1]'),
        (lambda t: t.string(7), "the name of a column must be a string, not 7"),
        (lambda t: t.enum(None, ["a"]), "the name of a column must be a string, not None"),
    ],
)
def test_wrong_argument_is_a_problem_not_an_exception(build: Build, message: str) -> None:
    assert message in _problems(build)


def test_serial_names_the_method_to_use() -> None:
    schema = TableSchema.create_empty("things")
    schema.column("a", "serial")
    schema.column("b", "SMALLSERIAL")
    schema.column("c", "serial8")
    assert [problem.hint for problem in schema.problems] == [
        'use t.increments("a"), or t.serial("a")',
        'use t.small_increments("b"), or t.small_serial("b")',
        'use t.big_increments("c"), or t.big_serial("c")',
    ]


def test_all_problems_come_in_one_error() -> None:
    def build(t: TableSchema) -> None:
        t.string("a", nulable=True)  # type: ignore[call-arg]  # the mistake under test
        t.integer("b", default="x")
        t.column("c", "serial")

    with pytest.raises(SchemaError) as caught:
        TableSchema.create("things", build)
    assert len(caught.value.problems) == 3
    first = build.__code__.co_firstlineno
    lines = [problem.place.line for problem in caught.value.problems if problem.place]
    assert sorted(lines) == [first + 1, first + 2, first + 3]
    assert {p.place.file for p in caught.value.problems if p.place} == {__file__}


def test_enum_keeps_what_is_said_of_its_type() -> None:
    schema = TableSchema.create_empty("things")
    schema.enum(
        "mood",
        ["glad", "sad"],
        renamed_values={"glad": "happy"},
        type_name="mood",
        type_renamed_from="feeling",
        type_comment="how it is",
    )
    _, (enum,) = schema.build()
    assert enum.renamed_values == (("glad", "happy"),)
    assert (enum.renamed_from, enum.comment) == ("feeling", "how it is")


def test_two_columns_share_an_enum_by_its_name() -> None:
    schema = TableSchema.create_empty("things")
    schema.enum("a", ["x", "y"], type_name="letter")
    schema.enum("b", ["x", "y"], type_name="letter")
    schema.enum("c", ["y", "x"], type_name="letter")
    assert [p.message.split(" at ")[0] for p in schema.problems] == [
        'enum "letter" is declared with other values'
    ]


class Mood(StrEnum):
    GLAD = "glad"
    SAD = "sad"


class Column2(str, Enum):  # noqa: UP042 whose members print as Column2.TITLE
    TITLE = "title"


def test_enum_takes_a_class_of_pythons_enum() -> None:
    schema = TableSchema.create_empty("things")
    schema.enum("mood", Mood, default=Mood.SAD)
    schema.enum("moods", ["glad"], default=[Mood.GLAD], array=True)
    table, enums = schema.build()
    assert [column.default for column in table.columns.values()] == ["'sad'", """'{"glad"}'"""]
    assert {type(value) for enum in enums for value in enum.values} == {str}


def test_members_of_enums_are_taken_for_their_text() -> None:
    schema = TableSchema.create_empty("things")
    schema.string(Column2.TITLE, comment=Column2.TITLE, default=Column2.TITLE, unique=True)
    schema.index(Column2.TITLE, [Column2.TITLE, {"column": Column2.TITLE}])
    schema.check(Column2.TITLE, Column2.TITLE)
    schema.belongs_to(Column2.TITLE, Column2.TITLE, Column2.TITLE)
    table, _ = schema.build()
    marshal.dumps(encode_table(table))  # which takes a str and nothing that is more than one
    assert table.columns["title"].default == "'title'"
    assert list(table.constraints) == ["things_title_key", "title", "fk_things_title"]


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (lambda t: t.string("c", default=sql("'a'\r\n|| 'b'")), "'a'\n|| 'b'"),
        (lambda t: t.string("c", default_value="lower(\r'A')"), "lower(\n'A')"),
        (lambda t: t.string("c", default="a\r\n"), "E'a\\r\n'"),
        (lambda t: t.jsonb("c", default={"a": "\r"}), '\'{"a": "\\r"}\''),
    ],
)
def test_line_ends_of_expressions_are_those_of_files(build: Build, text: str) -> None:
    schema = TableSchema.create_empty("things")
    build(schema)
    table, _ = schema.build()
    assert table.columns["c"].default == text


@pytest.mark.parametrize("text", ["\0", "\ud800"])
@pytest.mark.parametrize(
    "build",
    [
        lambda t, text: t.string("c", comment=text),
        lambda t, text: t.string("c", default=text),
        lambda t, text: t.string("c", default_value=text),
        lambda t, text: t.string("c", default=sql(text)),
        lambda t, text: t.array("c", default=[text]),
        lambda t, text: t.json("c", default=sql(text)),
        lambda t, text: t.string("c", using=text),
        lambda t, text: t.string("c", renamed_from=text),
        lambda t, text: t.string("c", backfill=sql(text)),
        lambda t, text: t.check("c", text),
        lambda t, text: t.check("c", "true", comment=text),
        lambda t, text: t.index("i", ["c"], where=text),
        lambda t, text: t.index("i", [sql(text)]),
        lambda t, text: t.index("i", [{"column": "c", "opclass": text}]),
        lambda t, text: t.comment(text),
        lambda t, text: t.enum("c", [text]),
    ],
)
def test_text_that_cannot_be_stored_is_refused(
    build: Callable[[TableSchema, str], None], text: str
) -> None:
    assert _problems(lambda t: build(t, text))


@pytest.mark.parametrize(
    "build",
    [
        lambda t: t.string("\ud800", unique=True, primary_key=True),
        lambda t: t.unique(["\ud800"]),
        lambda t: t.index(["\ud800"]),
        lambda t: t.enum("\ud800", ["a"]),
        lambda t: t.belongs_to("\ud800", "\ud800", "\ud800"),
    ],
)
def test_names_are_left_to_the_validation(build: Build) -> None:
    assert _problems(build) == []


@pytest.mark.parametrize("damaged", [float("inf"), decimal.Decimal("NaN")])
def test_numbers_that_are_none_are_quoted(damaged: object) -> None:
    default = _column(lambda t: t.double("c", default=damaged)).default
    assert default is not None
    assert default.startswith("'")


def test_json_arrays_hold_json() -> None:
    column = _column(lambda t: t.jsonb("c", array=True, default=[{"a": 1}, None]))
    assert column.default == """'{"{\\"a\\": 1}",NULL}'"""


def test_list_that_holds_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert len(_problems(lambda t: t.array("c", default=endless))) == 1
    assert len(_problems(lambda t: t.jsonb("c", default=endless))) == 1


def test_empty_comment_is_none() -> None:
    schema = TableSchema.create_empty("things")
    schema.comment("")
    schema.string("c", comment="")
    schema.check("k", "true", comment="")
    table, _ = schema.build()
    assert (table.comment, table.columns["c"].comment, table.constraints["k"].comment) == (
        None,
        None,
        None,
    )
