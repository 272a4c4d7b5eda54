from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fluentorm.config import Config, load_config
from fluentorm.errors import ConfigError

URL = "FLUENT_DB_URL"


def load(tmp_path: Path, dotenv: str | bytes = "", **environ: str) -> Config:
    if dotenv:
        data = dotenv if isinstance(dotenv, bytes) else dotenv.encode()
        (tmp_path / ".env").write_bytes(data)
    return load_config(tmp_path, environ)


def refusal(tmp_path: Path, dotenv: str | bytes = "", **environ: str) -> str:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, dotenv, **environ)
    return str(raised.value)


def conninfo(config: Config) -> str:
    target = config.target()
    assert target is not None
    return target.conninfo()


def test_nothing_set_means_the_embedded_server(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert config == Config(
        root=tmp_path,
        schemas_dir=tmp_path / "schemas",
        migrations_dir=tmp_path / "migrations",
        models_dir=tmp_path / "models",
        seeds_dir=tmp_path / "seeds",
        lock_wait=60.0,
        verify=True,
        embedded=True,
        server=None,
    )
    assert config.home == tmp_path / ".fluent"
    assert config.target() is None
    assert config.shown == "the embedded PostgreSQL"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HOST", "db.example", "host='db.example' port='5432' dbname='postgres' user='postgres'"),
        ("PORT", "5433", "host='127.0.0.1' port='5433' dbname='postgres' user='postgres'"),
        ("NAME", "app", "host='127.0.0.1' port='5432' dbname='app' user='postgres'"),
        ("USER", "me", "host='127.0.0.1' port='5432' dbname='postgres' user='me'"),
    ],
)
def test_one_variable_set_means_the_defaults_for_the_others(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    config = load(tmp_path, **{f"FLUENT_DB_{name}": value})
    assert not config.embedded
    assert conninfo(config) == expected


def test_password_and_sslmode_reach_the_connection(tmp_path: Path) -> None:
    config = load(tmp_path, FLUENT_DB_PASSWORD="secret", FLUENT_DB_SSLMODE="verify-full")
    assert conninfo(config).endswith(" sslmode='verify-full' password='secret'")


def test_values_are_quoted_for_libpq(tmp_path: Path) -> None:
    config = load(tmp_path, FLUENT_DB_PASSWORD=r"it's a \ word")
    assert conninfo(config).endswith(r" password='it\'s a \\ word'")


def test_libpq_reads_back_what_was_set(tmp_path: Path) -> None:
    from psycopg.conninfo import conninfo_to_dict

    odd = r"""a' b=\' "é😀"""
    config = load(tmp_path, FLUENT_DB_NAME=odd, FLUENT_DB_USER=odd, FLUENT_DB_PASSWORD=odd)
    read = conninfo_to_dict(conninfo(config))
    assert (read["dbname"], read["user"], read["password"]) == (odd, odd, odd)


def test_an_empty_password_is_no_password(tmp_path: Path) -> None:
    config = load(tmp_path, FLUENT_DB_PASSWORD="")
    assert not config.embedded
    assert "password" not in conninfo(config)


def test_a_host_may_be_a_socket_folder(tmp_path: Path) -> None:
    config = load(tmp_path, FLUENT_DB_HOST="/var/run/my sockets")
    assert "host='/var/run/my sockets'" in conninfo(config)


def test_forbidden_embedded_server_fails_only_when_a_target_is_needed(tmp_path: Path) -> None:
    config = load(tmp_path, FLUENT_DB_EMBEDDED="0")
    assert not config.embedded
    assert config.shown == "no database"
    with pytest.raises(ConfigError) as raised:
        config.target()
    assert str(raised.value) == (
        "no database is set, and FLUENT_DB_EMBEDDED is 0\n"
        "hint: set FLUENT_DB_URL, or FLUENT_DB_HOST, FLUENT_DB_NAME, FLUENT_DB_USER "
        "and FLUENT_DB_PASSWORD"
    )


def test_allowed_embedded_server_is_not_a_database_setting(tmp_path: Path) -> None:
    assert load(tmp_path, FLUENT_DB_EMBEDDED="1").embedded


@pytest.mark.parametrize(
    ("url", "shown", "public"),
    [
        (
            "postgresql://me:secret@db.example:5433/app",
            "me@db.example:5433/app",
            "postgresql://me@db.example:5433/app",
        ),
        (
            "postgres://me@db.example/app?sslmode=require",
            "me@db.example/app",
            "postgresql://me@db.example/app?sslmode=require",
        ),
        (
            "postgresql://db.example/app?user=me&password=secret",
            "me@db.example/app",
            "postgresql://db.example/app?user=me",
        ),
        (
            "postgresql://me:p%40ss@[::1]:5432/app",
            "me@[::1]:5432/app",
            "postgresql://me@[::1]:5432/app",
        ),
        (
            "postgresql://me:secret@one:1,two:2/app",
            "me@one:1,two:2/app",
            "postgresql://me@one:1,two:2/app",
        ),
        (
            "postgresql:///app?host=/run/postgresql",
            "/run/postgresql/app",
            "postgresql:///app?host=/run/postgresql",
        ),
        (
            "postgresql://me@%2Frun%2Fpostgresql/app",
            "me@/run/postgresql/app",
            "postgresql://me@%2Frun%2Fpostgresql/app",
        ),
        ("postgresql:///app", "local socket/app", "postgresql:///app"),
    ],
)
def test_a_url_wins_and_is_shown_without_its_password(
    tmp_path: Path, url: str, shown: str, public: str
) -> None:
    from psycopg.conninfo import conninfo_to_dict

    config = load(tmp_path, FLUENT_DB_URL=url, FLUENT_DB_HOST="elsewhere")
    assert conninfo(config) == url
    assert config.shown == shown
    assert config.server is not None
    assert config.server.url == public
    secret = conninfo_to_dict(url)
    secret.pop("password", None)
    assert conninfo_to_dict(public) == secret


@pytest.mark.parametrize("host", ["db.example", "::1", "/run/my sockets"])
def test_the_url_of_parts_is_one_that_libpq_reads(tmp_path: Path, host: str) -> None:
    from psycopg.conninfo import conninfo_to_dict

    config = load(
        tmp_path,
        FLUENT_DB_HOST=host,
        FLUENT_DB_NAME="a/b?c",
        FLUENT_DB_USER="u@v",
        FLUENT_DB_SSLMODE="require",
        FLUENT_DB_PASSWORD="secret",
    )
    assert config.server is not None
    expected = conninfo_to_dict(conninfo(config))
    del expected["password"]
    assert conninfo_to_dict(config.server.url) == expected


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:///app.db", 'has the scheme "sqlite", and supported are postgresql://'),
        ("postgresql+psycopg://u:secret@h/d", "write it without 'postgresql+psycopg'"),
        ("jdbc:postgresql://u:secret@h/d", "write it without 'jdbc:postgresql'"),
        ("u:secret@host/db", "is not a URL"),
        ("host=db password=secret", "is not a URL"),
        ("postgresql://u:sec@ret@h/d", "does not parse"),
        ("postgresql://u:secret/x@h/d", "does not parse"),
        ("postgresql://u:secret#x@h/d", "does not parse"),
        ("postgresql://u:secret?x@h/d", "does not parse"),
        ("postgresql://u:secret[x@h/d", "does not parse"),
        ("postgresql://u:secret%x@h/d", "does not parse"),
        ("postgresql://u:secret x@h/d", "does not parse"),
        ("postgresql://u:secret@h:port/d", "does not parse"),
        ("postgresql://u:secret@h/d?sslmode", "does not parse"),
    ],
)
def test_a_url_that_will_not_do_is_refused_without_its_password(
    tmp_path: Path, url: str, message: str
) -> None:
    text = refusal(tmp_path, FLUENT_DB_URL=url)
    assert text.startswith("environment: FLUENT_DB_URL ")
    assert message in text
    assert "secret" not in text
    assert "hint: " in text


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "FLUENT_DB_PORT",
            "54x2",
            """FLUENT_DB_PORT is "54x2", which is not a port from 1 to 65535
hint: write it like FLUENT_DB_PORT=5432""",
        ),
        ("FLUENT_DB_PORT", "0", 'is "0", which is not a port'),
        ("FLUENT_DB_PORT", "65536", 'is "65536", which is not a port'),
        ("FLUENT_DB_PORT", "-1", 'is "-1", which is not a port'),
        ("FLUENT_DB_PORT", "٥٤٣٢", "which is not a port"),
        ("FLUENT_DB_PORT", "5432\n", "which is not a port"),
        ("FLUENT_DB_PORT", "", 'FLUENT_DB_PORT is "", which is empty'),
        ("FLUENT_DB_PORT", "tcp://10.0.0.1:5432", "FLUENT_DB_PORT is a service link"),
        ("FLUENT_DB_HOST", "", "which is empty"),
        ("FLUENT_DB_HOST", "db:5433", "hint: the port belongs in FLUENT_DB_PORT"),
        ("FLUENT_DB_HOST", "[::1]", "hint: write an IPv6 address without them"),
        ("FLUENT_DB_HOST", "db example", "which is not a host name"),
        ("FLUENT_DB_SSLMODE", "yes", "there are disable, allow, prefer, require, verify-ca"),
        ("FLUENT_DB_EMBEDDED", "no", 'is "no", which is neither 0 nor 1'),
        ("FLUENT_VERIFY", "off", "hint: write FLUENT_VERIFY=0 or FLUENT_VERIFY=1"),
        ("FLUENT_PG_VERSION", "16.4", "which is not a major version"),
        ("FLUENT_PG_VERSION", "12", "which is older than what fluentorm works with, 13"),
        ("FLUENT_LOCK_WAIT", "60s", "which is not a number of seconds"),
        ("FLUENT_LOCK_WAIT", "-1", "which is not a number of seconds"),
        ("FLUENT_LOCK_WAIT", "nan", "which is not a number of seconds"),
        ("FLUENT_LOCK_WAIT", "86401", "which is more than a day"),
        ("FLUENT_LOCK_TIMEOUT", "0", "which is less than a millisecond"),
        ("FLUENT_LOCK_RETRY_BUDGET", "forever", "which is not a number of seconds"),
        ("FLUENT_STATEMENT_TIMEOUT", "1e3", "which is not a number of seconds"),
        ("FLUENT_SCHEMAS_DIR", "", "which is empty"),
        ("FLUENT_SCHEMAS_DIR", ".", "which is not a folder of its own"),
        ("FLUENT_MODELS_DIR", "..", "which is not a folder of its own"),
        ("FLUENT_MODELS_DIR", "/", "which is not a folder of its own"),
        ("FLUENT_MODELS_DIR", "schemas/", "which is the folder of FLUENT_SCHEMAS_DIR too"),
        ("FLUENT_MODELS_DIR", "~/models", "hint: write the whole path"),
    ],
)
def test_a_value_that_does_not_parse_is_refused(
    tmp_path: Path, name: str, value: str, message: str
) -> None:
    text = refusal(tmp_path, **{name: value})
    assert text.startswith(f"environment: {name} ")
    assert message in text


def test_a_url_in_the_host_is_refused_without_showing_it(tmp_path: Path) -> None:
    text = refusal(tmp_path, FLUENT_DB_HOST="postgresql://u:secret@h/d")
    assert text == (
        "environment: FLUENT_DB_HOST is not a host name\nhint: a whole URL belongs in FLUENT_DB_URL"
    )


def test_settings_are_read(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        FLUENT_SCHEMAS_DIR="db/schemas",
        FLUENT_MIGRATIONS_DIR="/srv/migrations",
        FLUENT_MODELS_DIR="app/models",
        FLUENT_LOCK_WAIT="0.5",
        FLUENT_ONLINE="0",
        FLUENT_PG_VERSION="16",
        FLUENT_LOCK_TIMEOUT="0.2",
        FLUENT_LOCK_RETRY_BUDGET="30",
        FLUENT_STATEMENT_TIMEOUT="0",
        FLUENT_VERIFY="0",
    )
    assert config.schemas_dir == tmp_path / "db/schemas"
    assert config.migrations_dir == Path("/srv/migrations")
    assert config.models_dir == tmp_path / "app/models"
    assert config.lock_wait == 0.5
    times = (config.lock_timeout, config.lock_retry_budget, config.statement_timeout)
    assert times == (0.2, 30.0, 0.0)
    assert not config.verify
    assert not config.online
    assert config.pg_version == 16
    assert config.embedded


def test_a_password_shows_nowhere(tmp_path: Path) -> None:
    for environ in (
        {"FLUENT_DB_PASSWORD": "secret"},
        {URL: "postgresql://me:secret@host/app"},
        {URL: "postgresql://host/app?password=secret"},
    ):
        config = load(tmp_path, **environ)
        for shown in (config, config.shown, config.target(), repr(config.target())):
            assert "secret" not in str(shown)


def test_the_environment_wins_over_dotenv(tmp_path: Path) -> None:
    dotenv = "FLUENT_DB_HOST=fromfile\nFLUENT_DB_NAME=fromfile\n"
    config = load(tmp_path, dotenv, FLUENT_DB_NAME="fromenv")
    assert config.shown == "postgres@fromfile:5432/fromenv"


def test_a_url_in_dotenv_does_not_win_over_the_environment_silently(tmp_path: Path) -> None:
    text = refusal(tmp_path, "\nFLUENT_DB_URL=postgresql://h/d\n", FLUENT_DB_NAME="other")
    assert text == (
        "environment: FLUENT_DB_NAME is set, but FLUENT_DB_URL in .env:2 would win over it\n"
        "hint: set FLUENT_DB_URL in the environment, or take it out of .env"
    )
    config = load(tmp_path, **{URL: "postgresql://h/mine", "FLUENT_DB_NAME": "other"})
    assert config.shown == "h/mine"


def test_an_error_in_dotenv_names_its_line(tmp_path: Path) -> None:
    text = refusal(tmp_path, "# a comment\n\nexport FLUENT_DB_PORT=abc\n")
    assert text.startswith('.env:3: FLUENT_DB_PORT is "abc", which is not a port')


def test_a_wrong_value_that_the_environment_overrides_does_not_matter(tmp_path: Path) -> None:
    config = load(tmp_path, "FLUENT_DB_PORT=abc\n", FLUENT_DB_PORT="5433")
    assert config.shown == "postgres@127.0.0.1:5433/postgres"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("FLUENT_DB_PROT", "did you mean FLUENT_DB_PORT?"),
        ("FLUENT_DB_USERNAME", "did you mean FLUENT_DB_USER?"),
        ("FLUENT_SCHEMA_DIR", "did you mean FLUENT_SCHEMAS_DIR?"),
        ("FLUENT_DB_ZZZZZZZZZZ", "known are FLUENT_DB_HOST, "),
    ],
)
def test_a_misspelt_variable_is_refused(tmp_path: Path, name: str, hint: str) -> None:
    text = refusal(tmp_path, **{name: "1"})
    assert text.startswith(f"environment: {name} is not a setting\nhint: {hint}")
    assert refusal(tmp_path, f"{name}=1").startswith(f".env:1: {name} is not a setting")


def test_any_unknown_variable_of_ours_in_dotenv_is_refused(tmp_path: Path) -> None:
    assert ".env:1: FLUENT_COLOUR is not a setting" in refusal(tmp_path, "FLUENT_COLOUR=1")
    text = refusal(tmp_path, "fluent_db_host=x")
    assert "hint: did you mean FLUENT_DB_HOST?" in text


def test_variables_of_others_are_left_alone(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        "DATABASE_URL=postgresql://x\nFLUENCY=1\nOTHER=${HOME}\n",
        FLUENT_TEST_URL="postgresql://x",
        FLUENT_REWRITE_GOLDEN="1",
        FLUENT_PORT="tcp://10.0.0.1:24224",
        FLUENT_SERVICE_HOST="10.0.0.1",
        FLUENT_PORT_24224_TCP_ADDR="10.0.0.1",
        FLUENT_ELASTICSEARCH_INDEX="logs",
        PGHOST="elsewhere",
    )
    assert config.embedded


def test_dotenv_expansion_in_our_variables_is_refused(tmp_path: Path) -> None:
    text = refusal(tmp_path, "FLUENT_DB_PASSWORD=${DB_PASSWORD}\n")
    assert text.startswith(".env:1: FLUENT_DB_PASSWORD has a ${...}, which is not expanded\nhint:")
    config = load(tmp_path, "FLUENT_DB_PASSWORD='${DB_PASSWORD}'\n")
    assert "password='${DB_PASSWORD}'" in conninfo(config)


def test_loading_imports_nothing_slow() -> None:
    code = (
        "import sys; from pathlib import Path; from fluentorm.config import load_config;"
        "load_config(Path('/nonexistent'), {'FLUENT_DB_HOST': 'x'}).target();"
        "print([m for m in ('psycopg', 'difflib', 'subprocess', 'socket')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.stdout.strip() == "[]"
