"""Queries and bodies in SQL files of their own: with a header, with options beside, or named."""

from pathlib import Path

import pytest

from fluentorm.errors import Place, SchemaError
from fluentorm.registry.discover import sql_files, tracked_files
from fluentorm.registry.evaluate import Evaluation, evaluate
from fluentorm.schema.database_objects import MaterializedView, Routine, View
from fluentorm.schema.refs import Kind, Ref
from fluentorm.snapshot.tables import table_text


class Folder:
    """A schemas folder that is evaluated with a cache, as generation does it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.schemas = root / "schemas"
        self.schemas.mkdir()

    def write(self, name: str, text: str | bytes) -> None:
        path = self.schemas / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def define(self, name: str, *lines: str) -> None:
        body = "".join(f"    {line}\n" for line in lines)
        self.write(name, f"def define(db):\n{body}")

    def evaluate(self) -> Evaluation:
        cache = self.root / "cache"
        return evaluate(self.schemas, root=self.root, cache_file=cache, text_of=table_text)

    def view(self, name: str = "active") -> View:
        found = self.evaluate().model.objects[Ref(Kind.VIEW, name)]
        assert isinstance(found, View)
        return found

    def problems(self) -> list[str]:
        with pytest.raises(SchemaError) as caught:
            self.evaluate()
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_header_has_the_options(folder: Folder) -> None:
    folder.write(
        "anywhere/x.sql",
        "-- view: active\n-- security_invoker: true\n-- columns:\n--   a: {comment: first}\n"
        "SELECT a\n  FROM t;\n",
    )
    view = folder.view()
    assert view.query == "SELECT a\n  FROM t"
    assert view.options == (("security_invoker", "true"),)
    assert view.columns[0].comment == "first"
    assert view.origin == Place("schemas/anywhere/x.sql", 5)


def test_folder_and_file_tell_kind_and_name(folder: Folder) -> None:
    folder.define("01_all.py", "db.namespace('billing')")
    folder.write("views/billing.active.sql", "-- Those who pay.\nSELECT 1\n")
    assert folder.view("billing.active").query == "-- Those who pay.\nSELECT 1"


def test_options_may_stand_beside_it(folder: Folder) -> None:
    folder.write("views/active.sql", "SELECT 1\n")
    folder.write("views/active.yaml", "comment: who pays\n")
    folder.write("views/other.yaml", "not: ours\n")
    assert folder.view().comment == "who pays"
    folder.write("views/active.yaml", "comment: who paid\n")
    assert folder.view().comment == "who paid"
    (folder.schemas / "views/active.yaml").unlink()
    assert folder.view().comment is None


def test_body_is_taken_to_the_letter(folder: Folder) -> None:
    folder.write(
        "functions/total.sql",
        "-- arguments: a integer\n-- returns: integer\n-- language: plpgsql\n--\n"
        "-- note: begins the body\n\nBEGIN\r\n  RETURN a;  \nEND\n\n",
    )
    found = folder.evaluate().model.objects[Ref(Kind.FUNCTION, "total(integer)")]
    assert isinstance(found, Routine)
    assert found.body == "-- note: begins the body\n\nBEGIN\n  RETURN a;  \nEND\n"
    assert (found.arguments, found.language) == ("a integer", "plpgsql")
    assert found.origin == Place("schemas/functions/total.sql", 5)


def test_empty_line_behind_the_header_is_of_the_body(folder: Folder) -> None:
    folder.write("x.sql", "-- procedure: p\n-- language: plpgsql\n\nBEGIN END\n")
    found = folder.evaluate().model.objects[Ref(Kind.PROCEDURE, "p()")]
    assert isinstance(found, Routine)
    assert found.body == "\nBEGIN END"


def test_materialized_view_has_indexes_in_its_header(folder: Folder) -> None:
    folder.write(
        "materialized_views/m.sql",
        "-- indexes:\n--   i: {columns: [a], unique: true}\nSELECT 1 AS a\n",
    )
    found = folder.evaluate().model.objects[Ref(Kind.MATERIALIZED_VIEW, "m")]
    assert isinstance(found, MaterializedView)
    assert [index.name for index in found.indexes] == ["i"]


def test_schema_files_name_sql_files(folder: Folder) -> None:
    folder.define(
        "01_all.py",
        "db.view('active', db.sql_file('views/active.sql'), comment='who pays')",
    )
    folder.write(
        "02_all.yaml",
        "functions:\n  f: {returns: integer, body_file: bodies/f.sql}\n"
        "views:\n  w: {query_file: ./views/w.sql}\n",
    )
    folder.write("views/active.sql", "-- view: this is a comment\nSELECT 1\n")
    folder.write("views/w.sql", "SELECT 2\n")
    folder.write("bodies/f.sql", "SELECT 3\n")
    view = folder.view()
    assert view.query == "-- view: this is a comment\nSELECT 1"
    assert view.origin == Place("schemas/views/active.sql", 1)
    assert folder.view("w").query == "SELECT 2"
    found = folder.evaluate()
    assert found.evaluated == ()
    folder.write("bodies/f.sql", "SELECT 4\n")
    found = folder.evaluate()
    assert found.evaluated == ("schemas/02_all.yaml",)
    routine = found.model.objects[Ref(Kind.FUNCTION, "f()")]
    assert isinstance(routine, Routine)
    assert routine.body == "SELECT 4"


def test_only_changed_sql_files_are_evaluated(folder: Folder) -> None:
    folder.write("views/active.sql", "SELECT 1\n")
    folder.write("views/idle.sql", "SELECT 2\n")
    assert len(folder.evaluate().evaluated) == 2
    folder.write("views/active.sql", "SELECT 3\n")
    assert folder.evaluate().evaluated == ("schemas/views/active.sql",)
    (folder.schemas / "views/idle.sql").unlink()
    assert list(folder.evaluate().model.objects) == [Ref(Kind.VIEW, "active")]


def test_files_that_the_task_graph_tracks(folder: Folder) -> None:
    for name in ("01_users.py", "views/a.sql", "views/a.yaml", "views/b.yaml", "_x/c.sql", "d.sql"):
        folder.write(name, "")
    assert sql_files(folder.schemas) == ["d.sql", "views/a.sql", "views/a.yaml"]
    base = folder.schemas
    assert tracked_files(base) == [
        f"{base}/{name}" for name in ("01_users.py", "d.sql", "views/a.sql", "views/a.yaml")
    ]


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        (
            {"x/a.sql": "SELECT 1\n"},
            [
                (
                    "schemas/x/a.sql:1: nothing says what this file is, "
                    "and no schema file names it\n"
                    'hint: begin it with "-- view: name" (or view, materialized_view, function, '
                    'procedure), or name it with db.sql_file("x/a.sql")'
                )
            ],
        ),
        (
            {"views/a.sql": "-- view: v\n-- secure: true\nSELECT 1\n"},
            ['schemas/views/a.sql:2:4: unknown key "secure" in the header\nhint: known are: '],
        ),
        (
            {"views/a.sql": "-- view: v\n-- security_invoker: maybe\nSELECT 1\n"},
            [
                (
                    "schemas/views/a.sql:2:22: security_invoker of the header must be true or "
                    'false, not "maybe"'
                )
            ],
        ),
        (
            {"views/a.sql": "-- view: v\n-- names: [a\nSELECT 1\n"},
            ["schemas/views/a.sql:3:1: this is no YAML: "],
        ),
        ({"views/a.sql": "-- view: v\n"}, ['schemas/views/a.sql:2: view "v" has no query']),
        (
            {"functions/a.sql": "SELECT 1\n"},
            ['schemas/functions/a.sql:1: function "a" has no returns\nhint: '],
        ),
        (
            {"views/a.sql": b"SELECT '\xff'\n"},
            ["schemas/views/a.sql:1: the file is not UTF-8\nhint: save it as UTF-8"],
        ),
        (
            {"views/a.sql": "-- view: v\nSELECT 1\n", "views/a.yaml": "comment: x\n"},
            [
                (
                    "schemas/views/a.sql:1: the options stand in a header, "
                    "and in a file beside it\n"
                    "hint: keep one of the two; schemas/views/a.yaml is the other"
                )
            ],
        ),
        (
            {"views/a.sql": "SELECT 1\n", "views/a.yml": "coment: x\n"},
            ['schemas/views/a.yml:1:1: unknown key "coment" in the header\nhint: '],
        ),
        (
            {"01.yaml": "views: {v: {query_file: v/a.sql}}", "views/a.sql": "SELECT 1\n"},
            [
                (
                    'schemas/01.yaml:1:9: there is no file "v/a.sql"\n'
                    'hint: did you mean "views/a.sql"?'
                ),
            ],
        ),
        (
            {
                "01.yaml": "views: {v: {query_file: views/v.sql}}",
                "views/v.sql": "SELECT 1\n",
                "views/v.yaml": "comment: x\n",
            },
            [
                (
                    'schemas/views/v.yaml: the options of "views/v.sql" stand in the schema file '
                    "that names it\nhint: remove this file"
                )
            ],
        ),
        (
            {"01.yaml": "views: {v: SELECT 1}", "views/v.sql": "SELECT 2\n"},
            [
                (
                    'schemas/views/v.sql:1: view "v" is already declared differently at '
                    "schemas/01.yaml:1:9\nhint: remove one of the two"
                )
            ],
        ),
    ],
)
def test_what_is_wrong_names_the_file_and_the_line(
    folder: Folder, files: dict[str, str | bytes], problems: list[str]
) -> None:
    for name, text in files.items():
        folder.write(name, text)
    for _ in range(2):  # what is wrong is told again, with a cache too
        found = folder.problems()
        assert len(found) == len(problems), found
        for actual, start in zip(found, problems, strict=True):
            assert actual.startswith(start)


def test_defect_of_a_definition_is_told_at_every_run(folder: Folder) -> None:
    folder.write(
        "01_users.py",
        "def build(t):\n    t.uuid('id')\n\n\ndef define(db):\n    db.view('v', '')\n",
    )
    assert folder.problems() == folder.problems() != []
