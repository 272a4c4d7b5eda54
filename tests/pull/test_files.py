"""Schema files written from a model say exactly that model, and read as an author's."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings

from fluentorm.pull.layout import file_plans
from fluentorm.pull.values import plain_model
from fluentorm.pull.write import written
from fluentorm.registry.evaluate import evaluate
from fluentorm.schema.catalog import describe_model_difference
from fluentorm.schema.database_objects import Namespace, Routine, View
from fluentorm.schema.objects import (
    Column,
    ColumnDetails,
    ForeignKey,
    Parameters,
    PrimaryKey,
    SchemaModel,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.qualified import key_of
from tests.diff.models_strategy import models

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
KEY_OF_ANOTHER_NAME = Table(
    name="t",
    columns={"id": Column(name="id", type="uuid")},
    constraints={"k": PrimaryKey(name="k", columns=("id",))},
)


def _evaluated(files: dict[str, str]) -> SchemaModel:
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return evaluate(Path(folder), root=Path(folder).parent).model


@pytest.mark.parametrize("style", ["python", "yaml"])
@SLOW
@given(model=models())
@example(model=SchemaModel(tables={"t": KEY_OF_ANOTHER_NAME}))
def test_the_files_say_the_model(style: str, model: SchemaModel) -> None:
    if not model.tables:
        return
    files = written(model, style=style)
    read = _evaluated(files)
    assert describe_model_difference(read, plain_model(model)) == ()
    assert written(read, style=style) == files, "what was read is written as it was"


def test_a_table_reads_as_an_author_writes_it() -> None:
    users = Table(
        name="users",
        columns={
            column.name: column
            for column in (
                Column(name="id", type="uuid", default="gen_random_uuid()"),
                Column(name="email", type="text"),
                Column(name="password_hash", type="text", nullable=True),
                Column(name="manager_id", type="uuid", nullable=True),
                Column(
                    name="created_at",
                    type="timestamp with time zone",
                    default="CURRENT_TIMESTAMP",
                ),
                Column(
                    name="updated_at",
                    type="timestamp with time zone",
                    default="CURRENT_TIMESTAMP",
                ),
                Column(name="deleted_at", type="timestamp with time zone", nullable=True),
            )
        },
        constraints={
            "users_pkey": PrimaryKey(name="users_pkey", columns=("id",)),
            "users_manager_id_fkey": ForeignKey(
                name="users_manager_id_fkey",
                columns=("manager_id",),
                references_table="users",
                references_columns=("id",),
            ),
        },
    )
    (text,) = written(SchemaModel(tables={"users": users})).values()
    assert (
        text
        == """\
from fluentorm import TableSchema

table_name = "users"


def build(t: TableSchema) -> None:
    t.uuid("id", primary_key=True)
    t.string("email")
    t.string("password_hash", nullable=True, redacted=True)
    t.uuid("manager_id", nullable=True)
    t.timestamps()
    t.soft_delete()

    t.belongs_to(
        "manager",
        "manager_id",
        "users",
        constraint_name="users_manager_id_fkey",
    )
    t.has_many("children", "users", "manager_id")
"""
    )


@pytest.mark.parametrize("style", ["python", "yaml"])
def test_the_other_end_of_a_unique_foreign_key_is_one_row(style: str) -> None:
    def owned(name: str, *unique: Unique) -> Table:
        key = ForeignKey(
            name=f"{name}_key", columns=("u",), references_table="u", references_columns=("id",)
        )
        columns = {"u": Column(name="u", type="uuid")}
        constraints = {constraint.name: constraint for constraint in (key, *unique)}
        return Table(name=name, columns=columns, constraints=constraints)

    users = Table(
        name="u",
        columns={"id": Column(name="id", type="uuid")},
        constraints={"u_pkey": PrimaryKey(name="u_pkey", columns=("id",))},
    )
    one, many = owned("one", Unique(name="one_u", columns=("u",))), owned("many")
    files = written(SchemaModel(tables={"u": users, "one": one, "many": many}), style=style)
    text = next(text for path, text in files.items() if "_u." in path)
    calls = {
        "python": ('t.has_one_in("one", "one", "u")', 't.has_many("many", "many", "u")'),
        "yaml": (
            "has_one_in:\n  one: {foreign_table: one, foreign_column: u}",
            "has_many:\n  many: {foreign_table: many, foreign_column: u}",
        ),
    }
    assert all(call in text for call in calls[style])


@pytest.mark.parametrize("style", ["python", "yaml"])
def test_a_partition_says_where_it_is_and_how_it_was_made(style: str) -> None:
    parent = Table(
        name="data.t",
        columns={"a": Column(name="a", type="integer")},
        constraints={"t_pkey": PrimaryKey(name="t_pkey", columns=("a",))},
        details=TableDetails(partition_by="LIST (a)"),
    )
    child = Table(
        name="x",
        columns={"a": Column(name="a", type="integer", details=ColumnDetails(inherited=True))},
    )
    places: dict[str, Parameters | None] = {
        "p": None,
        '"data"."p"': Parameters(),
        'data."with "" and ."': Parameters([("t_pkey", 'k"')]),
        "data.late": Parameters([("t_pkey", "")]),
    }
    tables = [parent]
    for number, (name, attached) in enumerate(places.items()):
        bound = f"FOR VALUES IN ({number})"
        details = TableDetails(partition_of="data.t", bound=bound, attached=attached)
        tables.append(replace(child, name=key_of(name), details=details))
    namespace = Namespace(name="data")
    model = SchemaModel(tables={t.name: t for t in tables}, objects={namespace.ref: namespace})
    read = _evaluated(written(model, style=style))
    assert describe_model_difference(read, model) == ()
    assert [read.tables[t.name].details.attached for t in tables[1:]] == [*places.values()]


def test_references_come_first_and_cycles_do_no_harm() -> None:
    def table(name: str, *others: str) -> Table:
        keys = {
            f"{name}_{other}": ForeignKey(
                name=f"{name}_{other}",
                columns=("id",),
                references_table=other,
                references_columns=("id",),
            )
            for other in others
        }
        return Table(name=name, columns={"id": Column(name="id", type="integer")}, constraints=keys)

    tables = [table("a", "z"), table("m", "n"), table("n", "m"), table("z", "z")]
    plans = file_plans(SchemaModel(tables={item.name: item for item in tables}))
    assert [plan.stem for plan in plans] == ["01_z", "02_a", "03_n", "04_m"]
    many = {f"t{n:03}": table(f"t{n:03}") for n in range(120)}
    assert file_plans(SchemaModel(tables=many))[0].stem == "001_t000"


def test_bodies_stand_in_files_of_their_own() -> None:
    objects = (
        View(name="billing._Open", query="-- all\nSELECT 1 AS a", options=(("x", "true"),)),
        View(name="crlf", query="SELECT 1 AS a,\r\n2 AS b"),
        Routine(name="f", signature="", body="\nBEGIN\nEND\n", returns="void", language="plpgsql"),
        Routine(name="F", signature="", body="SELECT 1", returns="integer"),
        Routine(name="c", signature="", body="sym", returns="integer", language="c", library="l"),
    )
    files = written(SchemaModel(objects={item.ref: item for item in objects}), sql_bodies=True)
    assert list(files) == [
        "01_functions.py",
        "02_views.py",
        "functions/F.sql",
        "functions/f_2.sql",
        "views/billing._Open.sql",
    ]
    assert files["functions/f_2.sql"] == (
        "-- function: f\n-- returns: void\n-- language: plpgsql\n\nBEGIN\nEND\n\n"
    )
    head = "-- view: billing._Open\n-- x: true\n--\n"
    assert files["views/billing._Open.sql"] == f"{head}-- all\nSELECT 1 AS a\n"
