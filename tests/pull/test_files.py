"""Schema files written from a model say exactly that model, and read as an author's."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings

from fluentorm.pull.layout import file_plans
from fluentorm.pull.python_file import python_file
from fluentorm.pull.values import plain_model
from fluentorm.registry.evaluate import evaluate
from fluentorm.schema.catalog import describe_model_difference
from fluentorm.schema.objects import Column, ForeignKey, PrimaryKey, SchemaModel, Table
from fluentorm.schema.validate import validate
from tests.diff.models_strategy import models

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
KEY_OF_ANOTHER_NAME = Table(
    name="t",
    columns={"id": Column(name="id", type="uuid")},
    constraints={"k": PrimaryKey(name="k", columns=("id",))},
)


def _files(model: SchemaModel) -> dict[str, str]:
    return {f"{plan.stem}.py": python_file(plan) for plan in file_plans(model)}


def _evaluated(files: dict[str, str]) -> SchemaModel:
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return evaluate(Path(folder), root=Path(folder).parent).model


@SLOW
@given(models())
@example(SchemaModel(tables={"t": KEY_OF_ANOTHER_NAME}))
def test_the_files_say_the_model(model: SchemaModel) -> None:
    if not model.tables or validate(model):
        return
    files = _files(model)
    read = _evaluated(files)
    assert describe_model_difference(read, plain_model(model)) == ()
    assert _files(read) == files, "what was read is written as it was"


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
    (text,) = _files(SchemaModel(tables={"users": users})).values()
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
