"""db_pull as a command: a database becomes a project, and the project makes the same database."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import lend
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

BLOG = """
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE state AS ENUM ('draft', 'live');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email email NOT NULL UNIQUE,
    password text NOT NULL,
    mood mood NOT NULL DEFAULT 'ok',
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
COMMENT ON TABLE users IS 'who''s who';
CREATE TABLE "Odd ""one"" name" (
    id serial PRIMARY KEY,
    "user" bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    state state DEFAULT 'draft',
    states state[],
    body text COLLATE "C",
    size int GENERATED ALWAYS AS (length(body)) STORED,
    EXCLUDE USING btree (body WITH =)
);
CREATE INDEX ON "Odd ""one"" name" (lower(body) DESC) WHERE state = 'live';
CREATE TABLE events (id int GENERATED ALWAYS AS IDENTITY, at date NOT NULL, n int)
    PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX ON events_2024 (n);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    new.updated_at := now();  -- "now"
    RETURN new;
END $$;
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW happy AS SELECT id, email FROM users WHERE mood = 'ok';
CREATE MATERIALIZED VIEW totals AS SELECT mood, count(*) AS n FROM users GROUP BY mood;
CREATE UNIQUE INDEX totals_mood ON totals (mood);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT USING (email = CURRENT_USER);
CREATE STATISTICS users_stats (ndistinct) ON email, mood FROM users;
CREATE SCHEMA billing;
CREATE TABLE billing.accounts (id int PRIMARY KEY, user_id bigint REFERENCES public.users);
CREATE SEQUENCE numbers START 100;
"""


@pytest.fixture
def two(database: str) -> Iterator[tuple[str, str]]:
    """The URLs of a database to pull from and of an empty one."""
    name = "test_target_" + database.partition("/test_")[2][:12]
    other = database.replace(database.rpartition("/")[2].partition("?")[0], name)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        yield database, other
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _run(url: str, script: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())


def _project(folder: Path, url: str, scratch: Path | None = None) -> Project:
    project = Project(folder, {"FLUENT_DB_URL": url})
    folder.mkdir(exist_ok=True)
    if scratch is not None:
        lend(scratch, folder)
    else:
        project.env["FLUENT_VERIFY"] = "0"
    return project


def _sources(project: Project) -> dict[str, str]:
    folder = project.root / "schemas"
    names = [path for path in folder.rglob("*") if path.suffix in (".py", ".yaml", ".sql")]
    return {path.name: path.read_text() for path in names if path.name != "registry.py"}


def test_a_database_becomes_a_project_that_makes_the_same(
    tmp_path: Path, two, scratch: Path
) -> None:
    source, target = two
    _run(source, BLOG)
    project = _project(tmp_path / "one", source, scratch)
    pulled = project.script("db_pull")
    assert pulled.status == 0, pulled.err
    assert "proved 1 migration" in pulled.out
    assert "next: doit migrate_baseline" in pulled.err
    again = project.script("generate_models")
    assert (again.status, again.out, again.err) == (0, "", ""), "nothing is left to do"
    assert project.script("check").status == 0

    baseline = project.script("migrate_baseline")
    assert baseline.status == 0, baseline.err
    assert project.script("migrate").out == "no pending migrations\n"
    assert project.script("db_diff", "--from", source, "--to", "schemas").out == ""

    fresh = _project(tmp_path / "two", target, scratch)
    for name, text in _sources(project).items():
        fresh.write(f"schemas/{name}", text)
    assert fresh.script("generate_models", "migrate").status == 0
    assert fresh.script("db_diff", "--from", source, "--to", target).status == 0

    third = _project(tmp_path / "three", target)
    assert third.script("db_pull").status == 0
    assert _sources(third) == _sources(project)


@pytest.mark.parametrize("words", [(), ("--format", "yaml"), ("--sql-bodies",)])
def test_every_language_says_the_same(tmp_path: Path, two, scratch: Path, words) -> None:
    source, target = two
    _run(source, BLOG)
    project = _project(tmp_path / "one", source)
    assert project.script("db_pull", *words).status == 0
    endings = {Path(name).suffix for name in _sources(project)}
    assert endings == {("--format", "yaml"): {".yaml"}, ("--sql-bodies",): {".py", ".sql"}}.get(
        words, {".py"}
    )
    assert project.script("migrate_baseline").status == 0
    _run(source, "DROP VIEW happy")
    assert project.script("db_pull", *words).status == 0, "nothing was edited"
    assert project.script("migrate_baseline").status == 0

    fresh = _project(tmp_path / "two", target)
    shutil.copytree(project.root / "schemas", fresh.root / "schemas")
    for path in (fresh.root / "schemas").glob(".fluent*"):
        path.unlink()
    assert fresh.script("generate_models", "migrate").status == 0
    assert fresh.script("db_diff", "--from", source, "--to", target).status == 0


def test_the_baseline_makes_an_empty_database_the_same(tmp_path: Path, two) -> None:
    source, target = two
    _run(source, BLOG)
    project = _project(tmp_path / "one", source)
    assert project.script("db_pull").status == 0
    project.env["FLUENT_DB_URL"] = target
    assert project.script("migrate").status == 0
    assert project.script("db_diff", "--from", source, "--to", target).status == 0
    assert project.script("migrate_down", "--all").status == 0
    assert project.script("db_diff", "--from", target, "--to", "empty").status == 0


def test_edited_files_and_files_of_others_are_not_replaced(tmp_path: Path, database: str) -> None:
    _run(database, "CREATE TABLE users (id int PRIMARY KEY)")
    project = _project(tmp_path / "p", database)
    project.write("schemas/07_own.py", "def build(t):\n    t.text('a')\n")
    refused = project.script("db_pull")
    assert (refused.status, refused.out.count("wrote")) == (1, 0)
    assert "schemas/07_own.py, which no pull wrote" in refused.err
    assert "--force" in refused.err
    assert sorted(_sources(project)) == ["07_own.py"]

    assert project.script("db_pull", "--force").status == 0
    assert sorted(_sources(project)) == ["01_users.py"]
    assert project.script("db_pull").status == 0
    with (project.root / "schemas/01_users.py").open("a") as file:
        file.write("\n# mine\n")
    refused = project.script("db_pull")
    assert "schemas/01_users.py, edited since it was pulled" in refused.err
    assert "# mine" in _sources(project)["01_users.py"]


def test_pulling_again_takes_what_changed(tmp_path: Path, database: str) -> None:
    _run(database, "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)")
    project = _project(tmp_path / "p", database)
    assert project.script("db_pull").status == 0
    assert project.script("migrate_baseline").status == 0
    _run(database, "DROP TABLE a; ALTER TABLE b ADD COLUMN name text; CREATE TABLE c ()")
    _run(database, "ALTER TABLE c ADD COLUMN x int")
    assert project.script("db_pull").status == 0
    assert sorted(_sources(project)) == ["01_b.py", "02_c.py"]
    assert project.script("migrate_baseline").status == 0
    assert project.script("migrate").out == "no pending migrations\n"
    assert project.script("check").status == 0


def test_what_needs_something_unmanaged_is_pulled_without_a_proof(
    tmp_path: Path, database: str, scratch: Path
) -> None:
    _run(
        database,
        """CREATE FUNCTION same(box, point) RETURNS bool LANGUAGE sql AS 'SELECT true';
        CREATE OPERATOR === (LEFTARG = box, RIGHTARG = point, FUNCTION = same);
        CREATE TABLE t (a box); CREATE VIEW v AS SELECT a FROM t WHERE a === '(1,1)'::point""",
    )
    project = _project(tmp_path / "p", database, scratch)
    refused = project.script("db_pull")
    assert refused.status == 1
    assert 'not managed by fluentorm, left out: operator "public.===' in refused.err
    assert "pull once more with --no-verify" in refused.err
    assert not list(project.root.glob("migrations/*"))
    assert project.script("db_pull", "--no-verify").status == 0
    assert project.script("migrate_baseline").status == 0
    assert project.script("generate_models").out == ""


def test_an_empty_database_has_nothing_to_pull(tmp_path: Path, database: str) -> None:
    refused = _project(tmp_path / "p", database).script("db_pull")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith("error: there is nothing to pull: postgres@")
    assert " is empty\nhint: is it the right database?" in refused.err


def test_a_report_writes_nothing(tmp_path: Path, database: str) -> None:
    _run(database, "CREATE TABLE a (id int); CREATE CAST (int4 AS bool[]) WITH INOUT")
    project = _project(tmp_path / "p", database)
    ran = project.script("db_pull", "--report-only")
    assert ran.status == 0
    assert "would write schemas/01_a.py" in ran.out
    assert "not managed by fluentorm, left out: cast" in ran.err
    data = json.loads(project.script("db_pull", "--report-only", "--json").out)
    assert (data["tables"], data["files"]) == (1, ["01_a.py"])
    assert [item["kind"] for item in data["unmanaged"]] == ["cast"]
    assert list(project.root.iterdir()) == []


def test_what_is_chosen_brings_what_it_needs(tmp_path: Path, database: str) -> None:
    _run(database, BLOG)

    def pulled(name: str, *words: str) -> tuple[list[str], str]:
        project = _project(tmp_path / name, database)
        ran = project.script("db_pull", *words)
        assert ran.status == 0, ran.err
        return sorted(_sources(project)), ran.err

    files, err = pulled("users", "--include", "users")
    assert files == ["01_types.py", "02_functions.py", "03_users.py"]
    assert "left out" not in err
    files, err = pulled("billing", "--namespace", "billing")
    assert files == ["01_database.py", "02_billing_accounts.py"]
    assert 'foreign key "accounts_user_id_fkey" of table "billing.accounts" is left out' in err
    files, err = pulled("without", "--exclude", "users", "--exclude", "billing.*,events*")
    assert files == [
        "01_database.py",
        "02_types.py",
        "03_sequences.py",
        "04_functions.py",
        "05_odd_one_name.py",
    ]
    assert 'view "happy" is left out: it needs what is excluded' in err
    refused = _project(tmp_path / "none", database).script("db_pull", "--include", "nothing")
    assert (refused.status, "there is nothing to pull" in refused.err) == (1, True)
    wrong = _project(tmp_path / "wrong", database).script("db_pull", "--include", "thing:x")
    assert (wrong.status, 'the kind "thing"' in wrong.err) == (2, True)


# Dies before its nth change of a file; tells how many there were when it does not come to that.
_DYING = """
import os, signal, sys
from fluentorm.tasks.script import main

limit, told, left = int(sys.argv[1]), sys.argv[2], [0]

def counted(function):
    def call(*args, **options):
        left[0] += 1
        if left[0] == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **options)
    return call

os.replace, os.unlink = counted(os.replace), counted(os.unlink)
sys.argv = ["fluentorm", "db_pull", "--no-verify"]
try:
    main()
finally:
    with open(told, "w") as file:
        file.write(str(left[0]))
"""


def _dying_pull(project: Project, limit: int) -> int:
    """Pull, and return how many files that changed; 0 where it was killed."""
    told = project.root.parent / "told"
    told.unlink(missing_ok=True)
    command = [sys.executable, "-c", _DYING, str(limit), str(told)]
    environ = {**os.environ, **project.env}
    ran = subprocess.run(command, cwd=project.root, env=environ, capture_output=True, check=False)
    assert ran.returncode in (0, -signal.SIGKILL), ran.stderr
    return int(told.read_text()) if told.exists() else 0


def _left(project: Project) -> dict[str, bytes]:
    """Return all that a pull leaves, without times and what is named after them."""
    folders = [project.root / name for name in ("schemas", "migrations", "models")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    found = {str(path.relative_to(project.root)): path.read_bytes() for path in files}
    versions = sorted({version for name in found for version in re.findall(r"\d{14}", name)})
    for number, version in enumerate(versions):
        found = {
            name.replace(version, str(number)): text.replace(version.encode(), b"%d" % number)
            for name, text in found.items()
        }
    return {
        name: re.sub(rb"20\d\d-\d\d-\d\dT[\d:]+Z|_fl_\w+", b"T", text)
        for name, text in found.items()
        if "__pycache__" not in name and "snapshot" not in name
    }


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_a_pull_killed_anywhere_is_finished_by_the_next(
    tmp_path: Path, database: str, *, again: bool
) -> None:
    def prepared(name: str) -> Project:
        project = _project(tmp_path / name, database)
        if again:
            _run(database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            _run(database, "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE z (id int)")
            assert project.script("db_pull").status == 0
        _run(database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        _run(database, "CREATE TYPE e AS ENUM ('x'); CREATE TABLE b (id int PRIMARY KEY, e e)")
        _run(database, "CREATE TABLE a (id int REFERENCES b)")
        return project

    whole = prepared("whole")
    count = _dying_pull(whole, 0)
    assert count > 6
    for limit in range(2 if again else 1, count + 1, 4):
        project = prepared(f"killed_{limit}")
        assert _dying_pull(project, limit) == 0
        finished = project.script("db_pull", "--no-verify")
        assert finished.status == 0, (limit, finished.err)
        assert project.script("check").status == 0, limit
        assert _left(project) == _left(whole), limit
