"""adopt as a command: databases that other tools migrated become projects.

Alembic and Django migrate the databases themselves; of Flyway, dbmate and Prisma the tables are as
they make them.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import lend
from tests.tasks.conftest import Project, Ran

pytestmark = pytest.mark.acceptance

ALEMBIC_ENV = """
from alembic import context
from sqlalchemy import NullPool, create_engine

url = context.config.get_main_option("sqlalchemy.url")
with create_engine(url, poolclass=NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
"""
REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = {down}


def upgrade():
    {body}
"""
DJANGO = """
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

host = dict(pair.split("=", 1) for pair in os.environ["PARTS"].split("|"))
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **host}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "shop"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()
call_command("migrate", *sys.argv[1:], verbosity=0)
"""
SHOP = """
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Order",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("buyer", models.ForeignKey("auth.User", models.CASCADE)),
                ("total", models.DecimalField(max_digits=10, decimal_places=2)),
            ],
        ),
    ]
    dependencies = [("auth", "0001_initial")]
"""
FILL = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.RunPython(lambda apps, editor: None)]
"""
FLYWAY = """
CREATE TABLE flyway_schema_history (
    installed_rank INT NOT NULL, version VARCHAR(50), description VARCHAR(200) NOT NULL,
    type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INTEGER,
    installed_by VARCHAR(100) NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT now(),
    execution_time INTEGER NOT NULL, success BOOLEAN NOT NULL,
    CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank));
CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);
INSERT INTO flyway_schema_history VALUES
    (1, '1', 'users', 'SQL', 'V1__users.sql', 1, 'me', now(), 1, true),
    (2, '2', 'more', 'SQL', 'V2__more.sql', 1, 'me', now(), 1, false);
"""
DBMATE = """
CREATE SCHEMA tools;
CREATE TABLE tools.schema_migrations (version varchar NOT NULL PRIMARY KEY);
INSERT INTO tools.schema_migrations VALUES ('20240101000000'), ('20240102000000');
"""
PRISMA = """
CREATE TABLE _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0);
INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, rolled_back_at) VALUES
    ('1', 'x', '20240101_init', now(), NULL), ('2', 'x', '20240102_users', NULL, now());
"""
USERS = "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);"


def _project(folder: Path, url: str, scratch: Path | None = None) -> Project:
    project = Project(folder, {"FLUENT_DB_URL": url})
    if scratch is not None:
        lend(scratch, folder)
    else:
        project.env["FLUENT_VERIFY"] = "0"
    return project


def _run(url: str, script: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())


def _alembic(project: Project, url: str, *words: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(project.root / "alembic"))
    config.set_main_option("path_separator", "os")
    address = url.replace("postgresql:", "postgresql+psycopg:").replace("%", "%%")
    config.set_main_option("sqlalchemy.url", address)
    getattr(command, words[0])(config, *words[1:])


def _revise(project: Project, name: str, down: str | None, body: str) -> None:
    text = REVISION.format(name=name, down=repr(down), body=body)
    project.write(f"alembic/versions/{name}.py", text)


def test_alembic_is_refused_until_it_has_finished_and_then_taken_over(
    tmp_path: Path, database: str, scratch: Path
) -> None:
    project = _project(tmp_path, database, scratch)
    project.write("alembic/env.py", ALEMBIC_ENV)
    table = "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True))"
    _revise(project, "a1", None, table)
    _revise(project, "b1", "a1", "op.execute('INSERT INTO users VALUES (1)')")
    _revise(project, "b2", "a1", "op.add_column('users', sa.Column('email', sa.Text))")
    _alembic(project, database, "upgrade", "b1")

    ran = project.script("adopt", "--from", "alembic")
    assert ran.status == 1
    assert "stands at b1" in ran.out
    assert ran.err == (
        "error: Alembic has not finished with this database:\n"
        "  not applied: alembic/versions/b2.py\n"
        "hint: let Alembic finish (alembic upgrade heads), then run this again; "
        "or take the database over as it is: --as-is\n"
    )
    assert not (tmp_path / "schemas").exists()

    _alembic(project, database, "upgrade", "heads")
    ran = project.script("adopt", "--from", "alembic")
    assert ran.status == 0, ran.err
    assert "proved 1 migration" in ran.out
    assert "recorded 1 migration as applied; none was run" in ran.out
    assert "2 heads here, b1 and b2" in ran.err
    assert "  alembic/versions/b1.py" in ran.err
    (up,) = (tmp_path / "migrations").glob("*_baseline.sql")
    assert "-- Adopted: alembic b1, b2\n" in up.read_text()
    assert "alembic_version" not in up.read_text()

    assert project.script("check").status == 0
    again = project.script("generate_models", "migrate")
    assert (again.status, again.out) == (0, "no pending migrations\n"), again.err
    project.env["FLUENT_DRIFT_IGNORE"] = "alembic_version"
    assert project.script("drift").out == "the database is as the snapshot says\n"


def test_the_folder_of_the_other_tool_is_left_to_it(tmp_path: Path, database: str) -> None:
    project = _project(tmp_path, database)
    project.write("alembic/env.py", ALEMBIC_ENV)
    _revise(project, "a1", None, "op.execute('CREATE TABLE users (id int PRIMARY KEY)')")
    _alembic(project, database, "upgrade", "head")
    (tmp_path / "alembic").rename(tmp_path / "migrations")
    ran = project.script("adopt", "--from", "alembic")
    assert ran.status == 1
    assert "migrations/versions/ holds migrations of Alembic" in ran.err
    assert not (tmp_path / "schemas").exists()
    project.write(".env", "FLUENT_MIGRATIONS_DIR=sql\n")
    ran = project.script("adopt", "--from", "alembic")
    assert ran.status == 0, ran.err
    assert project.script("check").status == 0
    assert project.script("migrate").out == "no pending migrations\n"


def test_a_further_database_is_recorded_only_in_the_same_state(
    tmp_path: Path, database: str, second: str
) -> None:
    project = _project(tmp_path, database)
    project.write("alembic/env.py", ALEMBIC_ENV)
    _revise(project, "a1", None, "op.execute('CREATE TABLE users (id int PRIMARY KEY)')")
    _alembic(project, database, "upgrade", "head")
    assert project.script("adopt", "--from", "alembic").status == 0
    _revise(project, "b1", "a1", "op.execute('CREATE TABLE posts (id int PRIMARY KEY)')")
    _alembic(project, second, "upgrade", "head")
    project.env["FLUENT_DB_URL"] = second
    before = project.contents()
    ran = project.script("adopt", "--from", "alembic")
    assert ran.status == 1
    assert "stands at alembic b1, the project began with alembic a1" in ran.err

    _alembic_back(second)
    (tmp_path / "alembic/versions/b1.py").unlink()
    ran = project.script("adopt", "--from", "alembic", "--json")
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["recorded"] is True
    assert project.script("migrate").out == "no pending migrations\n"
    assert project.contents() == before


def _alembic_back(url: str) -> None:
    _run(url, "DROP TABLE posts; UPDATE alembic_version SET version_num = 'a1'")


@pytest.fixture
def second(database: str) -> Iterator[str]:
    """The URL of one more empty database."""
    name = "test_more_" + database.partition("/test_")[2][:12]
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        yield database.replace(database.rpartition("/")[2].partition("?")[0], name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_django_is_taken_over_with_its_own_apps(tmp_path: Path, database: str) -> None:
    project = _project(tmp_path, database)
    for name, text in (("0001_initial", SHOP), ("0002_fill", FILL), ("__init__", "")):
        project.write(f"shop/migrations/{name}.py", text)
    project.write("shop/__init__.py", "")
    project.write("manage.py", DJANGO)
    info = psycopg.conninfo.conninfo_to_dict(database)
    names = {
        "dbname": "NAME",
        "user": "USER",
        "host": "HOST",
        "port": "PORT",
        "password": "PASSWORD",
    }
    parts = "|".join(f"{names[k]}={v}" for k, v in info.items() if k in names)
    _manage(project, parts, "shop", "0001")

    ran = project.script("adopt", "--from", "django", "--report-only")
    assert (ran.status, "not applied: shop/migrations/0002_fill.py" in ran.err) == (1, True)
    _manage(project, parts)
    ran = project.script("adopt", "--from", "django")
    assert ran.status == 0, ran.err
    assert "Django's own apps (auth, contenttypes)" in ran.err
    assert "  shop/migrations/0002_fill.py" in ran.err
    (up,) = (tmp_path / "migrations").glob("*_baseline.sql")
    assert "-- Adopted: django auth.0012" in up.read_text()
    assert "shop.0002_fill\n" in up.read_text()
    assert "django_migrations" not in up.read_text()
    assert "CREATE TABLE shop_order" in up.read_text()
    assert project.script("check").status == 0


def _manage(project: Project, parts: str, *words: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=project.root,
        env={"PARTS": parts, "PYTHONWARNINGS": "ignore"},
        check=True,
    )


@pytest.mark.parametrize(
    ("tool", "table", "standing", "said"),
    [
        ("flyway", FLYWAY, "1", 'taken over as it is, although: migration "V2__more.sql" failed'),
        ("dbmate", DBMATE, "20240102000000", "no migrations of dbmate found"),
        ("prisma", PRISMA, "20240101_init", '"20240102_users" is marked as rolled back'),
    ],
)
def test_histories_of_other_tools(
    tmp_path: Path, database: str, tool: str, table: str, standing: str, said: str
) -> None:
    _run(database, USERS + table)
    project = _project(tmp_path, database)
    ran = project.script(
        "adopt", "--from", tool, "--as-is", "--format", "yaml", "--exclude", "tools"
    )
    assert ran.status == 0, ran.err
    assert said in ran.err
    (up,) = (tmp_path / "migrations").glob("*_baseline.sql")
    assert f"-- Adopted: {tool} {standing}\n" in up.read_text()
    tables = [line for line in up.read_text().splitlines() if line.startswith("CREATE")]
    assert tables == ["CREATE TABLE users ("]
    assert project.script("migrate").out == "no pending migrations\n"


def _refused(project: Project, *words: str) -> Ran:
    ran = project.script("adopt", *words)
    assert ran.status in (1, 2)
    assert "Traceback" not in ran.err
    assert "defect" not in ran.err
    assert "hint: " in ran.err
    assert not (project.root / "migrations").exists()
    return ran


def test_what_cannot_be_taken_over(tmp_path: Path, database: str) -> None:
    project = _project(tmp_path, database)
    assert "--from is missing" in _refused(project).err
    assert _refused(project, "--from", "rails").status == 2
    assert 'no table "alembic_version"' in _refused(project, "--from", "alembic").err
    _run(database, USERS + "CREATE TABLE schema_migrations (version bigint, dirty boolean)")
    ran = _refused(project, "--from", "dbmate")
    assert (
        '"schema_migrations" is not the table that dbmate makes: it has a column "dirty"' in ran.err
    )
    _run(database, "ALTER TABLE schema_migrations DROP COLUMN dirty")
    ran = _refused(project, "--from", "prisma")
    assert 'a history of dbmate, "schema_migrations": --from dbmate' in ran.err
    _run(database, "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
    ran = _refused(project, "--from", "alembic")
    assert '"alembic_version" is empty: Alembic has applied nothing here' in ran.err
    _run(database, "CREATE SCHEMA b; CREATE TABLE b.alembic_version AS SELECT 'x' AS version_num")
    ran = _refused(project, "--from", "alembic")
    assert (
        "several tables could be Alembic's history: alembic_version, b.alembic_version" in ran.err
    )
    ran = _refused(project, "--from", "alembic", "--history", "b.alembic_version", "--files", "x")
    assert '--files is "x", which is no folder' in ran.err
    report = project.script(
        "adopt", "--from", "alembic", "--history", "b.alembic_version", "--report-only"
    )
    assert report.status == 0, report.err
    assert "would write schemas/04_users.py" in report.out
    assert not (tmp_path / "schemas").exists()
