"""What migrations renamed, told from their text."""

from fluentorm.migrate.renames import with_renames
from fluentorm.schema.objects import Column, SchemaModel, Table


def model(table: str, *columns: str) -> SchemaModel:
    made = {name: Column(name=name, type="text") for name in columns}
    return SchemaModel(tables={table: Table(name=table, columns=made)})


def test_columns_and_tables_say_their_first_names() -> None:
    found = with_renames(
        model("shop.People", "mail", "b"),
        [
            '-- rename\nALTER TABLE shop.users RENAME COLUMN "E mail" TO email;\n',
            "ALTER TABLE shop.users RENAME COLUMN email TO mail;\nCREATE INDEX i ON a (a);",
            'ALTER TABLE shop.users RENAME TO "People";\n',
        ],
    )
    table = found.tables["shop.People"]
    assert table.renamed_from == "users"
    assert table.columns["mail"].renamed_from == "E mail"
    assert table.columns["b"].renamed_from is None


def test_renames_of_other_things_and_of_what_is_gone_are_left_out() -> None:
    before = model("users", "a")
    texts = [
        "ALTER TABLE users RENAME CONSTRAINT a TO b;",
        "ALTER INDEX a RENAME TO users;",
        "ALTER TABLE gone RENAME TO gone_too; ALTER TABLE users RENAME COLUMN x TO y;",
        "SELECT 'ALTER TABLE users RENAME COLUMN b TO a;'",
    ]
    found = with_renames(before, texts)
    assert found.tables["users"].columns["a"].renamed_from is None
    assert found.tables["users"].renamed_from is None
