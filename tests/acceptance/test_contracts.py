"""Contract migrations wait for their time, and nothing waits for them."""

import json
from contextlib import closing

import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.errors import FileFormat
from fluentorm.migrate.directory import scan
from fluentorm.migrate.runner import migrate_down, migrate_up, status
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

CREATE, EXPAND, CONTRACT, LATER = "1_t.sql", "2_expand.sql", "3_contract.sql", "4_later.sql"
FILES = {
    CREATE: "-- Table: t\n-- Type: create_table\nCREATE TABLE t (a int);\n",
    EXPAND: "-- Table: t\n-- Type: alter_column\nALTER TABLE t ADD COLUMN b bigint;\n",
    CONTRACT: f"-- Table: t\n-- Contract: {EXPAND}\nALTER TABLE t DROP COLUMN a;\n",
    LATER: "CREATE TABLE later ();\n",
}


@pytest.fixture
def session(database):
    with closing(connect(database)) as session:
        yield session


def write(folder, *names):
    for name in names:
        (folder / name).write_text(FILES[name])
        (folder / f"{name[:-4]}_down.sql").write_text("SELECT 1;\n")
    return scan(folder)


def recorded(session):
    return [row.name for row in session.applied()]


def test_it_stays_pending_and_all_others_are_applied(session, tmp_path):
    migrate_up(session, write(tmp_path, CREATE))
    directory = write(tmp_path, EXPAND, CONTRACT, LATER)
    result = migrate_up(session, directory)
    assert (result.applied, result.contracts) == ((EXPAND, LATER), (CONTRACT,))
    again = migrate_up(session, directory, strict=True)
    assert (again.applied, again.contracts, again.out_of_order) == ((), (CONTRACT,), ())
    (state,) = status(session, directory).pending
    assert (state.name, state.contract, state.out_of_order) == (CONTRACT, EXPAND, False)


def test_it_runs_when_its_time_has_come(session, tmp_path):
    migrate_up(session, write(tmp_path, CREATE))
    directory = write(tmp_path, EXPAND, CONTRACT, LATER)
    migrate_up(session, directory)
    result = migrate_up(session, directory, contract=True, strict=True)
    assert (result.applied, result.contracts) == ((CONTRACT,), ())
    assert migrate_down(session, directory).rolled_back == (CONTRACT,)


def test_where_the_same_run_makes_the_table_it_runs_at_once(session, tmp_path):
    directory = write(tmp_path, *FILES)
    assert migrate_up(session, directory).applied == (CREATE, EXPAND, CONTRACT, LATER)


def test_where_the_table_was_there_before_it_waits_even_behind_its_expand(session, tmp_path):
    migrate_up(session, write(tmp_path, CREATE))
    migrate_up(session, write(tmp_path, EXPAND, CONTRACT))
    assert recorded(session) == [CREATE, EXPAND]


def test_where_the_expand_is_applied_already_it_waits_on_a_new_table_too(session, tmp_path):
    migrate_up(session, write(tmp_path, CREATE, EXPAND))
    assert migrate_up(session, write(tmp_path, CONTRACT)).contracts == (CONTRACT,)


def test_it_must_conclude_a_migration_that_exists(session, tmp_path):
    (tmp_path / "1_x.sql").write_text("-- Contract: 0_nope.sql\nSELECT 1;\n")
    with pytest.raises(FileFormat, match=r'names "0_nope.sql", which is no migration'):
        migrate_up(session, scan(tmp_path))


def test_the_commands_tell_that_it_waits(database, tmp_path):
    app = Project(tmp_path, {"FLUENT_DB_URL": database})
    folder = tmp_path / "migrations"
    folder.mkdir()
    write(folder, CREATE)
    app.script("migrate")
    write(folder, EXPAND, CONTRACT, LATER)
    ran = app.script("migrate")
    assert ran.out.endswith(f"{CONTRACT} waits for its time: doit migrate --contract\n")
    again = app.script("migrate")
    assert again.out == f"{CONTRACT} waits for its time: doit migrate --contract\n"
    ran = app.script("migrate_status")
    assert f"  ○ {CONTRACT}  (waits for its time: doit migrate --contract)\n" in ran.out
    data = json.loads(app.script("migrate_status", "--json").out)
    assert data["pending"] == [{"name": CONTRACT, "out_of_order": False, "contract": EXPAND}]
    assert json.loads(app.script("migrate", "--json").out)["contracts"] == [CONTRACT]
    assert app.script("migrate", "--contract").out.startswith(f"  ✓ {CONTRACT}\napplied 1 ")
