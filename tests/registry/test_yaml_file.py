"""YAML schema files: they say what Python files say, and every mistake has line and column."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from fluentorm.errors import Place, SchemaError
from fluentorm.registry.yaml_file import YamlFile, parse_yaml, read_yaml
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.objects import Table
from fluentorm.schema.sql_text import sql
from fluentorm.snapshot.tables import encode_enum, encode_table

TOO_DEEP = "more than 100 lists and mappings inside one another"
SHOWN = "schemas/01_posts.yaml"


def parse(text: str) -> YamlFile:
    return parse_yaml(dedent(text).encode(), SHOWN)


def table(text: str) -> Table:
    return said(text)[0]


def said(text: str) -> Any:
    file = parse(text)
    schema = TableSchema.create_empty(file.table_name)
    file.build(schema)
    return schema.build()


def problems(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else dedent(text).encode()
    with pytest.raises(SchemaError) as caught:
        parse_yaml(data, SHOWN)
    for problem in caught.value.problems:
        assert problem.place is not None
        assert problem.place.file == SHOWN
    return [
        f"{p.place.line}:{p.place.column} {p.message}" for p in caught.value.problems if p.place
    ]


def hints(text: str) -> list[str | None]:
    with pytest.raises(SchemaError) as caught:
        parse(text)
    return [problem.hint for problem in caught.value.problems]


EVERYTHING = """
    table_name: posts
    renamed_from: articles
    comment: what users write
    fields:
      id: {type: uuid, primary_key: true}
      title: string
      slug: {type: varchar, length: 20, default: "no", unique: true}
      price: {type: numeric, precision: 10, scale: 2, default: 0.10, not_null: true}
      status:
        type: enum
        values: [draft, on, off]
        type_name: post_status
        renamed_values: {on: live}
        type_comment: states
        default: draft
      tags: {type: array, of: string, default: []}
      words: {type: "string[]", nullable: true}
      meta: {type: jsonb, default: {a: [1, true, null]}, redacted: true}
      seen: {type: timestamp, timezone: false, precision: 3, default: {sql: now()}}
      born: {type: date, default: 2020-01-01, create_input: optional}
      size: {type: "varchar(5)", default_value: XL, update_input: false}
      email: {type: citext, comment: where to, backfill: "'?'", using: {sql: "email::citext"}}
      flags: {type: bit, length: 3, varying: true, array: true}
      number: {type: big_increments, always: true}
      at: {type: time, timezone: true}
      author_id: {type: uuid, renamed_from: user_id, default: null}
    timestamps: true
    soft_delete: {timezone: false}
    primary_key: {columns: [id], name: posts_key}
    unique:
      posts_title_key: title
      posts_both: {columns: [title, at], nulls_not_distinct: true, deferrable: true}
    checks:
      posts_price: price > 0
      posts_title: {expression: "title <> ''", comment: no empty titles}
    belongs_to:
      author: {column: author_id, references_table: users, on_delete: SET NULL, match: full}
    has_one:
      owner: {column: [author_id], references_table: users, references_column: id}
    foreign:
      editor:
        column: author_id
        references_table: users
        relationship_type: one_to_one
        constraint_name: fk_editor
    has_many:
      comments: {foreign_table: comments, foreign_column: post_id, local_column: id}
    indexes:
      i1: slug
      i2: [slug, {column: price, order: desc, nulls: last}, {sql: lower(title)}]
      i3:
        columns: {expression: lower(title), opclass: text_pattern_ops, collation: '"C"'}
        unique: true
        where: price > 0
        include: [at]
        storage: {fillfactor: 70, deduplicate_items: off}
      i4: {columns: meta, method: gin, comment: for search, renamed_from: i0}
    alter_fields:
      slug: {nullable: true}
    rename_fields: {heading: title}
"""


def everything(t: TableSchema) -> None:
    t.renamed_from("articles")
    t.comment("what users write")
    t.uuid("id", primary_key=True)
    t.string("title")
    t.varchar("slug", 20, default="no", unique=True)
    t.numeric("price", 10, 2, default=0.1, not_null=True)
    t.enum(
        "status",
        ["draft", "on", "off"],
        type_name="post_status",
        renamed_values={"on": "live"},
        type_comment="states",
        default="draft",
    )
    t.array("tags", "string", default=[])
    t.text("words", array=True, nullable=True)
    t.jsonb("meta", default={"a": [1, True, None]}, redacted=True)
    t.timestamp("seen", timezone=False, precision=3, default=sql("now()"))
    t.date("born", default="2020-01-01", create_input="optional")
    t.column("size", "varchar(5)", default_value="XL", update_input=False)
    t.column("email", "citext", comment="where to", backfill="'?'", using=sql("email::citext"))
    t.bit("flags", 3, varying=True, array=True)
    t.big_increments("number", always=True)
    t.time("at", timezone=True)
    t.uuid("author_id", renamed_from="user_id", default=None)
    t.timestamps()
    t.soft_delete(timezone=False)
    t.primary_key(["id"], "posts_key")
    t.unique("title", "posts_title_key")
    t.unique(["title", "at"], "posts_both", nulls_not_distinct=True, deferrable=True)
    t.check("posts_price", "price > 0")
    t.check("posts_title", "title <> ''", comment="no empty titles")
    t.belongs_to("author", "author_id", "users", on_delete="set_null", match="full")
    t.has_one("owner", ["author_id"], "users", "id")
    t.foreign("editor", "author_id", "users", "id", "one_to_one", constraint_name="fk_editor")
    t.has_many("comments", "comments", "post_id", "id")
    t.index("i1", ["slug"])
    t.index(
        "i2", ["slug", {"column": "price", "order": "desc", "nulls": "last"}, sql("lower(title)")]
    )
    t.index(
        "i3",
        [{"expression": "lower(title)", "opclass": "text_pattern_ops", "collation": '"C"'}],
        unique=True,
        where="price > 0",
        include=["at"],
        storage={"fillfactor": 70, "deduplicate_items": "off"},
    )
    t.index("i4", ["meta"], method="gin", comment="for search", renamed_from="i0")
    t.alter_field("slug", nullable=True)
    t.rename_field("heading", "title")


def test_yaml_says_what_python_says() -> None:
    python = TableSchema.create("posts", everything).build()
    yaml = said(EVERYTHING)
    assert yaml[0] == python[0]
    assert [encode_enum(e) for e in yaml[1]] == [encode_enum(e) for e in python[1]]
    assert encode_table(replace(yaml[0], source_files=())) == encode_table(
        replace(python[0], source_files=())
    )


def test_places_are_those_of_the_keys() -> None:
    built = table(
        """\
        fields:
          id: uuid
          ä: {type: string}
        indexes:
          i: [id]
        """
    )
    assert built.columns["id"].origin == Place(SHOWN, 2, 3)
    assert built.columns["ä"].origin == Place(SHOWN, 3, 3)
    assert built.indexes["i"].origin == Place(SHOWN, 5, 3)
    assert built.source_files == (SHOWN,)


def test_columns_count_characters_not_bytes() -> None:
    assert problems('fields: {äöü: {type: uuid, "größe": 1}}') == [
        '1:28 unknown key "größe" in field "äöü"'
    ]


def test_table_name_from_the_file_name() -> None:
    assert parse_yaml(b"fields: {id: uuid}", "schemas/07_big_posts.yml").table_name == "big_posts"


def test_names_are_text_however_they_look() -> None:
    built = table(
        """
        table_name: 2024
        fields:
          on: boolean
          no: boolean
          null: boolean
          123: integer
          1.50: integer
          2020-01-01: date
          "yes": boolean
          =: integer
        indexes:
          off: [on, no, "null", 123, 1.50]
        """
    )
    assert built.name == "2024"
    assert list(built.columns) == "on no null 123 1.50 2020-01-01 yes =".split()
    assert built.indexes["off"].columns == ("on", "no", "null", "123", "1.50")


def test_enum_values_are_text_however_they_look() -> None:
    _, (enum,) = said("fields: {a: {type: enum, values: [yes, no, 1, 1.0, 2020-01-01]}}")
    assert enum.values == ("yes", "no", "1", "1.0", "2020-01-01")


def test_unnamed_constraints_and_indexes_in_a_list() -> None:
    built = table(
        """
        table_name: t
        fields: {a: integer, b: integer}
        unique: [[a, b], {columns: b, name: only_b}]
        indexes: [[a], {columns: [b, a], unique: true}]
        """
    )
    assert list(built.constraints) == ["t_a_b_key", "only_b"]
    assert list(built.indexes) == ["idx_t_a", "idx_t_b_a"]


def test_merge_keys_and_aliases() -> None:
    built = table(
        """
        fields:
          a: &money {type: numeric, precision: 10, scale: 2}
          b: {<<: *money, scale: 4}
          c: *money
        """
    )
    assert [c.type for c in built.columns.values()] == [
        "numeric(10,2)",
        "numeric(10,4)",
        "numeric(10,2)",
    ]


def test_mixins_that_are_off() -> None:
    assert list(table("{fields: {a: uuid}, timestamps: false}").columns) == ["a"]


def test_drop_indexes_comes_before_the_files_own_indexes() -> None:
    schema = TableSchema.create_empty("t")
    schema.integer("a")
    schema.index("i", ["a"])
    parse("{drop_indexes: [i], indexes: {i: {columns: a, unique: true}}}").build(schema)
    assert schema.build()[0].indexes["i"].unique


def test_default_keeps_every_digit() -> None:
    built = table("fields: {a: {type: numeric, default: 0.12345678901234567890123}}")
    assert built.columns["a"].default == "0.12345678901234567890123"


@pytest.mark.parametrize(
    ("value", "default"),
    [
        ("5", "5"),
        ("-1.5", "-1.5"),
        ("true", "true"),
        ('"no"', "'no'"),
        ("it's", "'it''s'"),
        ("null", None),
        ("~", None),
        ("{sql: now()}", "now()"),
        ('""', "''"),
        ("2020-01-01 10:00:00", "'2020-01-01 10:00:00'"),
        ("12:30:45x", "'12:30:45x'"),
    ],
)
def test_defaults(value: str, default: str | None) -> None:
    kind = "text" if default and default.startswith("'") else "my_type"
    built = table(f"fields: {{a: {{type: {kind}, default: {value}}}}}")
    assert built.columns["a"].default == default


@pytest.mark.parametrize("value", ["no", "yes", "on", "Off", "010", "1_000", "12:30:45", "0x1F"])
def test_values_that_yaml_versions_read_differently_need_quotes(value: str) -> None:
    meaning = "a boolean" if value.isalpha() else "a number"
    assert problems(f"fields: {{a: {{type: text, default: {value}}}}}") == [
        (
            f'1:35 default of field "a": plain "{value}" is {meaning} to some YAML readers '
            "and text to others"
        )
    ]


def test_yes_is_no_flag() -> None:
    text = "fields: {a: {type: uuid, nullable: yes}}"
    assert problems(text) == ['1:36 nullable of field "a" must be true or false, not "yes"']
    assert hints(text) == ["write true"]


def test_plain_no_is_no_action() -> None:
    text = "belongs_to: {a: {column: b, references_table: c, on_delete: no}}"
    assert problems(text) == ['1:61 on_delete of relation "a" cannot be "no"']
    assert hints(text) == [
        "choose one of: no_action, restrict, cascade, set_null, set_default",
    ]


def test_all_problems_of_a_file_in_one_run() -> None:
    text = """\
        table_nme: posts
        comment: 5
        fields:
          id: {type: uuid, nullabel: true}
          id: {type: uuid}
          name: {length: 4}
          title: {type: varchar}
          body: {type: strng}
          size: {type: text, length: 5}
          count: {type: integer, default: many}
          broken:
        indexes:
          i: {columns: []}
          j: {colums: [a]}
        unique: [a, b]
        belongs_to:
          x: {column: y, references_table: z, on_delete: casade}
        timestamps: maybe
        """
    assert problems(text) == [
        '1:1 unknown key "table_nme" in the table',
        '2:10 comment of the table must be text, not "5"',
        '4:20 unknown key "nullabel" in field "id"',
        '5:3 "id" stands twice in fields of the table',
        '6:9 field "name" has no type',
        '7:10 field "title" has no length',
        '8:16 field "body" has the unknown type "strng"',
        '9:22 field "size" of type text takes no length',
        '10:3 default of column "count": "many" is no integer',
        '11:10 field "broken" must be a type or a mapping of options, not nothing',
        '13:16 columns of index "i" must be a list of at least one item, not an empty list',
        '14:6 index "j" has no columns',
        '14:7 unknown key "colums" in index "j"',
        '15:10 unique of the table must be a list of columns or a mapping of options, not "a"',
        '15:13 unique of the table must be a list of columns or a mapping of options, not "b"',
        '17:50 on_delete of relation "x" cannot be "casade"',
        '18:13 timestamps of the table must be true or false, not "maybe"',
    ]


def test_hints_name_the_nearest_key() -> None:
    assert hints("{feilds: {a: uuid}}") == ['did you mean "fields"?']
    assert hints("{columns: {a: uuid}}") == ['did you mean "fields"?']
    assert hints("fields: {a: {type: integr}}") == [
        'did you mean "integer"? a type of that very name is written \'"integr"\''
    ]


@pytest.mark.parametrize(
    "kind",
    ["citext", "hstore", "vector(3)", "ltree", "post_status", "status", '"strng"', "app.strng"],
)
def test_types_that_only_look_misspelt(kind: str) -> None:
    parse(f"fields: {{a: {{type: '{kind}'}}}}")


@pytest.mark.parametrize(
    "kind",
    [
        "INTEGER",
        "double precision",
        "timestamptz(3)",
        "interval day to second(3)",
        "bit varying(3)",
    ],
)
def test_types_of_postgresql(kind: str) -> None:
    parse(f"fields: {{a: '{kind}'}}")


def test_serial_is_refused_by_the_builder_with_its_place() -> None:
    with pytest.raises(SchemaError) as caught:
        parse("fields:\n  id: bigserial\n")
    problem = caught.value.problems[0]
    assert problem.place == Place(SHOWN, 2, 3)
    assert problem.hint == 'use t.big_increments("id"), or t.big_serial("id")'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "0:0 the file is empty"),
        (b"# nothing\n---\n", "0:0 the file is empty"),
        (b"- a\n", "1:1 expected keys, not a list"),
        (b"posts", '1:1 expected keys, not "posts"'),
        (b"fields:\n\tid: uuid\n", "2:1 a tab cannot indent in YAML"),
        (b"fields:\n  id: uuid\n\tb: uuid\n", "3:1 a tab cannot indent in YAML"),
        (b"a: 1\n---\nb: 1\n", "2:1 a second document starts here; a file holds one"),
        (b"comment: caf\xe9\n", "1:13 the file is not UTF-8"),
        (b"comment: a\0b\n", "1:11 a NUL character cannot stand in YAML"),
        (b"comment: a\x07b\n", "1:11 the control character '\\x07' cannot stand in YAML"),
        ("comment: a\n".encode("utf-16"), "1:1 the file is not UTF-8"),
        (b"comment: @x\n", '1:10 this is no YAML: "@" cannot start a value'),
        (
            b"comment: a: b\n",
            "1:11 this is no YAML: mapping values are not allowed in this context",
        ),
        (b"comment: *x\n", "1:10 this is no YAML: found undefined alias"),
        (b"fields: &x [*x]\n", "1:9 an alias here contains itself"),
        (
            b"fields: {a: uuid\nb: 1\n",
            (
                "2:2 this is no YAML: did not find expected ',' or '}' "
                "(while parsing a flow mapping that starts in line 1)"
            ),
        ),
        (b"x" * 1_000_001, "0:0 the file has 1000001 bytes; 1000000 are the most"),
        (b"a: " + b"[" * 90_000, f"1:103 {TOO_DEEP}"),
        (b"a: " + b"[" * 900 + b"{" * 900, f"1:103 {TOO_DEEP}"),
        (b"a: " + b"[" * 1500 + b"]" * 1500, f"1:103 {TOO_DEEP}"),
        (b"- " * 90_000, f"1:201 {TOO_DEEP}"),
        (b"\n".join(b" " * n + b"a:" for n in range(1200)), f"101:101 {TOO_DEEP}"),
    ],
)
def test_files_that_are_no_yaml(data: bytes, message: str) -> None:
    assert problems(data) == [message]


def test_files_are_read_alike_without_the_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fluentorm.registry.yaml_nodes._LOADER", yaml.SafeLoader)
    assert said(EVERYTHING)[0].columns["price"].default == "0.1"
    assert problems(b"fields:\n\tid: uuid\n") == ["2:1 a tab cannot indent in YAML"]
    assert problems(b"comment: *x\n") == ["1:10 this is no YAML: found undefined alias 'x'"]
    assert problems(b"a: " + b"[" * 2000 + b"]" * 2000) == [f"1:103 {TOO_DEEP}"]


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    (message,) = problems("\n".join(lines).encode())
    assert "its aliases stand for" in message


def test_a_bom_is_no_part_of_the_first_key() -> None:
    assert parse_yaml(b"\xef\xbb\xbftable_name: a\nfields: {b: uuid}\n", SHOWN).table_name == "a"


def test_crlf_line_ends() -> None:
    file = parse_yaml(b"table_name: a\r\nfields:\r\n  b: uuid\r\n", SHOWN)
    assert file.calls[0].place == Place(SHOWN, 3, 3)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!secret", "!!binary", "!!set"])
def test_foreign_tags_are_refused(tag: str) -> None:
    for text in (f"comment: {tag} 'x'", f"fields: {{a: {{type: json, default: {tag} {{b: 1}}}}}}"):
        (message,) = problems(text)
        assert "means nothing here" in message


def test_keys_that_are_no_names() -> None:
    assert problems("fields: {? [a] : uuid, ~: uuid, '': uuid}") == [
        "1:12 fields of the table has a key that is no name",
        "1:24 fields of the table has a key that is no name",
        "1:33 fields of the table has a key that is no name",
    ]


def test_nul_and_surrogates_by_escape_reach_the_validation_or_are_refused() -> None:
    assert table('fields: {"a\\0b": uuid}').columns.keys() == {"a\0b"}
    assert problems(b'comment: "\\ud800"') == [
        "1:13 this is no YAML: found invalid Unicode character escape code"
    ]


def test_deep_defaults_are_refused() -> None:
    deep = "[" * 60 + "]" * 60
    (message,) = problems(f"fields: {{a: {{type: json, default: {deep}}}}}")
    assert "more than 50 values inside one another" in message


def test_read_yaml_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        read_yaml(tmp_path / "x.yaml", "schemas/x.yaml")
    assert str(caught.value) == "schemas/x.yaml: cannot be read: no such file or directory"


def test_the_example_of_the_readme_shape(tmp_path: Path) -> None:
    path = tmp_path / "03_posts.yaml"
    path.write_text(
        dedent(
            """\
            table_name: posts
            fields:
              id: {type: uuid, primary_key: true}
              title: {type: string, nullable: false}
              user_id: {type: uuid}
            belongs_to:
              author: {column: user_id, references_table: users, on_delete: cascade}
            indexes:
              idx_posts_user_title: {columns: [user_id, title]}
            """
        ),
        encoding="utf-8",
    )
    schema = TableSchema.create_empty("posts")
    read_yaml(path, "schemas/03_posts.yaml").build(schema)
    built, _ = schema.build()
    assert list(built.columns) == ["id", "title", "user_id"]
    assert list(built.constraints) == ["posts_pkey", "fk_posts_author"]


def test_a_thousand_small_files_take_about_a_second() -> None:
    data = dedent(EVERYTHING).encode()
    start = time.process_time()
    for _ in range(200):
        parse_yaml(data, SHOWN)
    assert time.process_time() - start < 2  # each is five times a small file
