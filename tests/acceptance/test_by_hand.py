"""Migrations written by hand, and what the schema files say about the same things later."""

from pathlib import Path

import pytest

from fluentorm.embedded import available
from tests.tasks.conftest import Project

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not available(), reason="the proof needs the embedded server"),
]

NOTES = """table_name: notes
fields:
  id: {type: integer, primary_key: true}
  text: string
"""


@pytest.fixture
def notes(proven: Path, database: str):
    """A generated and applied project with one table, whose generations are proven."""
    root = Project(proven, {"FLUENT_DB_URL": database})
    root.write("dodo.py", "from fluentorm.tasks import *\n")
    root.write("schemas/01_notes.yaml", NOTES)
    _ok(root, "generate_models")
    return root


def _ok(project: Project, *words: str) -> str:
    ran = project.script(*words)
    assert ran.status == 0, ran.out + ran.err
    return ran.out


def _by_hand(project: Project, up: str, down: str) -> None:
    _ok(project, "new_migration", "--name", "by hand")
    written = sorted((project.root / "migrations").glob("*_by_hand.sql"))[-1]
    written.write_text(up)
    written.with_name(f"{written.stem}_down.sql").write_text(down)
    _ok(project, "generate_models")


def test_what_a_migration_by_hand_did_can_be_declared_afterwards(notes) -> None:
    _by_hand(
        notes,
        "ALTER TABLE notes ADD COLUMN stars integer; CREATE VIEW v AS SELECT stars FROM notes;",
        "DROP VIEW v; ALTER TABLE notes DROP COLUMN stars;",
    )
    notes.write("schemas/01_notes.yaml", f"{NOTES}  stars: {{type: integer, nullable: true}}\n")
    before = notes.contents("migrations")
    assert "only the snapshot is written" in _ok(notes, "generate_models")
    assert notes.contents("migrations") == before
    assert "stars" in (notes.root / "models/notes.py").read_text()
    assert "agree" in _ok(notes, "check")
    assert "proved 2 migrations" in _ok(notes, "verify")
    # The next change builds on it.
    notes.write("schemas/01_notes.yaml", f"{NOTES}  stars: {{type: integer, default: 0}}\n")
    assert "notes_alter_column_stars" in _ok(notes, "generate_models")
    assert _ok(notes, "generate_models") == ""


def test_what_a_migration_by_hand_undid_is_told_by_verify(notes) -> None:
    _by_hand(
        notes, "ALTER TABLE notes DROP COLUMN text;", "ALTER TABLE notes ADD COLUMN text text;"
    )
    told = notes.script("verify")
    assert told.status == 1
    assert 'column "notes.text": is missing' in told.err
    assert "let the schema files say the same" in told.err
    notes.replace("schemas/01_notes.yaml", "  text: string\n", "")
    assert "only the snapshot is written" in _ok(notes, "generate_models")
    irreversible = notes.script("verify")  # the column comes back, but not as it was
    assert "nullable instead of not null" in irreversible.out


def test_what_the_server_refuses_is_told_with_its_place_in_the_schema_files(notes) -> None:
    notes.write("schemas/01_notes.yaml", NOTES + 'checks:\n  short: "length(txt) < 9"\n')
    before = notes.contents("migrations")
    ran = notes.script("generate_models")
    assert ran.status == 1
    lines = ran.err.splitlines()
    assert lines[0].startswith('error: schemas/01_notes.yaml:6:3: the new migration "migrations/')
    assert lines[0].endswith('statement 1 failed: column "txt" does not exist')
    assert lines[2] == (
        "in the line: ALTER TABLE notes ADD CONSTRAINT short CHECK (length(txt) < 9) NOT VALID;"
    )
    assert notes.contents("migrations") == before


@pytest.mark.parametrize(
    ("part", "place", "line"),
    [
        ("fields:\n  id: integer\n  to: no_such_type\n", ":4:3", '"to" no_such_type NOT NULL'),
        ("fields: {id: integer}\nchecks:\n  odd: idd > 1\n", ":4:3", "CONSTRAINT odd CHECK"),
    ],
)
def test_what_the_server_refuses_in_a_new_table_has_the_line_of_its_part(
    notes, part: str, place: str, line: str
) -> None:
    notes.write("schemas/02_more.yaml", f"table_name: more\n{part}")
    lines = notes.script("generate_models").err.splitlines()
    assert lines[0].startswith(f'error: schemas/02_more.yaml{place}: the new migration "')
    assert any(told.startswith(f"in the line: {line}") for told in lines)


def test_objects_made_by_hand_can_be_declared_afterwards(notes) -> None:
    _by_hand(
        notes,
        "CREATE TABLE tags (id integer PRIMARY KEY); CREATE TYPE mood AS ENUM ('good');"
        "CREATE VIEW texts AS SELECT text FROM notes;",
        "DROP VIEW texts; DROP TYPE mood; DROP TABLE tags;",
    )
    notes.write(
        "schemas/02_all.yaml",
        "table_name: tags\nfields: {id: {type: integer, primary_key: true}}\n"
        "enums: {mood: [good]}\nviews: {texts: SELECT text FROM notes}\n",
    )
    assert "only the snapshot is written" in _ok(notes, "generate_models")
    assert _ok(notes, "generate_models") == ""
    # The view is the schema files' from now on: it steps aside by itself.
    notes.replace("schemas/01_notes.yaml", "text: string", "text: {type: varchar, length: 9}")
    assert "notes_alter_column_text" in _ok(notes, "generate_models", "migrate", "verify")
