"""Starting psql on a database, with the password where other users cannot see it."""

from __future__ import annotations

from fluentorm.errors import ConfigError

# libpq keyword -> environment variable (manual 32.15).
_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "options": "PGOPTIONS",
    "application_name": "PGAPPNAME",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "channel_binding": "PGCHANNELBINDING",
    "gssencmode": "PGGSSENCMODE",
}


def client_environ(conninfo: str) -> dict[str, str]:
    """Return the environment variables that say what a libpq URL or string says.

    A process list shows arguments to every user of the machine, but not another's environment.
    Raises ConfigError for a string that libpq cannot read, or a setting without a variable.
    """
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = conninfo_to_dict(conninfo)
    except ProgrammingError as error:
        raise ConfigError("the connection string cannot be read") from error
    unknown = sorted(set(given) - set(_VARIABLES))
    if unknown:
        raise ConfigError(
            f'psql cannot be given the setting "{unknown[0]}" from here',
            hint="call psql yourself with the URL",
        )
    return {_VARIABLES[key]: str(value) for key, value in given.items() if value is not None}
