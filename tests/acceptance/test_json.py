"""Every command that has --json: one document on standard output, whatever becomes of it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

import fluentorm.tasks
from fluentorm.embedded import available
from tests.acceptance.git_projects import Clone, begin
from tests.conftest import lend

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not available(), reason="proofs need the embedded server"),
]

NOWHERE = "postgresql://ann:topsecret@127.0.0.1:1/gone"
ERROR = {"error"}
DONE = {"rolled_back", "applied"}
HALF = """-- Step: 1 short
CREATE TABLE half (id int);
-- Step: 2 bare
CREATE INDEX CONCURRENTLY half_gone ON half (gone);
"""


def nothing(_: Clone) -> None:
    """Leave the project as it is: generated and committed, and nothing applied."""


def applied(app: Clone) -> None:
    app.ok("migrate")


def half_way(app: Clone) -> None:
    app.write("migrations/20990101000000_half.sql", HALF)
    app.write("migrations/20990101000000_half_down.sql", "DROP TABLE half;\n")
    assert app.script("migrate").status == 1


def unreachable(app: Clone) -> None:
    app.env["FLUENT_DB_URL"] = NOWHERE


def misspelt(app: Clone) -> None:
    app.write("schemas/02_posts.py", "print('on the way'\n")


def printing(app: Clone) -> None:
    path = app.root / "schemas/01_users.py"
    path.write_text(path.read_text() + "\n\nprint('on the way')\n")


def seeded(app: Clone) -> None:
    applied(app)
    app.write("seeds/01.yaml", "users:\n  - {id: 1, name: Ann}\n")


def seeded_wrongly(app: Clone) -> None:
    applied(app)
    app.write("seeds/01.yaml", "users:\n  - {id: 1, nam: Ann}\n")


def seeded_twice(app: Clone) -> None:
    seeded(app)
    app.ok("seed")


def changed(app: Clone) -> None:
    applied(app)
    _run(app, "ALTER TABLE users ADD COLUMN more int")


def other_tool(app: Clone) -> None:
    _empty(app)
    _run(app, "CREATE TABLE alembic_version (version_num text); CREATE TABLE t (id int)")
    _run(app, "INSERT INTO alembic_version VALUES ('ae1027a6acf')")


def only_database(app: Clone) -> None:
    _empty(app)
    _run(app, "CREATE TABLE t (id int)")


def pulled(app: Clone) -> None:
    only_database(app)
    app.ok("db_pull")


def edited(app: Clone) -> None:
    pulled(app)
    app.write("schemas/01_t.py", (app.root / "schemas/01_t.py").read_text() + "# mine\n")


def loose(app: Clone) -> None:
    path = next((app.root / "migrations").glob("*_create_users.sql"))
    path.write_text(path.read_text() + "-- mine\n")


def without_snapshot(app: Clone) -> None:
    (app.root / "schemas/.fluent_snapshot.json").unlink()


def dangerous(app: Clone) -> None:
    app.write("migrations/20990101000000_bad.sql", "BEGIN;\nCREATE TABLE bad ();\nCOMMIT;\n")


def wrong_setting(app: Clone) -> None:
    del app.env["FLUENT_DB_URL"]
    app.env["FLUENT_DB_PORT"] = "door"


@dataclass(frozen=True)
class Case:
    """What is typed, in which state, how it ends, and the keys of the document."""

    words: str
    prepare: Callable[[Clone], None]
    status: int
    keys: set[str] = field(default_factory=lambda: ERROR)

    def __str__(self) -> str:
        return f"{self.words} {self.prepare.__name__}"


UP = {"applied", "planned", "out_of_order", "accepted", "contracts", "waiting", "replaced"}
UP |= {"seconds"}
PULLED = {"from", "tables", "objects", "files", "write", "remove", "in_the_way", "left_out"}
PULLED |= {"unmanaged"}
LINT = {"ok", "counts", "findings"}
SQUASHED = {"wrote", "replaces", "kept", "old_files", "rows"}
CASES = [
    Case("migrate", nothing, 0, UP),
    Case("migrate", applied, 0, UP),
    Case("migrate", unreachable, 1),
    Case("migrate", wrong_setting, 2),
    Case("migrate_up", nothing, 0, UP),
    Case("migrate_up --dry-run", nothing, 0, UP | {"steps"}),
    Case("migrate_up", half_way, 1),
    Case("migrate_status", nothing, 0, {"applied", "pending"}),
    Case("migrate_status", applied, 0, {"applied", "pending"}),
    Case("migrate_status", unreachable, 1),
    Case("migrate_down", nothing, 0, {"rolled_back", "planned", "seconds"}),
    Case("migrate_down", applied, 0, {"rolled_back", "planned", "seconds"}),
    Case("migrate_down --plan", applied, 0, {"plan"}),
    Case("migrate_down --to 7", applied, 1),
    Case("migrate_redo", nothing, 0, DONE),
    Case("migrate_redo", applied, 0, DONE),
    Case("migrate_redo", unreachable, 1),
    Case("migrate_baseline --to {first}", nothing, 0, {"recorded"}),
    Case("migrate_baseline --to {first}", applied, 0, {"recorded"}),
    Case("migrate_baseline", nothing, 1),
    Case("migrate_backfill", applied, 0, {"migrations"}),
    Case("migrate_backfill --pause", applied, 0, {"asked", "request"}),
    Case("migrate_backfill", unreachable, 1),
    Case("migrate_abort", applied, 0, {"migrations"}),
    Case("migrate_abort", half_way, 0, {"migrations"}),
    Case("migrate_abort", unreachable, 1),
    Case("migrate_repair", applied, 0, {"migrations"}),
    Case("migrate_repair", half_way, 1),
    Case("preflight", applied, 0, {"findings"}),
    Case("preflight", unreachable, 1),
    Case("plan", applied, 0, {"generate", "migrate", "migrate_steps"}),
    Case("plan", printing, 0, {"generate", "migrate", "migrate_steps"}),
    Case("plan", unreachable, 0, {"generate", "migrate", "migrate_steps"}),
    Case("plan", misspelt, 1),
    Case("check", nothing, 0, {"ok", "problems"}),
    Case("check", misspelt, 1, {"ok", "problems"}),
    Case("check --format json", wrong_setting, 2),
    Case("lint", nothing, 0, LINT),
    Case("lint", dangerous, 1, LINT),
    Case("lint nowhere.sql", nothing, 1),
    Case("lint --live", unreachable, 1),
    Case("verify", nothing, 0, {"verdicts", "differences"}),
    Case("verify", without_snapshot, 1),
    Case("show", nothing, 0, {"users", "teams"}),
    Case("show nobody", nothing, 1),
    Case("seed", nothing, 0, {"tables", "files", "dry_run"}),
    Case("seed", seeded, 0, {"tables", "files", "dry_run"}),
    Case("seed", seeded_twice, 0, {"tables", "files", "dry_run"}),
    Case("seed", seeded_wrongly, 1),
    Case("db_diff --from empty --to empty", nothing, 0, {"from", "to", "operations"}),
    Case("db_diff --from empty --to schemas", nothing, 1, {"from", "to", "operations"}),
    Case("db_diff --from empty --to nowhere", nothing, 2),
    Case(f"db_diff --from {NOWHERE} --to empty", nothing, 2),
    Case("db_dump --from schemas", nothing, 0, {"from", "operations", "unmanaged"}),
    Case("db_dump", unreachable, 1),
    Case("drift", applied, 0, {"drift", "unmanaged"}),
    Case("drift", changed, 1, {"drift", "unmanaged"}),
    Case("drift --fix database", changed, 0, {"drift", "unmanaged"}),
    Case("drift", unreachable, 2),
    Case("db_pull", only_database, 0, PULLED | {"migrations"}),
    Case("db_pull", pulled, 0, PULLED | {"migrations"}),
    Case("db_pull --report-only", pulled, 0, PULLED),
    Case("db_pull", edited, 1),
    Case("adopt --from alembic", other_tool, 0, {"tool", "history", "standing", "recorded"}),
    Case("adopt --from alembic", only_database, 1),
    Case("adopt", nothing, 2),
    Case("squash", nothing, 0, SQUASHED),
    Case("squash", loose, 1),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the root of a committed project with two migrations."""
    root = tmp_path_factory.mktemp("json") / "made"
    clone = begin(root)
    clone.write("schemas/02_teams.yaml", "table_name: teams\nfields:\n  id: {type: integer}\n")
    clone.ok("generate_models")
    clone.commit("Teams")
    return root


@pytest.fixture
def app(tmp_path: Path, made: Path, database: str, scratch: Path) -> Clone:
    root = tmp_path / "app"
    shutil.copytree(made, root, ignore=shutil.ignore_patterns(".fluent"))
    lend(scratch, root)
    return Clone(root, {"FLUENT_DB_URL": database, "FLUENT_VERIFY": "0"})


def _run(app: Clone, sql: str) -> None:
    with psycopg.connect(app.env["FLUENT_DB_URL"], autocommit=True) as connection:
        connection.execute(sql.encode())


def _empty(app: Clone) -> None:
    """Leave a project without schema files and migrations."""
    for folder in ("schemas", "migrations", "models"):
        shutil.rmtree(app.root / folder)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_document_is_all_there_is_on_standard_output(app: Clone, case: Case) -> None:
    first = min(path.name[:14] for path in (app.root / "migrations").glob("*_create_*.sql"))
    case.prepare(app)
    ran = app.script(*case.words.format(first=first).split(), "--json")
    assert ran.status == case.status, ran.out + ran.err
    document = json.loads(ran.out)
    assert case.keys <= set(document)
    if "--from postgresql" in case.words:
        assert document["error"]["hint"].endswith("or correct the URL of --from")
    if case.keys == ERROR:
        told = document["error"]
        assert set(document) == ERROR
        assert told["message"] in ran.err
        assert told["hint"] is None or told["hint"].splitlines()[0] in ran.err
    assert "topsecret" not in ran.out + ran.err
    assert "Traceback" not in ran.err


def test_every_command_that_has_the_option_is_tried(app: Clone, monkeypatch) -> None:
    monkeypatch.chdir(app.root)
    tasks = [name for name in fluentorm.tasks.__all__ if name.startswith("task_")]
    found = set()
    for name in tasks:
        options = [option["long"] for option in getattr(fluentorm.tasks, name)().params]
        if "json" in options:
            found.add(name.removeprefix("task_"))
    assert {case.words.split()[0] for case in CASES} == found


def test_other_tasks_on_the_same_line_do_not_get_in_between(app: Clone) -> None:
    ran = app.script("generate_models", "migrate", "check", "migrate_status", "--json")
    assert ran.status == 0, ran.err
    assert len(json.loads(ran.out)["applied"]) == 2
    assert "applied 2 migrations" in ran.err
    misspelt(app)
    ran = app.script("generate_models", "migrate", "--json")
    assert ran.status == 1
    told = json.loads(ran.out)["error"]
    assert (told["kind"], told["problems"][0]["place"]) == (
        "SchemaError",
        "schemas/02_posts.py:1:6",
    )


@pytest.mark.parametrize("words", [("migrate", "--nosuch"), ("migrate_down", "--steps", "x")])
def test_wrong_options_are_a_document_too(app: Clone, words: tuple[str, ...]) -> None:
    ran = app.script(*words, "--json")
    assert ran.status == 2
    assert json.loads(ran.out)["error"]["hint"]
    assert app.script(*words).out == ""


def test_an_error_says_what_was_done_before_it(app: Clone) -> None:
    app.write("migrations/20990101000000_bad.sql", "CREATE TABLE fine ();\nSELECT nope;\n")
    ran = app.script("migrate", "--json")
    told = json.loads(ran.out)["error"]
    assert ran.status == 1
    assert told["kind"] == "Failed"
    assert told["sqlstate"] == "42703"
    assert told["place"] == "migrations/20990101000000_bad.sql:2:8"
    assert [name[15:] for name in told["applied"]] == ["create_users.sql", "create_teams.sql"]
