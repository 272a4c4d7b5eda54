"""Squashing: one migration in place of many, for new databases, old ones and those in between."""

import contextlib
import re
import shutil
from pathlib import Path

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.embedded import available
from fluentorm.errors import MigrationError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.runner import migrate_down, migrate_up
from fluentorm.schema.catalog import describe_difference
from tests.acceptance.git_projects import Clone, applied, begin, branched, ups
from tests.conftest import with_database

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not available(), reason="a squash needs the embedded server"),
]

POSTS = """table_name: posts
fields:
  id: {type: integer, primary_key: true}
  user_id: {type: bigint}
  state: {type: enum, values: [draft, live], default: draft}
belongs_to:
  author: {column: user_id, references_table: users}
"""
TOUCH = """-- Step: 1 short
CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT upper($1)$$;
-- Step: 2 bare
CREATE INDEX CONCURRENTLY users_loud ON users (shout(name));
"""
PYTHON = """def up(db):
    db.execute("INSERT INTO users (name) VALUES (%s)", ("demo",))

def down(db):
    db.execute("DELETE FROM users WHERE name = 'demo'")
"""


def by_hand(clone: Clone, name: str, up: str, down: str | None = None) -> str:
    """Write and adopt a migration by hand; without a down file it is Python. Return its version."""
    python = ["--python"] if down is None else []
    clone.ok("new_migration", "--name", name, *python)
    path = next(
        path
        for path in (clone.root / "migrations").iterdir()
        if path.stem.partition("_")[2] == name
    )
    path.write_text(up)
    if down is not None:
        path.with_name(f"{path.stem}_down.sql").write_text(down)
    return path.name.partition("_")[0]


@pytest.fixture
def grown(proven: Path, server: str) -> tuple[Clone, str, str]:
    """Give a committed project of generated and other migrations, and its data steps' versions."""
    clone = begin(proven, FLUENT_ONLINE="0")
    sql = by_hand(
        clone, "first_user", "INSERT INTO users (name) VALUES ('root');\n", "DELETE FROM users;\n"
    )
    python = by_hand(clone, "demo_user", PYTHON)
    by_hand(clone, "shout", TOUCH, "DROP INDEX users_loud; DROP FUNCTION shout;\n")
    clone.ok("generate_models")
    clone.write("schemas/02_posts.yaml", POSTS)
    clone.ok("generate_models")
    clone.commit("Grow")
    return clone, sql, python


def state(url: str):
    session = connect(url)
    try:
        return introspect(session)
    finally:
        session.close()


def at(clone: Clone, url: str) -> Clone:
    return Clone(clone.root, {**clone.env, "FLUENT_DB_URL": url})


def run(work, clone: Clone, url: str, folder: str = "migrations", **options):
    """Run the runner as a command would, in this process."""
    session = connect(url)
    try:
        with contextlib.chdir(clone.root):
            return work(session, scan(folder), **options)
    finally:
        session.close()


@pytest.fixture
def databases(server: str, tmp_path: Path):
    """Give the URLs of three empty databases: an old one, one in the middle, a new one."""
    names = [f"test_squash_{word}_{tmp_path.parent.name[-8:]}" for word in ("old", "half", "new")]
    names = [re.sub(r"\W", "_", name).lower() for name in names]
    with psycopg.connect(server, autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        yield [with_database(server, name) for name in names]
        for name in names:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_a_squash_serves_old_new_and_half_migrated_databases(grown, databases) -> None:
    clone, sql, python = grown
    url, half, new = databases
    old = at(clone, url)
    run(migrate_up, clone, url)
    run(migrate_up, clone, half, steps=3)
    before, names = state(url), ups(clone)

    # What it must be told, and what it refuses, with nothing written.
    contents = clone.contents("migrations")
    said = old.refused("squash")
    assert f"migrations/{sql}_first_user.sql\n" in said
    assert f"migrations/{python}_demo_user.py\n" in said
    assert f"--keep {sql} --keep {python}" in said
    words = ("--keep", sql, "--drop-data", python)
    said = at(clone, half).refused("squash", *words)
    assert f'has applied 3 of these {len(names)} migrations; the next is "{names[3]}"' in said
    path = next((clone.root / "migrations").glob("*_shout.sql"))
    path.write_text(f"{TOUCH}-- loose\n")
    assert f"not committed: {path.name}" in old.refused("squash", *words)
    path.write_text(TOUCH)
    assert clone.contents("migrations") == contents

    # Done: one file, those kept, and the old ones aside.
    said = old.ok("squash", *words)
    squashed = f"{names[0][:14]}_squash_to_{names[-1][:14]}.sql"
    assert ups(clone) == [squashed, f"{sql}_first_user.sql"]
    assert f"it replaces {len(names) - 1} migrations, and makes the same" in said
    assert "a new database holds other rows: users: 1 row instead of 2" in said
    text = (clone.root / "migrations" / squashed).read_text()
    assert text.count("-- Replaces: ") == len(names) - 1
    kept = clone.root / "migrations/replaced" / squashed.removesuffix(".sql")
    assert sorted(p.name for p in kept.iterdir() if "_down" not in p.name) == names
    clone.commit("Squash")
    said = clone.ok("check", "verify")
    assert "proved 2 migrations: up, down and up again" in said
    assert f"migrations/replaced/{squashed[:-4]}/ is kept for databases" in said

    # A database that was past them goes on without running it.
    said = old.ok("migrate_status", "migrate")
    assert f"{squashed} is applied by the names that it replaces" in said
    assert f"recorded {squashed} in place of the {len(names) - 1} migrations" in said
    assert applied(url) == [squashed, f"{sql}_first_user.sql"]
    with psycopg.connect(url) as connection:  # nothing is half-way that is not there any more
        assert connection.execute("TABLE _fluent_migration_steps").fetchall() == []
    said = old.ok("migrate_status", "migrate")
    assert "this database needs migrations/replaced/" in said
    assert "no pending migrations" in said
    assert state(url) == before

    # One in the middle is told, and gets there with the old files.
    said = at(clone, half).refused("migrate_status", "migrate")
    assert f'has applied 2 of the {len(names) - 1} migrations that "{squashed}" replaces' in said
    assert f'the next is "{names[3]}"' in said
    with pytest.raises(MigrationError, match="has applied 2 of the"):
        run(migrate_up, clone, half)
    folder = re.search(r"FLUENT_MIGRATIONS_DIR=(\S+) doit migrate", said)
    assert folder is not None
    run(migrate_up, clone, half, folder[1])
    assert len(run(migrate_up, clone, half).replaced) == 1
    assert applied(half) == [squashed, f"{sql}_first_user.sql"]

    # A new one runs only what is left.
    run(migrate_up, clone, new)
    assert applied(new) == [squashed, f"{sql}_first_user.sql"]
    for other in (half, new):
        assert not describe_difference(state(other), before)

    # All go on alike, forward and back.
    clone.write(
        "schemas/02_posts.yaml",
        POSTS.replace("  state", "  stars: {type: integer, nullable: true}\n  state"),
    )
    clone.ok("generate_models")
    clone.commit("Go on")
    for one in databases:
        assert len(run(migrate_up, clone, one).applied) == 1
        run(migrate_down, clone, one, steps=2)
        assert applied(one) == [squashed]
    run(migrate_down, clone, url)
    assert applied(url) == []
    assert len(run(migrate_up, clone, url).applied) == 3
    run(migrate_up, clone, new)

    # A squash of a squash waits until the first one's old files are gone.
    words = ("squash", "--drop-data", sql)
    assert "replaces others itself, whose files are still kept" in old.refused(*words)
    shutil.rmtree(kept.parent)
    clone.commit("All are past it")
    old.ok(*words)
    (last,) = ups(clone)
    run(migrate_up, clone, url)
    assert applied(url) == [last]
    run(migrate_down, clone, new, all=True)
    run(migrate_up, clone, new)
    assert applied(new) == [last]
    assert not describe_difference(state(url), state(new))
    assert "proved 1 migration" in clone.ok("check", "verify")


def test_what_cannot_be_squashed_is_refused(grown) -> None:
    clone, sql, python = grown
    contents = clone.contents("migrations")
    words = ("squash", "--drop-data", python)
    said = clone.refused(*words, "--drop-data", sql, "--keep", sql)
    assert f'"{sql}_first_user.sql" is both kept and dropped' in said
    said = clone.refused(*words, "--keep", sql, "--keep", ups(clone)[-1])
    assert "is no migration by hand up to" in said
    # A kept one that defines something, too, and what no migration can be generated for.
    version = by_hand(
        clone,
        "both",
        "CREATE TABLE extra (); INSERT INTO extra DEFAULT VALUES;\n",
        "DROP TABLE extra;\n",
    )
    by_hand(
        clone,
        "cast",
        "CREATE CAST (point AS inet) WITH INOUT;\n",
        "DROP CAST (point AS inet);\n",
    )
    clone.ok("generate_models")
    clone.commit("By hand")
    said = clone.refused(*words, "--keep", sql, "--keep", version, "--to", version)
    assert 'relation "extra" already exists' in said
    assert "write its rows in a migration of its own" in said
    said = clone.refused(*words, "--drop-data", sql, "--drop-data", version)
    assert "make what fluentorm has no words for: cast" in said
    assert not (clone.root / "migrations/replaced").exists()
    assert contents.items() <= clone.contents("migrations").items()


def test_a_branch_from_before_the_squash_goes_on_from_it(proven: Path, database: str) -> None:
    clone = begin(proven, FLUENT_ONLINE="0", FLUENT_DB_URL=database)
    clone.replace("schemas/01_users.py", 't.string("name")', 't.string("name", nullable=True)')
    clone.ok("generate_models")
    clone.commit("More")
    clone.git("switch", "--quiet", "--create", "work")
    clone.write("schemas/02_posts.yaml", POSTS)
    clone.ok("generate_models", "migrate")
    clone.commit("Ours")
    clone.git("switch", "--quiet", "main")
    clone.ok("squash", "--to", ups(clone)[-1])
    clone.commit("Squash")
    clone.git("switch", "--quiet", "work")
    names = ups(clone)
    clone.tries("merge", "--quiet", "main")
    clone.git("checkout", "--ours", "schemas")
    said = clone.ok("rebase", "check", "migrate")
    assert "this branch's migrations follow what was squashed" in said
    squashed = next(name for name in ups(clone) if "_squash_to_" in name)
    assert "agree" in said
    assert f"recorded {squashed} in place of the 2 migrations" in said
    assert applied(database) == ups(clone) == [squashed, *names[2:]]


def test_what_others_added_meanwhile_follows_a_squash_of_this_branch(
    project: Path, database: str
) -> None:
    clone = begin(project, FLUENT_ONLINE="0", FLUENT_DB_URL=database)
    clone.replace("schemas/01_users.py", 't.string("name")', 't.string("name", nullable=True)')
    clone.ok("generate_models")
    clone.commit("More")
    clone.git("switch", "--quiet", "--create", "work")
    assert "the last generation is committed" in clone.refused("amend")
    clone.ok("squash")
    # Not committed yet, and yet nothing that an edit may be folded into.
    clone.write("schemas/02_posts.yaml", POSTS)
    assert "stands for migrations that were squashed" in clone.refused("amend")
    (clone.root / "schemas/02_posts.yaml").unlink()
    clone.ok("generate_models")
    clone.commit("Squash")
    clone.git("switch", "--quiet", "main")
    clone.write("schemas/02_posts.yaml", POSTS)
    clone.ok("generate_models", "migrate")
    clone.commit("Theirs")
    names = ups(clone)
    clone.git("switch", "--quiet", "work")
    clone.tries("merge", "--quiet", "main")
    assert "a merge is going on" in clone.refused("squash")
    said = clone.refused("rebase")
    assert "in place of what main goes on from" in said
    command = re.search(r"this again: git (checkout \S+ -- \S+);", said)
    assert command is not None
    clone.git(*command[1].split())
    assert "wrote schemas/.fluent_snapshot.json" in clone.ok("rebase")
    assert "nothing to rebase" in clone.ok("rebase")
    assert "a merge is going on" in clone.refused("squash")
    clone.commit("Merge")
    said = clone.ok("rebase", "check", "migrate")
    assert "nothing to rebase" in said
    assert "agree" in said
    squashed = next(name for name in ups(clone) if "_squash_to_" in name)
    assert f"recorded {squashed} in place of the 2 migrations" in said
    assert applied(database) == ups(clone) == [squashed, *names[2:]]

    # A later merge is one as ever.
    clone.git("switch", "--quiet", "--create", "later")
    clone.replace("schemas/02_posts.yaml", "fields:", "fields:\n  a: {type: text, nullable: true}")
    clone.ok("generate_models")
    clone.commit("Later")
    clone.git("switch", "--quiet", "work")
    clone.replace("schemas/01_users.py", "email", "mail")
    clone.ok("generate_models")
    clone.commit("Meanwhile")
    clone.tries("merge", "--quiet", "later")
    clone.git("checkout", "--ours", "schemas/.fluent_snapshot.json")
    clone.commit("Merge later")
    said = clone.ok("rebase", "check")
    assert "removed " in said
    assert ups(clone)[0] == squashed


def test_a_branch_point_is_not_squashed(project: Path) -> None:
    clone = begin(project, FLUENT_ONLINE="0")
    branched(
        clone,
        ('t.string("name")', 't.string("name", nullable=True)'),
        ('t.string("email", nullable=True)', 't.string("mail", nullable=True)'),
    )
    clone.tries("merge", "--quiet", "main")
    clone.git("checkout", "--ours", "schemas")
    contents = clone.contents("migrations")
    said = clone.refused("squash", "--json")
    assert "two branches were merged" in said
    assert "doit rebase" in said
    assert clone.contents("migrations") == contents
