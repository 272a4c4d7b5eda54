"""Objects beside tables, from schema files to the model: merged, attached, cached."""

from pathlib import Path

import pytest

import fluentorm.registry.evaluate as evaluate_module
from fluentorm.errors import Place, SchemaError
from fluentorm.registry.evaluate import Evaluation, evaluate
from fluentorm.schema.database_objects import Namespace, View
from fluentorm.schema.privileges import Grant
from fluentorm.schema.refs import Kind, Ref
from fluentorm.snapshot.tables import table_text

USERS = (
    "from fluentorm import TableSchema\n\n\n"
    "def build(t: TableSchema) -> None:\n"
    "    t.uuid('id', primary_key=True)\n"
    "    t.string('email')\n"
)


class Folder:
    """A schemas folder that is evaluated with a cache, as generation does it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.schemas = root / "schemas"
        self.schemas.mkdir()

    def write(self, name: str, text: str) -> None:
        (self.schemas / name).write_text(text)

    def define(self, name: str, *lines: str) -> None:
        body = "".join(f"    {line}\n" for line in lines)
        self.write(name, f"def define(db):\n{body}")

    def evaluate(self) -> Evaluation:
        cache = self.root / "cache"
        return evaluate(self.schemas, root=self.root, cache_file=cache, text_of=table_text)

    def problems(self) -> list[str]:
        with pytest.raises(SchemaError) as caught:
            self.evaluate()
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_file_with_define_only_is_about_no_table(folder: Folder) -> None:
    folder.define("01_all.py", "db.namespace('billing')")
    found = folder.evaluate()
    assert (dict(found.model.tables), found.entries) == ({}, {})
    assert found.model.objects == {Ref(Kind.NAMESPACE, "billing"): Namespace(name="billing")}
    (item,) = found.model.objects.values()
    assert item.origin == Place("schemas/01_all.py", 2)


def test_define_may_stand_beside_build(folder: Folder) -> None:
    folder.write("01_users.py", USERS + "\n\ndef define(db):\n    db.view('v', 'SELECT 1')\n")
    found = folder.evaluate()
    assert list(found.model.tables) == ["users"]
    assert list(found.model.objects) == [Ref(Kind.VIEW, "v")]


def test_what_goes_in_two_stages_is_known_with_its_place(folder: Folder) -> None:
    folder.write("01_users.py", USERS)
    folder.write("02_gone.yaml", "drop_tables: [accounts]\ndrop_types: [shop.mood]\n")
    for _ in range(2):  # the second time it comes from the cache
        found = folder.evaluate().model.staged_drops
        assert found == {
            ("table", "accounts"): Place("schemas/02_gone.yaml", 1, 1),
            ("type", "shop.mood"): Place("schemas/02_gone.yaml", 2, 1),
        }
    folder.define("03_more.py", "db.drop_table('users')")
    with pytest.raises(SchemaError, match='table "users" is declared, and dropped by drop_table'):
        folder.evaluate()


def test_enum_that_a_file_defines_is_one_with_that_of_a_column(folder: Folder) -> None:
    folder.define("01_all.py", "db.enum('kind', ['a'], grants={'app': 'usage'})")
    folder.write("02_users.py", USERS + "    t.enum('kind', ['a'], type_name='kind')\n")
    (enum,) = folder.evaluate().model.enums.values()
    assert enum.privileges.grants == (Grant("app", "USAGE"),)


def test_grants_of_another_file_reach_tables_columns_and_objects(folder: Folder) -> None:
    folder.write("01_users.py", USERS)
    folder.define(
        "02_all.py",
        "db.view('v', 'SELECT 1 AS a')",
        "db.function('f', returns='int', body='SELECT 1')",
    )
    folder.define(
        "90_grants.py",
        "db.grant('select', 'app', table='users')",
        "db.grant('update', 'app', table='users', columns='email')",
        "db.grant('select', ['app', 'web'], view='v', grantable=True)",
        "db.revoke('execute', 'PUBLIC', function='f')",
        "db.comment('people', table='users')",
        "db.comment('first', view='v', columns='a')",
    )
    for _ in range(2):  # the second time all of it comes from the cache
        model = folder.evaluate().model
        users = model.tables["users"]
        assert users.details.privileges.grants == (Grant("app", "SELECT"),)
        assert users.comment == "people"
        assert users.columns["email"].details.privileges.grants == (Grant("app", "UPDATE"),)
        view = model.objects[Ref(Kind.VIEW, "v")]
        assert isinstance(view, View)
        assert view.privileges.grants == (
            Grant("app", "SELECT", True),
            Grant("web", "SELECT", True),
        )
        assert view.columns[0].comment == "first"
        function = model.objects[Ref(Kind.FUNCTION, "f()")]
        assert function.privileges.revokes == (Grant("PUBLIC", "EXECUTE"),)  # type: ignore[union-attr]
    folder.define("90_grants.py", "db.grant('insert', 'app', table='users')")
    users = folder.evaluate().model.tables["users"]
    assert users.details.privileges.grants == (Grant("app", "INSERT"),)
    assert users.comment is None


def test_only_changed_files_are_evaluated(folder: Folder) -> None:
    folder.write("01_users.py", USERS)
    folder.define("02_all.py", "db.view('v', 'SELECT 1 AS a')")
    folder.define("03_all.py", "db.view('w', 'SELECT 1 AS a')")
    assert len(folder.evaluate().evaluated) == 3
    folder.define("03_all.py", "db.view('w', 'SELECT 2 AS a')")
    found = folder.evaluate()
    assert found.evaluated == ("schemas/03_all.py",)
    assert list(found.model.objects) == [Ref(Kind.VIEW, "v"), Ref(Kind.VIEW, "w")]
    (folder.schemas / "02_all.py").unlink()
    assert list(folder.evaluate().model.objects) == [Ref(Kind.VIEW, "w")]


def test_two_files_that_declare_one_object_differently_are_both_named(folder: Folder) -> None:
    folder.define("01_all.py", "db.view('v', 'SELECT 1')")
    folder.define("02_all.py", "db.view('v', 'SELECT 2')")
    assert folder.problems() == [
        (
            'schemas/02_all.py:2: view "v" is already declared differently at schemas/01_all.py:2\n'
            "hint: remove one of the two"
        )
    ]


def test_grant_on_nothing_is_refused(folder: Folder) -> None:
    folder.write("01_users.py", USERS)
    folder.define(
        "02_all.py",
        "db.grant('select', 'app', table='user')",
        "db.grant('select', 'app', table='users', columns='mail')",
        "db.grant('select', 'app', view='v')",
        "db.grant('execute', 'app', function='f')",
        "db.function('f', 'a int', returns='int', body='SELECT 1')",
        "db.function('f', 'a text', returns='int', body='SELECT 1')",
    )
    assert folder.problems() == [
        (
            'schemas/02_all.py:2: this grant is for table "user", which no file declares\n'
            'hint: did you mean "users"?'
        ),
        (
            'schemas/02_all.py:3: this grant is for column "mail", '
            'which table "users" does not have\nhint: did you mean "email"?'
        ),
        'schemas/02_all.py:4: this grant is for view "v", which no file declares',
        (
            'schemas/02_all.py:5: this grant is for function "f", of which there are several\n'
            'hint: name one of them: "f(integer)", "f(text)"'
        ),
    ]


def test_what_define_raises_has_a_line(folder: Folder) -> None:
    folder.define("01_all.py", "db.view('v', 'SELECT 1')", "db.veiw('w', 'SELECT 1')")
    (problem,) = folder.problems()
    assert problem == (
        "schemas/01_all.py:3: define raised AttributeError: 'DatabaseSchema' object has no "
        "attribute 'veiw'\nhint: did you mean db.view?"
    )


def test_wrong_arguments_name_the_call(folder: Folder) -> None:
    folder.define("01_all.py", "db.view()")
    (problem,) = folder.problems()
    assert problem.startswith("schemas/01_all.py:2: define raised TypeError: db.view() missing")


def test_table_name_without_build_is_refused(folder: Folder) -> None:
    folder.write("01_all.py", "table_name = 'users'\n\n\ndef define(db):\n    pass\n")
    assert folder.problems() == [
        (
            "schemas/01_all.py: the file has a table_name, but no function build\n"
            "hint: the form is: def build(t: TableSchema) -> None"
        )
    ]


def test_namespace_of_a_file(folder: Folder) -> None:
    folder.define("01_all.py", "db.namespace('billing')")
    folder.write("02_invoices.py", f"namespace = 'billing'\n{USERS}")
    folder.write("03_x.py", f"table_name = 'billing.lines'\n{USERS}")
    folder.write("04_billing.more.py", USERS)
    assert list(folder.evaluate().model.tables) == [
        "billing.invoices",
        "billing.lines",
        "billing.more",
    ]


def test_table_in_two_namespaces_is_refused(folder: Folder) -> None:
    folder.write("01_x.py", f"namespace = 'a'\ntable_name = 'b.c'\n{USERS}")
    assert folder.problems() == [
        'schemas/01_x.py: table_name "b.c" is not in namespace "a"\nhint: give one of the two'
    ]


def test_edit_of_an_object_is_validated_without_building_the_tables(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("01_users.py", USERS)
    folder.define("02_all.py", "db.view('v', 'SELECT 1')")
    folder.evaluate()
    built: list[str] = []
    unpack = evaluate_module._unpack
    monkeypatch.setattr(
        evaluate_module, "_unpack", lambda table: built.append("users") or unpack(table)
    )
    folder.define("02_all.py", "db.view('v', 'SELECT 2')")
    folder.evaluate()
    assert built == []
    folder.define("02_all.py", "db.view('v', 'SELECT 2')", "db.view('users', 'SELECT 2')")
    assert len(folder.problems()) == 1
    folder.define("02_all.py", "db.policy('p', 'usres')")
    assert folder.problems() == [
        (
            'schemas/02_all.py:2: policy "p" is on table "usres", which does not exist\n'
            'hint: did you mean "users"?'
        )
    ]


def test_column_that_a_trigger_uses_is_looked_at_when_its_table_changes(folder: Folder) -> None:
    folder.write("01_users.py", USERS)
    folder.define("02_all.py", "db.trigger('t', 'users', 'before', 'update', 'f', columns='email')")
    folder.evaluate()
    folder.write("01_users.py", USERS.replace("email", "mail"))
    assert folder.problems() == [
        (
            'schemas/02_all.py:2: trigger "t" uses column "email", '
            'which table "users" does not have\n'
            'hint: did you mean "mail"?'
        )
    ]
