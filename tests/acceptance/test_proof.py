"""The proof on a real server: scratch databases, new migrations, whole chains."""

import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from fluentorm.dialects.base import Script
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.scratch import KEPT_TEMPLATES, ScratchServer
from fluentorm.diff.differ import diff
from fluentorm.errors import ConnectionFailed, DatabaseError, Failed, Place, VerificationFailed
from fluentorm.migrate.verdicts import Verdict, VerdictKind, verify_chain
from fluentorm.migrate.verify import Chain, Declared, Migration, prove
from fluentorm.schema.objects import (
    EMPTY,
    Column,
    Enum,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    Table,
)

pytestmark = pytest.mark.acceptance

USERS = "CREATE TABLE users (id bigint, name text, CONSTRAINT users_pkey PRIMARY KEY (id))"
PHONE = Column(name="phone", type="text", nullable=True)


@pytest.fixture
def scratch(server, tmp_path):
    scratch = ScratchServer(server, str(tmp_path))
    yield scratch
    scratch.drop_all()
    scratch.close()


@pytest.fixture
def admin(server):
    session = connect(server)
    yield session
    session.close()


def script(name, text, *, transactional=True):
    return Script(path=f"migrations/{name}.sql", text=text, transactional=transactional)


def migration(name, up, down=None, **more):
    return Migration(
        name=f"{name}.sql",
        up=script(name, up),
        down=None if down is None else script(f"{name}_down", down),
        **more,
    )


def users(*more, **parts):
    columns = (
        Column(name="id", type="bigint"),
        Column(name="name", type="text", nullable=True),
        *more,
    )
    key = PrimaryKey(name="users_pkey", columns=("id",))
    return Table(
        name="users",
        columns={column.name: column for column in columns},
        constraints={key.name: key},
        **parts,
    )


def model(*tables, enums=()):
    return SchemaModel(
        tables={table.name: table for table in tables}, enums={enum.name: enum for enum in enums}
    )


def chain(*texts, digest="before", by_hand=False):
    return Chain(
        digest=digest,
        scripts=lambda: [script(str(number), text) for number, text in enumerate(texts, start=1)],
        by_hand=by_hand,
    )


def as_declared(model):
    return Declared(
        model=model,
        render=lambda part: [text for change in diff(EMPTY, part) for text in render(change)],
    )


def prove_phone(scratch, *new, before=None, declared=None, old=None, after="after"):
    if not new:
        new = [
            migration("9", "ALTER TABLE users ADD phone text", "ALTER TABLE users DROP phone"),
        ]
    return prove(
        scratch,
        before=before or chain(USERS),
        after=after,
        new=new,
        old=old or model(users()),
        declared=as_declared(declared or model(users(PHONE))),
    )


def databases(admin, scratch, kind=""):
    pattern = rf"\_fluent\_{kind}%{scratch._key}%"
    return admin.query("SELECT datname FROM pg_database WHERE datname LIKE %s", (pattern,))


def test_a_migration_and_its_down_are_proven(scratch):
    assert prove_phone(scratch).names == ("9.sql",)


def test_nothing_is_left_but_the_templates(scratch, admin):
    prove_phone(scratch)
    assert len(databases(admin, scratch, "template")) == 2
    assert databases(admin, scratch, "scratch") == []


def test_the_state_before_is_built_once_and_the_state_after_kept(scratch):
    read = []
    before = Chain(digest="x", scripts=lambda: [read.append(1), script("1", USERS)][1:])
    prove_phone(scratch, before=before)
    prove_phone(scratch, before=before)
    never = Chain(digest="after", scripts=lambda: pytest.fail("the template exists"))
    index = migration("10", "CREATE INDEX i ON users (phone)", "DROP INDEX i")
    indexes = {"i": Index(name="i", keys=(IndexKey(column="phone"),))}
    prove_phone(
        scratch,
        index,
        before=never,
        old=model(users(PHONE)),
        declared=model(users(PHONE, indexes=indexes)),
        after="later",
    )
    assert read == [1]


def test_an_empty_chain_is_the_state_before_the_first_migration(scratch):
    proof = prove(
        scratch,
        before=Chain(digest="", scripts=tuple),
        after="first",
        new=[migration("1", USERS, "DROP TABLE users")],
        old=SchemaModel(),
        declared=as_declared(model(users())),
    )
    assert proof.names == ("1.sql",)


def test_an_up_that_gives_another_schema_is_refused_with_what_differs(scratch, admin):
    wrong = migration("9", "ALTER TABLE users ADD phone integer", "ALTER TABLE users DROP phone")
    with pytest.raises(VerificationFailed) as caught:
        prove_phone(scratch, wrong)
    assert str(caught.value).splitlines()[:2] == [
        "the new migrations do not give the declared schema:",
        '  column "users.phone": type is integer instead of text',
    ]
    assert "nothing was written" in caught.value.hint
    assert len(databases(admin, scratch)) == 1


def test_a_down_that_does_not_restore_everything_is_refused_with_what_differs(scratch):
    lossy = migration("9", "ALTER TABLE users ADD phone text", "SELECT 1")
    with pytest.raises(VerificationFailed) as caught:
        prove_phone(scratch, lossy)
    assert caught.value.message.splitlines() == [
        "the down files do not give the schema before:",
        '  column "users.phone": is there, but should not be',
    ]


def test_a_down_that_loses_an_object_of_a_hand_written_migration_is_refused(scratch):
    wrong = migration(
        "9",
        "ALTER TABLE users ADD phone text",
        "ALTER TABLE users DROP phone; DROP VIEW names",
    )
    view = "CREATE VIEW names AS SELECT name FROM users"
    with pytest.raises(VerificationFailed, match=r'view "names": is missing'):
        prove_phone(scratch, wrong, before=chain(USERS, view))


def test_a_statement_that_fails_is_named_with_its_file(scratch):
    wrong = migration(
        "9",
        "ALTER TABLE users ADD phone text;\nALTER TABLE users ADD x nope",
        "SELECT 1",
        origin=Place("schemas/01_users.py", 7),
    )
    with pytest.raises(VerificationFailed) as caught:
        prove_phone(scratch, wrong)
    assert caught.value.message == (
        'the new migration "migrations/9.sql" cannot be applied: '
        'statement 2 failed: type "nope" does not exist\n'
        "in the line: ALTER TABLE users ADD x nope"
    )
    assert str(caught.value.place) == "schemas/01_users.py:7"


def test_a_down_statement_that_fails_is_named_with_its_file(scratch):
    wrong = migration("9", "ALTER TABLE users ADD phone text", "ALTER TABLE users DROP fone")
    with pytest.raises(VerificationFailed, match=r'down file "migrations/9_down.sql" cannot be'):
        prove_phone(scratch, wrong)


def test_in_a_batch_the_failing_file_is_found(scratch):
    new = [
        migration(str(number), f"CREATE TABLE t{number} (a int)", f"DROP TABLE t{number}")
        for number in range(150)
    ]
    new[77] = migration("77", "CREATE TABLE t77 (a nope)", "DROP TABLE t77")
    with pytest.raises(VerificationFailed, match=r'"migrations/77.sql".*"nope" does not exist'):
        prove_phone(scratch, *new)


def test_files_that_need_a_commit_between_them_are_run_one_by_one(scratch):
    mood = "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE t (m mood)"
    column = Column(name="m", type="mood", nullable=True)
    new = [
        migration(
            "2",
            "ALTER TYPE mood ADD VALUE 'sad'",
            "ALTER TABLE t ALTER m TYPE text; DROP TYPE mood; CREATE TYPE mood AS ENUM ('ok'); "
            "ALTER TABLE t ALTER m TYPE mood USING m::mood",
        ),
        migration(
            "3", "ALTER TABLE t ALTER m SET DEFAULT 'sad'", "ALTER TABLE t ALTER m DROP DEFAULT"
        ),
    ]
    proof = prove_phone(
        scratch,
        *new,
        before=chain(mood),
        old=model(
            Table(name="t", columns={"m": column}), enums=[Enum(name="mood", values=("ok",))]
        ),
        declared=model(
            Table(name="t", columns={"m": replace(column, default="'sad'")}),
            enums=[Enum(name="mood", values=("ok", "sad"))],
        ),
    )
    assert len(proof.names) == 2


def test_a_migration_outside_a_transaction_is_proven(scratch):
    new = Migration(
        name="9.sql",
        up=script("9", "CREATE INDEX CONCURRENTLY i ON users (name)", transactional=False),
        down=script("9_down", "DROP INDEX CONCURRENTLY i", transactional=False),
    )
    indexes = {"i": Index(name="i", keys=(IndexKey(column="name"),))}
    assert prove_phone(scratch, new, declared=model(users(indexes=indexes)))


def test_objects_of_hand_written_migrations_are_not_held_against_the_declared_schema(scratch):
    by_hand = """
        CREATE EXTENSION citext;
        CREATE TABLE audit (note text); CREATE TYPE level AS ENUM ('low');
        ALTER TABLE users ADD search tsvector, ADD CONSTRAINT short CHECK (length(name) < 99);
        CREATE INDEX users_search ON users USING gin (search);
        CREATE VIEW names AS SELECT name FROM users;
    """
    assert prove_phone(scratch, before=chain(USERS, by_hand))


def test_the_declared_schema_may_use_what_hand_written_migrations_made(scratch):
    by_hand = """CREATE EXTENSION citext; CREATE DOMAIN phone_number AS citext;
        CREATE FUNCTION nobody() RETURNS phone_number IMMUTABLE LANGUAGE sql AS $$SELECT '-'$$;"""
    new = migration(
        "9",
        "ALTER TABLE users ADD phone phone_number DEFAULT nobody()",
        "ALTER TABLE users DROP phone",
    )
    phone = replace(PHONE, type="phone_number", default="nobody()")
    assert prove_phone(scratch, new, before=chain(by_hand, USERS), declared=model(users(phone)))


def test_a_change_by_hand_where_the_schema_changes_is_held_against_it(scratch):
    with pytest.raises(VerificationFailed) as caught:
        prove_phone(scratch, before=chain(USERS, "ALTER TABLE users ALTER id TYPE integer"))
    assert caught.value.message.splitlines()[1:] == [
        '  column "users.id": type is integer instead of bigint'
    ]


def test_a_change_by_hand_where_the_schema_does_not_change_is_left_to_verify(scratch):
    posts = Table(name="posts", columns={"id": Column(name="id", type="bigint", nullable=True)})
    assert prove_phone(
        scratch,
        before=chain(USERS, "CREATE TABLE posts (id integer)"),
        old=model(users(), posts),
        declared=model(users(PHONE), posts),
    )


def test_what_migrations_by_hand_did_already_needs_no_migration(scratch, admin):
    done = chain(USERS, "ALTER TABLE users ADD phone text; CREATE VIEW v AS TABLE users", by_hand=1)
    proof = prove_phone(scratch, before=done)
    assert (proof.names, proof.done_by_hand) == ((), True)
    assert databases(admin, scratch, "work") == []


@pytest.mark.parametrize(
    "by_hand", ["ALTER TABLE users ADD phone integer", "ALTER TABLE users ADD phone text NOT NULL"]
)
def test_what_was_done_otherwise_by_hand_is_refused_with_the_way_out(scratch, by_hand):
    with pytest.raises(VerificationFailed, match="already exists") as caught:
        prove_phone(scratch, before=chain(USERS, by_hand, by_hand=True))
    assert "if a migration by hand made some of these changes already" in caught.value.hint


@pytest.mark.parametrize(
    ("view", "up"),
    [("TABLE users", "ALTER id TYPE numeric"), ("SELECT name FROM users", "DROP name")],
)
def test_what_a_view_made_by_hand_holds_is_refused_with_the_way_out(scratch, view, up):
    new = migration("9", f"ALTER TABLE users {up}", "SELECT 1")
    before = chain(USERS, f"CREATE VIEW v AS {view}", by_hand=True)
    with pytest.raises(VerificationFailed, match="view v") as caught:
        prove_phone(scratch, new, before=before)
    assert caught.value.hint.startswith("what stands on it was made by a migration by hand: drop")
    assert "made some of these changes already" not in caught.value.hint


def test_a_statement_that_no_transaction_takes_is_told_so(scratch):
    with pytest.raises(VerificationFailed, match="cannot run inside a transaction") as caught:
        verify_chain(scratch, [migration("1", "CREATE INDEX CONCURRENTLY i ON pg_class (oid)")])
    assert caught.value.hint == 'put "-- Transaction: none" at the top of the file'


def test_a_migration_that_changes_what_is_declared_as_before_is_refused(scratch):
    posts = Table(name="posts", columns={"id": Column(name="id", type="bigint", nullable=True)})
    wrong = migration(
        "9",
        "ALTER TABLE users ADD phone text; ALTER TABLE posts ADD x text",
        "ALTER TABLE users DROP phone; ALTER TABLE posts DROP x",
    )
    with pytest.raises(VerificationFailed, match=r'"posts\.x": is there, but should not be'):
        prove_phone(
            scratch,
            wrong,
            before=chain(USERS, "CREATE TABLE posts (id bigint)"),
            old=model(users(), posts),
            declared=model(users(PHONE), posts),
        )


def test_a_table_that_the_database_lost_by_hand_is_told_as_such(scratch):
    posts = Table(name="posts", columns={"id": Column(name="id", type="bigint", nullable=True)})
    with pytest.raises(VerificationFailed, match=r'table "posts": is missing') as caught:
        prove_phone(scratch, old=model(users(), posts), declared=model(users(PHONE), posts))
    assert caught.value.message.count("\n") == 1
    assert "one written by hand changed it before" in caught.value.hint


def test_a_declared_schema_that_the_server_refuses_is_reported_after_the_files(scratch):
    nope = model(users(replace(PHONE, type="nope")))
    with pytest.raises(VerificationFailed, match=r"cannot be created from nothing.*nope"):
        prove_phone(scratch, declared=nope)
    wrong = migration("9", "ALTER TABLE users ADD phone nope", "SELECT 1")
    with pytest.raises(VerificationFailed, match=r"migrations/9\.sql"):
        prove_phone(scratch, wrong, declared=nope)


def test_an_existing_migration_that_fails_is_named_with_its_line(scratch):
    with pytest.raises(VerificationFailed) as caught:
        prove_phone(scratch, before=chain(USERS, "\n\nALTER TABLE nope ADD x int"))
    assert str(caught.value.place) == "migrations/2.sql:3"
    assert 'relation "nope" does not exist' in caught.value.message


def test_a_large_schema_is_declared_on_a_copy(scratch):
    tables = [f"t{number}" for number in range(150)]
    new = [migration(name, f"CREATE TABLE {name} (a int)", f"DROP TABLE {name}") for name in tables]
    column = Column(name="a", type="integer", nullable=True)
    declared = model(users(), *(Table(name=name, columns={"a": column}) for name in tables))
    assert prove_phone(scratch, *new, declared=declared)


def test_each_migration_of_a_chain_gets_its_verdict(scratch):
    verdicts = verify_chain(
        scratch,
        [
            migration("1", USERS, "DROP TABLE users"),
            migration(
                "2",
                "ALTER TABLE users DROP name",
                "ALTER TABLE users ADD name text",
                losses=("loses data in users.name",),
            ),
            migration("3", "CREATE VIEW v AS SELECT 1 AS a"),
            migration("4", "CREATE INDEX i ON users (id)", "DROP INDEX i; DROP VIEW v"),
            migration("5", "CREATE INDEX j ON users (id)", "DROP INDEX jj"),
            migration("6", "DROP VIEW v", "CREATE VIEW v AS SELECT 1 AS a"),
            migration("7", "SELECT 1", "SELECT 1", irreversible="it sends mail"),
            migration(
                "8",
                "DROP INDEX j",
                "CREATE INDEX j ON users (id)",
                losses=("fails while the moon is full",),
            ),
        ],
    ).verdicts
    exact, lost, never = VerdictKind.EXACT, VerdictKind.DATA_LOST, VerdictKind.IRREVERSIBLE
    assert verdicts == (
        Verdict(name="1.sql", kind=exact),
        Verdict(name="2.sql", kind=lost, reasons=("loses data in users.name",)),
        Verdict(name="3.sql", kind=never, reasons=("it has no down file",)),
        Verdict(name="4.sql", kind=never, reasons=('view "v": is missing',)),
        Verdict(
            name="5.sql",
            kind=never,
            reasons=('the down file fails: statement 1: index "jj" does not exist',),
        ),
        Verdict(name="6.sql", kind=exact),
        Verdict(name="7.sql", kind=never, reasons=("it sends mail",), declared=True),
        Verdict(name="8.sql", kind=exact, reasons=("fails while the moon is full",)),
    )


def test_rows_that_a_down_leaves_behind_are_noticed_when_it_goes_up_again(scratch):
    report = verify_chain(
        scratch,
        [
            migration("1", USERS, "DROP TABLE users"),
            migration("2", "INSERT INTO users VALUES (1, 'root')", "SELECT 1"),
            migration("3", "CREATE INDEX i ON users (name)", "DROP INDEX i"),
        ],
    )
    kinds = [verdict.kind for verdict in report.verdicts]
    assert kinds == [VerdictKind.EXACT, VerdictKind.IRREVERSIBLE, VerdictKind.EXACT]
    assert "duplicate key" in report.verdicts[1].reasons[0]


def test_a_chain_goes_on_after_a_down_outside_a_transaction_that_failed_half_way(scratch):
    half = Migration(
        name="2.sql",
        up=script("2", "CREATE INDEX CONCURRENTLY i ON users (name)", transactional=False),
        down=script("2_down", "DROP INDEX i; DROP INDEX i", transactional=False),
    )
    report = verify_chain(
        scratch,
        [
            migration("1", USERS, "DROP TABLE users"),
            half,
            migration("3", "DROP INDEX i", "CREATE INDEX i ON users (name)"),
        ],
    )
    kinds = [verdict.kind for verdict in report.verdicts]
    assert kinds == [VerdictKind.EXACT, VerdictKind.IRREVERSIBLE, VerdictKind.EXACT]


def test_the_end_of_a_chain_is_compared_with_the_declared_schema(scratch):
    chain = [
        migration("1", USERS, "DROP TABLE users"),
        migration("2", "CREATE INDEX by_hand ON users (name)", "DROP INDEX by_hand"),
        migration("3", "CREATE TABLE by_hand_too (a int)", "DROP TABLE by_hand_too"),
    ]
    good = as_declared(model(users()))
    assert verify_chain(scratch, chain, declared=good).differences == ()
    other = as_declared(model(users(PHONE)))
    assert verify_chain(scratch, chain, declared=other).differences == (
        'column "users.phone": is missing',
    )


def test_an_up_file_that_fails_ends_the_verdicts(scratch):
    with pytest.raises(VerificationFailed, match=r'"migrations/2.sql" cannot be applied'):
        verify_chain(scratch, [migration("1", USERS), migration("2", USERS)])


def test_verdicts_are_told_as_they_are_found(scratch):
    told = []
    with pytest.raises(VerificationFailed):
        verify_chain(
            scratch,
            [migration("1", USERS, "DROP TABLE users"), migration("2", "SELEC 1")],
            said=told.append,
        )
    assert told == [Verdict(name="1.sql", kind=VerdictKind.EXACT)]


def test_a_verified_chain_is_a_template_for_the_next_proof(scratch):
    verify_chain(scratch, [migration("1", USERS, "DROP TABLE users")], digest="verified")
    never = Chain(digest="verified", scripts=lambda: pytest.fail("the template exists"))
    assert prove_phone(scratch, before=never)


def test_the_templates_used_last_are_kept(scratch, admin):
    for number in range(KEPT_TEMPLATES + 1):
        with scratch.empty() as database:
            database.keep(f"digest {number}")
        scratch.template("digest 0", lambda _: pytest.fail("it is in use"))
    assert len(databases(admin, scratch, "template")) == KEPT_TEMPLATES
    rebuilt = []
    scratch.template("digest 1", lambda _: rebuilt.append(1))
    assert rebuilt == [1]


def test_a_scratch_database_is_gone_when_its_use_fails(scratch, admin):
    with pytest.raises(DatabaseError), scratch.empty() as database:
        database.session.query("SELECT 1 / 0")
    assert databases(admin, scratch) == []


def test_what_failed_is_told_and_not_what_could_then_not_be_done(server, admin, tmp_path):
    def lose_the_server_and_fail(scratch, database):
        pid = scratch._admin.query("SELECT pg_backend_pid()")[0][0]
        admin.query("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        with pytest.raises(ConnectionFailed, match="terminating connection"):
            scratch._admin.query("SELECT 1")
        database.session.query("SELECT 1 / 0")

    scratch = ScratchServer(server, str(tmp_path))
    with pytest.raises(DatabaseError, match="division by zero"), scratch.empty() as database:
        lose_the_server_and_fail(scratch, database)
    scratch.close()
    with ScratchServer(server, str(tmp_path)) as again:
        again.drop_all()


KILLED = """
import os, sys
from fluentorm.dialects.postgres.scratch import ScratchServer
context = ScratchServer(sys.argv[1], sys.argv[2]).empty()
print(context.__enter__().session.server.database, flush=True)
input()
os._exit(9)
"""


def test_what_a_killed_run_left_behind_is_dropped_by_the_next(server, scratch, tmp_path):
    command = [sys.executable, "-c", KILLED, server, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        name = process.stdout.readline().strip()
        assert scratch.clean_up() == ()  # it is in use
        process.kill()
    dropped = ()
    while not dropped:  # the server notices a moment later that its client is gone
        dropped = scratch.clean_up()
    assert dropped == (name,)


def test_another_projects_databases_are_left_alone(server, scratch, admin, tmp_path):
    other = ScratchServer(server, str(tmp_path / "other"))
    with other.empty() as database:
        database.keep("one")
    scratch.drop_all()
    assert len(databases(admin, other)) == 1
    other.drop_all()
    other.close()


def test_two_proofs_at_once_do_not_disturb_each_other(server, tmp_path, admin):
    failures = []

    def work():
        try:
            with ScratchServer(server, str(tmp_path)) as scratch:
                for _ in range(3):
                    prove_phone(scratch)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shall show it
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ScratchServer(server, str(tmp_path)) as scratch:
        scratch.drop_all()
        assert databases(admin, scratch) == []
    assert failures == []


def test_a_server_that_refuses_scratch_databases_is_told_with_the_ways_out(server, admin):
    admin.query("DROP ROLE IF EXISTS fluent_poor")
    admin.query("CREATE ROLE fluent_poor LOGIN")
    from psycopg.conninfo import make_conninfo

    poor = ScratchServer(
        server, "p", connect=lambda url: connect(make_conninfo(url, options="-c role=fluent_poor"))
    )
    with pytest.raises(VerificationFailed, match="permission denied") as caught, poor.empty():
        pass
    assert "--no-verify" in caught.value.hint
    poor.close()
    admin.query("DROP ROLE fluent_poor")


def test_a_down_that_fails_in_a_chain_changes_nothing(scratch):
    with scratch.empty() as database:
        database.run([script("1", USERS)])
        before = database.introspect()
        with pytest.raises(Failed):
            database.undo(script("2", "DROP TABLE users; DROP TABLE nope"), before)
        assert database.introspect() == before


def test_a_server_that_is_not_there_is_a_failed_connection(scratch):
    nowhere = ScratchServer("postgresql://127.0.0.1:1/postgres", "p")
    with pytest.raises(ConnectionFailed), nowhere.empty():
        pass


def test_renamed_tables_keep_what_was_added_by_hand(scratch):
    new = migration("9", "ALTER TABLE users RENAME TO people", "ALTER TABLE people RENAME TO users")
    people = Table(
        name="people",
        columns=users().columns,
        constraints=users().constraints,
    )
    by_hand = "ALTER TABLE users ADD by_hand int; CREATE INDEX h ON users (name)"
    assert prove_phone(scratch, new, before=chain(USERS, by_hand), declared=model(people))


STEPPED = """\
-- Step: 1 short
ALTER TABLE users ADD COLUMN phone text;
-- Step: 2 backfill deferred by (id) batch 7
UPDATE users SET phone = name WHERE phone IS NULL;
-- Step: 3 bare
CREATE INDEX CONCURRENTLY i ON users (phone);
"""
STEPPED_DOWN = """\
-- Step: 1 bare
DROP INDEX CONCURRENTLY i;
-- Step: 2 short
ALTER TABLE users DROP COLUMN phone;
"""


def test_files_with_steps_are_proven_as_they_run(scratch):
    phone = Index(name="i", keys=(IndexKey(column="phone"),))
    table = users(PHONE)
    declared = model(replace(table, indexes={"i": phone}))
    new = migration("9", STEPPED, STEPPED_DOWN)
    assert prove_phone(scratch, new, declared=declared).names == ("9.sql",)


def test_a_chain_with_steps_gets_its_verdicts(scratch):
    verdicts = verify_chain(
        scratch,
        [
            migration("1", USERS, "DROP TABLE users"),
            migration("2", STEPPED, STEPPED_DOWN),
            migration("3", "-- Step: 1 bare\nVACUUM users;", "SELECT 1;"),
            migration("4", STEPPED.replace("phone", "p").replace(" i ", " j "), STEPPED_DOWN),
        ],
    ).verdicts
    exact, never = VerdictKind.EXACT, VerdictKind.IRREVERSIBLE
    assert [verdict.kind for verdict in verdicts] == [exact, exact, exact, never]
