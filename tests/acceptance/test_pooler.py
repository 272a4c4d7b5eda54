"""Through a connection pooler: refused, or run so that nobody else notices."""

import getpass
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.errors import ConnectionFailed, Failed, FileFormat, LockTimeout
from fluentorm.migrate.directory import scan
from fluentorm.migrate.preflight import preflight
from fluentorm.migrate.runner import migrate_down, migrate_up
from tests.acceptance.test_driver import Proxy

pytestmark = pytest.mark.acceptance

SETTINGS = """
SELECT name, setting FROM pg_settings WHERE name IN ('TimeZone', 'DateStyle', 'lock_timeout',
'statement_timeout', 'standard_conforming_strings', 'idle_in_transaction_session_timeout',
'synchronous_commit', 'check_function_bodies') ORDER BY 1
"""


@pytest.fixture(params=["proxy", "pgbouncer"])
def pooler(request, database, tmp_path_factory):
    """Give the URL of the database behind something that tells another process id."""
    if request.param == "proxy":
        refusal = "unsupported startup parameter in options: timezone"
        proxy = Proxy(database, refuses={b"options\0": refusal}, other_pid=True)
        yield proxy.url
        proxy.close()
        return
    yield from pgbouncer(database, tmp_path_factory.mktemp("pgbouncer"))


def pgbouncer(database, folder):
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    with psycopg.connect(database) as connection:
        info = connection.info
        host, port, user, name = info.host, info.port, info.user, info.dbname
    if program is None or host.startswith("/"):
        pytest.skip("needs pgbouncer, and a server that listens on a network")
    with socket.create_server(("127.0.0.1", 0)) as free:
        own = free.getsockname()[1]
    folder.chmod(0o755)
    file = folder / "pgbouncer.ini"
    file.write_text(
        f"[databases]\n{name} = host={host} port={port} user={user}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {own}\nauth_type = any\nunix_socket_dir =\n"
        "pool_mode = transaction\ndefault_pool_size = 2\n"
    )
    as_other = ["-u", "nobody"] if getpass.getuser() == "root" else []
    for path in [folder, *folder.parents][:3]:
        path.chmod(path.stat().st_mode | 0o055)
    process = subprocess.Popen(
        [program, *as_other, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"postgresql://{user}@127.0.0.1:{own}/{name}?sslmode=disable&gssencmode=disable"
    try:
        await_port(own)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def await_port(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the pooler does not answer")


@pytest.fixture
def session(pooler):
    with closing(connect(pooler, allow_pooler=True)) as session:
        yield session


def write(folder, *texts):
    for number, text in enumerate(texts, 1):
        (folder / f"{number}_x.sql").write_text(text)
        (folder / f"{number}_x_down.sql").write_text(f"DROP TABLE t{number};")
    return scan(folder)


def settings(url):
    """Return the settings of connections that others get from the pooler."""
    found = set()
    connections = [psycopg.connect(url) for _ in range(2)]
    for connection in connections:
        found.add(tuple(connection.execute(SETTINGS).fetchall()))
    for connection in connections:
        connection.close()
    return found


def test_it_is_refused_without_the_option(pooler, tmp_path):
    with closing(connect(pooler)) as session:
        with pytest.raises(ConnectionFailed, match="behind a connection pooler") as caught:
            migrate_up(session, write(tmp_path, "CREATE TABLE t1 ();"))
        assert "--allow-pooler" in str(caught.value)
        assert session.applied() == ()


def test_transactions_are_applied_and_nobody_else_notices(pooler, session, tmp_path):
    before = settings(pooler)
    show = "SELECT current_setting('TimeZone') AS z, current_setting('DateStyle') AS d"
    directory = write(
        tmp_path, f"CREATE TABLE t1 AS {show};", *(f"CREATE TABLE t{n} ();" for n in range(2, 8))
    )
    assert len(migrate_up(session, directory).applied) == 7
    assert session.query("SELECT z, d FROM t1") == [("UTC", "ISO, MDY")]
    assert settings(pooler) == before
    (tmp_path / "8_x.sql").write_text("ALTER TABLE t1 ADD COLUMN a int;")
    assert migrate_up(session, scan(tmp_path)).applied == ("8_x.sql",)
    (tmp_path / "8_x_down.sql").write_text("ALTER TABLE t1 DROP COLUMN a;")
    assert len(migrate_down(session, scan(tmp_path), all=True).rolled_back) == 8
    assert settings(pooler) == before
    assert preflight(session, scan(tmp_path)) == ()
    assert session.query("SELECT count(*) FROM _fluent_lease") == [(0,)]
    locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
    assert session.query(
        f"{locks} (SELECT oid FROM pg_database WHERE datname = current_database())"
    )


def test_a_failure_keeps_what_was_before_it(session, tmp_path):
    directory = write(tmp_path, "CREATE TABLE t1 ();", "CREATE TABLE t2 ();\nSELECT nope;")
    with pytest.raises(Failed) as caught:
        migrate_up(session, directory)
    assert '2_x.sql:2:8: statement 2 failed: column "nope" does not exist' in str(caught.value)
    assert [row.name for row in session.applied()] == ["1_x.sql"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-- Transaction: none\nVACUUM;", "not one transaction"),
        ("-- Step: 1 short\nSELECT 1;", "not one transaction"),
        ("SELECT 1;\nSET lock_timeout = '1s';", "SET LOCK_TIMEOUT would stay"),
        ("SET SESSION ROLE x;", "SET SESSION would stay"),
        ("CREATE TEMP TABLE t (id int);", "CREATE TEMP would stay"),
        ("PREPARE p AS SELECT 1;", "PREPARE P would stay"),
    ],
)
def test_what_needs_a_session_of_its_own_is_refused_before_anything_runs(
    session, tmp_path, text, told
):
    directory = write(tmp_path, "CREATE TABLE t1 ();", text)
    with pytest.raises(FileFormat, match=told) as caught:
        migrate_up(session, directory)
    assert "connect to the server itself" in caught.value.hint
    assert session.applied() == ()


def test_what_is_set_for_the_transaction_only_may_be_set(session, tmp_path):
    text = "SET LOCAL work_mem = '8MB'; SET CONSTRAINTS ALL DEFERRED; CREATE TABLE t1 ();"
    assert len(migrate_up(session, write(tmp_path, text)).applied) == 1


PYTHON = """
def up(db):
    db.execute("SET LOCAL work_mem = '8MB'")
    db.execute("CREATE TABLE t1 AS SELECT current_setting('TimeZone') AS z, 0 AS n")
    {body}
    with db.transaction():
        db.execute("UPDATE t1 SET n = %s", (7,))


def down(db):
    db.execute("DROP TABLE t1")
"""


def write_python(folder, body="pass", head=""):
    (folder / "1_x.py").write_text(head + PYTHON.format(body=body))
    return scan(folder)


def test_python_runs_in_one_transaction_and_nobody_else_notices(pooler, session, tmp_path):
    before = settings(pooler)
    directory = write_python(tmp_path)
    assert migrate_up(session, directory).applied == ("1_x.py",)
    assert session.query("SELECT z, n FROM t1") == [("UTC", 7)]
    assert settings(pooler) == before
    assert migrate_down(session, directory).rolled_back == ("1_x.py",)
    assert session.query("SELECT to_regclass('t1')") == [(None,)]
    assert session.applied() == ()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("db.execute('SET work_mem = 100')", "SET WORK_MEM would stay in a connection"),
        ("db.execute('CREATE TEMP TABLE x ()')", "CREATE TEMP would stay in a connection"),
        ("db.execute('COMMIT')", "COMMIT would end the transaction"),
        ("raise ValueError('half-way')", "raised ValueError: half-way"),
    ],
)
def test_python_that_would_leave_something_is_taken_back(pooler, session, tmp_path, body, told):
    before = settings(pooler)
    with pytest.raises(Failed, match=told) as caught:
        migrate_up(session, write_python(tmp_path, body))
    assert str(caught.value).startswith(f"{tmp_path}/1_x.py:5: ")
    assert ("hint: write SET LOCAL" in str(caught.value)) is ("would stay" in told)
    assert session.query("SELECT to_regclass('t1')") == [(None,)]
    assert session.applied() == ()
    assert settings(pooler) == before
    write_python(tmp_path)
    assert migrate_up(session, scan(tmp_path)).applied == ("1_x.py",)


def test_python_that_commits_on_its_own_is_refused_before_anything_runs(session, tmp_path):
    with pytest.raises(FileFormat, match="not one transaction") as caught:
        migrate_up(session, write_python(tmp_path, head="transaction = False\n"))
    assert "connect to the server itself" in caught.value.hint
    assert session.query("SELECT to_regclass('t1')") == [(None,)]


def test_python_waits_for_a_lock_as_sql_does(database, session, tmp_path):
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("CREATE TABLE busy ()")
        other.execute("BEGIN; LOCK TABLE busy")
        timer = threading.Timer(1.0, lambda: other.execute("COMMIT"))
        timer.start()
        body = "db.execute('LOCK TABLE busy')"
        assert migrate_up(session, write_python(tmp_path, body)).applied == ("1_x.py",)
        timer.join()


def test_two_at_once_apply_each_once(pooler, tmp_path):
    directory = write(tmp_path, *(f"CREATE TABLE t{n} ();" for n in range(1, 20)))
    results, threads = [], []

    def work():
        with closing(connect(pooler, allow_pooler=True)) as own:
            results.append(migrate_up(own, directory).applied)

    for _ in range(3):
        threads.append(threading.Thread(target=work))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert sorted(len(one) for one in results) == [0, 0, 19]


def test_a_lease_that_ran_out_is_taken_over(pooler, session, tmp_path):
    directory = write(tmp_path, "CREATE TABLE t1 ();")
    with closing(connect(pooler, allow_pooler=True)) as dead:
        assert dead.try_lock()
        with pytest.raises(LockTimeout, match="held by another runner"):
            migrate_up(session, directory, lock_wait=0.2)
        session.query("UPDATE _fluent_lease SET until = now() - interval '1 s'")
        assert len(migrate_up(session, directory, lock_wait=0.2).applied) == 1


def test_one_that_is_connected_directly_is_waited_for(database, session, tmp_path):
    directory = write(tmp_path, "CREATE TABLE t1 ();")
    with closing(connect(database)) as direct:
        assert direct.try_lock()
        timer = threading.Timer(1.0, direct.unlock)
        timer.start()
        start = time.monotonic()
        assert len(migrate_up(session, directory).applied) == 1
        assert time.monotonic() - start > 0.8
        timer.join()


def test_a_direct_connection_works_as_ever_with_the_option(database, tmp_path):
    with closing(connect(database, allow_pooler=True)) as session:
        directory = write(tmp_path, "-- Step: 1 bare\nVACUUM;")
        assert len(migrate_up(session, directory).applied) == 1
        assert session.query("SELECT to_regclass('_fluent_lease')") == [(None,)]
