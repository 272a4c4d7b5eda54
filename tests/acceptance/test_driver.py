"""The session: its settings, its errors, and connections that cannot be made."""

import socket
import threading
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from fluentorm.dialects.base import Script
from fluentorm.dialects.postgres.driver import connect
from fluentorm.errors import (
    CheckViolation,
    ConnectionFailed,
    DatabaseError,
    Failed,
    ForeignKeyViolation,
    NotNullViolation,
    UniqueViolation,
)

pytestmark = pytest.mark.acceptance


@pytest.fixture
def session(database):
    session = connect(database)
    yield session
    session.close()


def test_settings_do_not_depend_on_who_runs_it(database, monkeypatch):
    import psycopg

    monkeypatch.setenv("PGTZ", "Asia/Tokyo")
    monkeypatch.setenv("PGOPTIONS", "-c work_mem=5MB -c DateStyle=German")
    with psycopg.connect(database, autocommit=True) as admin:
        name = admin.info.dbname
        admin.execute(f"ALTER DATABASE {name} SET standard_conforming_strings = off")
        admin.execute(f"ALTER DATABASE {name} SET statement_timeout = '7min'")
    with closing(connect(database)) as session:
        rows = session.query(
            "SELECT name, setting FROM pg_settings WHERE name IN ('TimeZone', 'DateStyle',"
            " 'standard_conforming_strings', 'client_encoding', 'application_name', 'work_mem',"
            " 'idle_in_transaction_session_timeout', 'client_connection_check_interval',"
            " 'statement_timeout', 'lock_timeout')"
        )
    settings = dict(rows)
    if "client_connection_check_interval" in settings:
        assert settings.pop("client_connection_check_interval") == "2000"
    assert settings == {
        "TimeZone": "UTC",
        "DateStyle": "ISO, MDY",
        "standard_conforming_strings": "on",
        "client_encoding": "UTF8",
        "application_name": "fluentorm",
        "work_mem": "5120",
        "idle_in_transaction_session_timeout": "60000",
        "statement_timeout": "420000",
        "lock_timeout": "0",
    }


def test_what_the_url_says_wins(database):
    mark = "&" if "?" in database else "?"
    with closing(connect(f"{database}{mark}application_name=mine&connect_timeout=3")) as session:
        assert session.query("SHOW application_name") == [("mine",)]


def test_server_is_known_without_asking(session, database):
    assert session.server.product == "PostgreSQL"
    assert session.server.version >= 130000
    assert session.server.database == urlsplit(database).path.lstrip("/")


def test_query_gives_rows_and_takes_parameters(session):
    assert session.query("SELECT %s::int + 1, %s::text", (1, "a'b")) == [(2, "a'b")]
    assert session.query("CREATE TABLE a ()") == []
    assert session.query("SELECT '100%'") == [("100%",)]


def test_execute_is_one_transaction(session):
    with pytest.raises(DatabaseError, match="division"):
        session.execute("CREATE TABLE a (); SELECT 1/0")
    assert session.query("SELECT to_regclass('a')") == [(None,)]


@pytest.mark.parametrize(
    ("statement", "kind", "constraint", "column"),
    [
        ("INSERT INTO a VALUES (1, 1, 1)", UniqueViolation, "a_pkey", None),
        ("INSERT INTO a VALUES (NULL)", NotNullViolation, None, "id"),
        ("INSERT INTO a VALUES (2, 9)", ForeignKeyViolation, "fk", None),
        ("INSERT INTO a VALUES (3, NULL, 99)", CheckViolation, "small", None),
    ],
)
def test_errors_are_of_their_kind_with_what_they_are_about(
    session, statement, kind, constraint, column
):
    session.execute(
        "CREATE TABLE a (id int PRIMARY KEY, p int CONSTRAINT fk REFERENCES a,"
        " s int CONSTRAINT small CHECK (s < 10)); INSERT INTO a VALUES (1, 1, 1)"
    )
    with pytest.raises(kind) as caught:
        session.query(statement)
    error = caught.value
    assert (error.table, error.constraint) == ("a", error.constraint if column else constraint)
    assert error.column == column
    assert error.sqlstate.startswith("23")
    with pytest.raises(kind):
        session.execute(statement)


def test_a_value_that_cannot_be_sent_is_no_lost_connection(session):
    with pytest.raises(DatabaseError) as caught:
        session.query("SELECT %s", (object(),))
    assert not isinstance(caught.value, ConnectionFailed)


def test_a_script_runs_in_one_transaction_and_records_nothing(session):
    with pytest.raises(Failed, match="statement 2"):
        session.run_script(Script(path="x.sql", text="CREATE TABLE a (); nope"))
    with pytest.raises(Failed, match="transaction block"):
        session.run_script(Script(path="x.sql", text="VACUUM"))
    session.run_script(Script(path="x.sql", text="VACUUM", transactional=False))
    session.run_script(Script(path="x.sql", text="CREATE TABLE a ()"))
    assert session.query("SELECT to_regclass('a') IS NULL") == [(False,)]
    assert session.applied() == ()


def test_the_lock_is_one_per_database_and_its_holder_is_known(database):
    with closing(connect(database)) as first, closing(connect(database)) as second:
        assert first.lock_holder() is None
        assert first.try_lock()
        assert not second.try_lock()
        holder = second.lock_holder()
        assert holder.application == "fluentorm"
        assert holder.pid == first.query("SELECT pg_backend_pid()")[0][0]
        assert "fluentorm" in str(holder)
        first.unlock()
        assert second.try_lock()


def test_closing_twice_and_unlocking_without_lock_are_harmless(database):
    session = connect(database)
    session.unlock()
    session.close()
    session.close()
    session.unlock()
    with pytest.raises(ConnectionFailed):
        session.query("SELECT 1")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def failure(url, **options):
    with pytest.raises(ConnectionFailed) as caught:
        connect(url, **options)
    return str(caught.value)


def test_no_server():
    port = free_port()
    message = failure(f"postgresql://ann:secret@127.0.0.1:{port}/shop")
    assert f'cannot connect to "shop" at 127.0.0.1:{port} as "ann": no server there' in message
    assert f"pg_isready --host 127.0.0.1 --port {port}" in message
    assert "secret" not in message


def test_no_socket(tmp_path):
    assert "no server there" in failure(f"host={tmp_path} dbname=shop user=ann")


def test_a_missing_database_is_told_the_command_that_makes_it(database):
    message = failure(database.replace("/test_", "/no_such_"))
    assert "this database does not exist" in message
    assert "hint: create it: createdb --host " in message
    assert " no_such_" in message


def test_an_unknown_user_is_told(database):
    base, _, rest = database.partition("://")
    message = failure(f"{base}://no_such_user@{rest.rpartition('@')[2]}")
    assert "FLUENT_DB_USER" in message


def test_an_unknown_host_is_told():
    message = failure("postgresql://ann@nowhere.invalid/shop")
    assert "this host is not known" in message


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:se cret@[/x",
        "postgresql://ann:se%zzcret@localhost/x",
        "se cret",
        "mysql://ann:secret@localhost/x",
        "postgresql://ann:secret@localhost/x?nonsense=1",
    ],
)
def test_an_address_that_does_not_parse_is_never_repeated(url):
    message = failure(url)
    assert "does not parse" in message
    assert "cret" not in message


def test_an_at_sign_in_the_password_is_not_shown_as_host():
    message = failure("postgresql://ann:sec@ret@nowhere.invalid/shop")
    assert "ret" not in message.partition("hint:")[0]
    assert "%40" in message


def test_a_port_that_is_no_number_is_told():
    assert "secret" not in (message := failure("postgresql://ann:secret@127.0.0.1:abc/shop"))
    assert '"abc"' in message


def answer(*replies):
    """Listen once, give these replies, one per message; return the port."""
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]

    def serve():
        with server, server.accept()[0] as connection:
            for reply in replies:
                connection.recv(4096)
                connection.sendall(reply)
            while connection.recv(4096):
                pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return port


def fatal(sqlstate, message):
    fields = f"SFATAL\0VFATAL\0C{sqlstate}\0M{message}\0\0".encode()
    return b"E" + (len(fields) + 4).to_bytes(4, "big") + fields


@pytest.mark.parametrize(
    ("sqlstate", "said", "told"),
    [
        ("28P01", 'password authentication failed for user "ann"', "FLUENT_DB_PASSWORD"),
        (
            "28000",
            'no pg_hba.conf entry for host "1.2.3.4", user "ann", database "shop", no encryption',
            "FLUENT_DB_SSLMODE=require",
        ),
        ("28000", 'no pg_hba.conf entry for host "1.2.3.4", SSL encryption', "pg_hba.conf"),
        ("53300", "sorry, too many clients already", "no connection left"),
        ("57P03", "the database system is starting up", "wait a moment"),
        ("57P03", "the database system is shutting down", "shutting down"),
        ("XX000", "something of its own", "something of its own"),
    ],
)
def test_what_a_server_says_at_the_door_is_told_with_what_to_do(sqlstate, said, told):
    port = answer(fatal(sqlstate, said))
    message = failure(f"postgresql://ann:secret@127.0.0.1:{port}/shop?sslmode=disable")
    assert told in message
    assert f"127.0.0.1:{port}" in message
    assert "secret" not in message


def test_a_server_without_tls_is_told():
    port = answer(b"N")
    message = failure(f"postgresql://ann@127.0.0.1:{port}/shop?sslmode=require&gssencmode=disable")
    assert "FLUENT_DB_SSLMODE=prefer" in message


def test_a_server_that_never_answers_is_given_up():
    port = answer()
    message = failure(f"postgresql://ann@127.0.0.1:{port}/shop?sslmode=disable", connect_timeout=2)
    assert "no answer" in message


def test_something_else_behind_the_port_is_told():
    port = answer(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert "not PostgreSQL" in failure(f"postgresql://ann@127.0.0.1:{port}/shop?gssencmode=disable")


class Proxy:
    """Stands before the server like a pooler or an older server, for one test.

    ``refuses`` maps words of a start-up message to what it answers instead of connecting. With
    ``other_pid`` the process id that the client is told is not the server's.
    """

    def __init__(self, database, *, refuses=None, other_pid=False):
        import psycopg

        with psycopg.connect(database) as connection:
            self._host, self._port = connection.info.host, connection.info.port
            self._user, self._name = connection.info.user, connection.info.dbname
        self._refuses = refuses or {}
        self._other_pid = other_pid
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = (
            f"postgresql://{self._user}@127.0.0.1:{self._server.getsockname()[1]}/{self._name}"
            "?sslmode=disable&gssencmode=disable"
        )
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            first = client.recv(65536)
            said = next((said for word, said in self._refuses.items() if word in first), None)
            if said is not None:
                client.sendall(fatal("08P01", said))
                client.close()
                continue
            self._connect(client, first)

    def _connect(self, client, first):
        if self._host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{self._host}/.s.PGSQL.{self._port}")
        else:
            server = socket.create_connection((self._host, self._port))
        server.sendall(first)
        threading.Thread(target=self._copy, args=(client, server, False), daemon=True).start()
        threading.Thread(
            target=self._copy, args=(server, client, self._other_pid), daemon=True
        ).start()

    @staticmethod
    def _copy(source, target, change_pid):
        key = b"K\0\0\0"
        # The thread of the other direction closes the sockets when its end is gone.
        with closing(source), closing(target), suppress(OSError):
            while data := source.recv(65536):
                if change_pid and key in data:
                    place = data.index(key) + 5
                    data = data[:place] + b"\0\0\0\7" + data[place + 4 :]
                    change_pid = False
                target.sendall(data)

    def close(self):
        self._server.close()


@contextmanager
def through_proxy(database, **behaviour):
    with closing(Proxy(database, **behaviour)) as proxy, closing(connect(proxy.url)) as session:
        yield session


def test_a_pooler_that_takes_no_options_gets_the_settings_later(database):
    refusal = "unsupported startup parameter in options: timezone"
    with through_proxy(database, refuses={b"options\0": refusal}) as session:
        assert session.query("SHOW TimeZone") == [("UTC",)]
        session.run_script(Script(path="x.sql", text="SET TimeZone = 'Asia/Tokyo'"))
        assert session.query("SHOW TimeZone") == [("UTC",)]


def test_a_server_without_the_check_interval_gets_all_other_settings(database):
    name = "client_connection_check_interval"
    refusal = f'unrecognized configuration parameter "{name}"'
    with through_proxy(database, refuses={name.encode(): refusal}) as session:
        assert session.query("SHOW idle_in_transaction_session_timeout") == [("1min",)]


def test_a_connection_through_a_pooler_is_refused_for_changes(database):
    with through_proxy(database, other_pid=True) as session:
        assert session.applied() == ()
        with pytest.raises(ConnectionFailed, match="behind a connection pooler"):
            session.require_writable()
