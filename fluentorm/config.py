"""Settings: ``FLUENT_*`` from the process environment and the project's ``.env``.

The environment wins over ``.env``. A setting that does not parse is an error that names the
variable and where it was set, never a silent default; so is a name that we do not know. Reading
settings connects to nothing and imports no driver, because every command does it.
"""

from __future__ import annotations

import os
import re
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.dotenv import read_dotenv
from fluentorm.errors import ConfigError, Place
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "FLUENT_DB_HOST"
PORT = "FLUENT_DB_PORT"
NAME = "FLUENT_DB_NAME"
USER = "FLUENT_DB_USER"
PASSWORD = "FLUENT_DB_PASSWORD"  # noqa: S105 - a name
SSLMODE = "FLUENT_DB_SSLMODE"
URL = "FLUENT_DB_URL"
TARGETS = "FLUENT_DB_TARGETS"
EMBEDDED = "FLUENT_DB_EMBEDDED"
SCHEMAS_DIR = "FLUENT_SCHEMAS_DIR"
MIGRATIONS_DIR = "FLUENT_MIGRATIONS_DIR"
MODELS_DIR = "FLUENT_MODELS_DIR"
SEEDS_DIR = "FLUENT_SEEDS_DIR"
SEED_ENV = "FLUENT_SEED_ENV"
LOCK_WAIT = "FLUENT_LOCK_WAIT"
LOCK_TIMEOUT = "FLUENT_LOCK_TIMEOUT"
LOCK_RETRY_BUDGET = "FLUENT_LOCK_RETRY_BUDGET"
STATEMENT_TIMEOUT = "FLUENT_STATEMENT_TIMEOUT"
VERIFY = "FLUENT_VERIFY"
DRIFT_IGNORE = "FLUENT_DRIFT_IGNORE"
LINT = "FLUENT_LINT"
LINT_SINCE = "FLUENT_LINT_SINCE"
ONLINE = "FLUENT_ONLINE"
PG_VERSION = "FLUENT_PG_VERSION"

_PARTS = (HOST, PORT, NAME, USER, PASSWORD, SSLMODE)
_KNOWN = (
    *_PARTS,
    URL,
    TARGETS,
    EMBEDDED,
    SCHEMAS_DIR,
    MIGRATIONS_DIR,
    MODELS_DIR,
    SEEDS_DIR,
    SEED_ENV,
    LOCK_WAIT,
    LOCK_TIMEOUT,
    LOCK_RETRY_BUDGET,
    STATEMENT_TIMEOUT,
    VERIFY,
    DRIFT_IGNORE,
    LINT,
    LINT_SINCE,
    ONLINE,
    PG_VERSION,
)
# For fluentorm's own tests, and for golden files.
_NOT_OURS = re.compile(r"FLUENT_(TEST_URL|REWRITE_\w+)")
_SSLMODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_ENVIRONMENT = Place("environment")
_LONGEST_WAIT = 86_400.0
OLDEST_VERSION = 13
_URL_EXAMPLE = "postgresql://user:password@host:5432/database"
# Parameters of libpq that are, or hold, a password.
_SECRET = re.compile(r"(password|sslpassword|oauth_client_secret)=")
_FOLDERS = {
    SCHEMAS_DIR: "schemas",
    MIGRATIONS_DIR: "migrations",
    MODELS_DIR: "models",
    SEEDS_DIR: "seeds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The server and database to work on, when it is not the embedded one.

    ``shown`` is for people, as in ``postgres@127.0.0.1:5432/postgres``, and ``url`` for their
    tools. Neither has the password, nor have ``str`` and ``repr``. ``from_url`` says that all of
    it was set as FLUENT_DB_URL.
    """

    shown: str
    url: str
    _conninfo: str = field(repr=False)
    from_url: bool = False

    def conninfo(self) -> str:
        """Give the libpq connection string, with the password: for the driver only."""
        return self._conninfo

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that can be set; folders are absolute if ``root`` is, times are in seconds.

    ``lock_wait`` is for another run; ``lock_timeout`` for one lock on a table,
    ``lock_retry_budget`` for all tries to get it, ``statement_timeout`` for the work under it
    (0: no limit).

    ``embedded`` says that the target is the embedded PostgreSQL: nothing else was set, and it is
    not forbidden. ``verify`` says whether migrations are proven before they are written.
    ``seed_env`` is the environment whose seeds are written, empty where only those for all are.
    ``drift_ignore`` are patterns of objects that others manage. ``lint`` says whether ``check`` and
    generations lint, ``lint_since`` is the version from which on migrations are reported.
    ``online`` says whether changes of tables that exist are written in steps that stop nobody, and
    ``pg_version`` is the oldest major version that has to run them, None where that is not set.
    ``targets`` is a file of databases, or a query for them.
    """

    root: Path
    schemas_dir: Path
    migrations_dir: Path
    models_dir: Path
    seeds_dir: Path = Path("seeds")
    seed_env: str = ""
    lock_wait: float = 60.0
    lock_timeout: float = 0.5
    lock_retry_budget: float = 600.0
    statement_timeout: float = 10.0
    verify: bool = True
    drift_ignore: str = ""
    lint: bool = True
    lint_since: str = ""
    online: bool = True
    pg_version: int | None = None
    embedded: bool = True
    server: Target | None = None
    targets: str | None = None

    @property
    def home(self) -> Path:
        """The folder for what belongs to this machine only, the embedded server among it."""
        return self.root / ".fluent"

    @property
    def shown(self) -> str:
        """The target for people, without a password."""
        if self.server is not None:
            return self.server.shown
        return "the embedded PostgreSQL" if self.embedded else "no database"

    def target(self) -> Target | None:
        """Give the server to work on; None means the embedded one.

        Raises ConfigError when none is set and the embedded one is forbidden.
        """
        if self.server is None and not self.embedded:
            raise ConfigError(
                f"no database is set, and {EMBEDDED} is 0",
                hint=f"set {URL}, or {HOST}, {NAME}, {USER} and {PASSWORD}",
            )
        return self.server


@dataclass(frozen=True, slots=True)
class _Setting:
    """One value, and where it was set."""

    name: str
    value: str
    place: Place

    def wrong(self, why: str, hint: str | None = None) -> ConfigError:
        """Make the error that says why this value will not do."""
        return ConfigError(f"{self.name} {self._shown()}{why}", place=self.place, hint=hint)

    def _shown(self) -> str:
        # A URL may hold a password, also when it was put where no URL belongs.
        if self.name in (PASSWORD, URL) or "://" in self.value or "@" in self.value:
            return ""
        text = self.value if len(self.value) <= 60 else f"{self.value[:60]}..."
        return f'is "{text}", which '


def load_config(root: Path, environ: Mapping[str, str]) -> Config:
    """Read the settings of the project in ``root`` from its ``.env`` and from ``environ``.

    Raises ConfigError for the first that is wrong.
    """
    settings = _settings(root, environ)
    parts_or_url = [name for name in (*_PARTS, URL) if name in settings]
    forbidden = not _flag(settings, EMBEDDED, default=True)
    schemas, migrations, models, seeds = _folders(root, settings)
    return Config(
        root=root,
        schemas_dir=schemas,
        migrations_dir=migrations,
        models_dir=models,
        seeds_dir=seeds,
        seed_env=settings[SEED_ENV].value if SEED_ENV in settings else "",
        lock_wait=_seconds(settings, LOCK_WAIT, default=60.0),
        lock_timeout=_above_zero(settings, LOCK_TIMEOUT, default=0.5),
        lock_retry_budget=_seconds(settings, LOCK_RETRY_BUDGET, default=600.0),
        statement_timeout=_seconds(settings, STATEMENT_TIMEOUT, default=10.0),
        verify=_flag(settings, VERIFY, default=True),
        lint=_flag(settings, LINT, default=True),
        lint_since=_digits(settings, LINT_SINCE),
        drift_ignore=settings[DRIFT_IGNORE].value if DRIFT_IGNORE in settings else "",
        online=_flag(settings, ONLINE, default=True),
        pg_version=_major_version(settings),
        embedded=not parts_or_url and not forbidden,
        server=_target(settings) if parts_or_url else None,
        targets=_targets(settings),
    )


def target_of(name: str, url: str) -> Target:
    """Return the database that a URL names, which was given by the option ``name``.

    Raises ConfigError, whose message names the option and never the URL.
    """
    return _target_of_url(_Setting(name, url, Place("command line")))


def _settings(root: Path, environ: Mapping[str, str]) -> dict[str, _Setting]:
    settings = {}
    for assignment in read_dotenv(root / ".env"):
        if not assignment.name.upper().startswith("FLUENT_"):
            continue
        if assignment.expands:
            hint = "write the value itself; in single quotes, $ is a character like any other"
            raise ConfigError(
                f"{assignment.name} has a ${{...}}, which is not expanded",
                place=assignment.place,
                hint=hint,
            )
        setting = _Setting(assignment.name, assignment.value, assignment.place)
        if _ours(setting):
            settings[setting.name] = setting
    for name in sorted(environ):
        if name.startswith("FLUENT_"):
            setting = _Setting(name, environ[name], _ENVIRONMENT)
            if _ours(setting):
                settings[name] = setting
    _refuse_two_databases(settings)
    for setting in settings.values():
        if not setting.value and setting.name != PASSWORD:
            raise setting.wrong("is empty", f"give {setting.name} a value, or remove it")
    return settings


def _ours(setting: _Setting) -> bool:
    """Say whether we know a variable; refuse one that was probably meant to be ours."""
    if setting.name in _KNOWN:
        return True
    if _NOT_OURS.fullmatch(setting.name):
        return False
    from difflib import get_close_matches

    near = get_close_matches(setting.name.upper(), _KNOWN, n=1, cutoff=0.8)
    # Others use FLUENT_ too: Kubernetes sets FLUENT_PORT=tcp://... beside a service "fluent".
    foreign = setting.place is _ENVIRONMENT and not setting.name.startswith("FLUENT_DB_")
    if foreign and (not near or "://" in setting.value):
        return False
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(_KNOWN)}"
    raise ConfigError(f"{setting.name} is not a setting", place=setting.place, hint=hint)


def _refuse_two_databases(settings: Mapping[str, _Setting]) -> None:
    """Refuse a URL in .env that would win over what was typed for this one command."""
    url = settings.get(URL)
    if url is None or url.place is _ENVIRONMENT:
        return
    for name in _PARTS:
        if name in settings and settings[name].place is _ENVIRONMENT:
            raise ConfigError(
                f"{name} is set, but {URL} in {url.place} would win over it",
                place=_ENVIRONMENT,
                hint=f"set {URL} in the environment, or take it out of .env",
            )


def _flag(settings: Mapping[str, _Setting], name: str, *, default: bool) -> bool:
    setting = settings.get(name)
    if setting is None:
        return default
    if setting.value not in ("0", "1"):
        raise setting.wrong("is neither 0 nor 1", f"write {name}=0 or {name}=1")
    return setting.value == "1"


def _seconds(settings: Mapping[str, _Setting], name: str, *, default: float) -> float:
    setting = settings.get(name)
    if setting is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", setting.value, re.ASCII):
        raise setting.wrong("is not a number of seconds", f"write it like {name}=60")
    seconds = float(setting.value)
    if seconds > _LONGEST_WAIT:
        raise setting.wrong("is more than a day", f"write it in seconds, like {name}=60")
    return seconds


def _above_zero(settings: Mapping[str, _Setting], name: str, *, default: float) -> float:
    seconds = _seconds(settings, name, default=default)
    if seconds < 0.001:  # for PostgreSQL 0 is no limit
        raise settings[name].wrong("is less than a millisecond", f"write it like {name}={default}")
    return seconds


def _major_version(settings: Mapping[str, _Setting]) -> int | None:
    setting = settings.get(PG_VERSION)
    if setting is None:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", setting.value, re.ASCII):
        raise setting.wrong("is not a major version", f"write it like {PG_VERSION}=16")
    if int(setting.value) < OLDEST_VERSION:
        raise setting.wrong(
            f"is older than what fluentorm works with, {OLDEST_VERSION}",
            f"write {PG_VERSION}={OLDEST_VERSION} or newer",
        )
    return int(setting.value)


def _targets(settings: Mapping[str, _Setting]) -> str | None:
    setting = settings.get(TARGETS)
    if setting is None:
        return None
    if "://" in setting.value.split()[0]:
        raise setting.wrong("is a URL", "write the URLs into a file, and set its name")
    return setting.value


def _digits(settings: Mapping[str, _Setting], name: str) -> str:
    setting = settings.get(name)
    if setting is None:
        return ""
    if not re.fullmatch(r"[0-9]{1,20}", setting.value):
        raise setting.wrong("is no version", f"write the digits, like {name}=20241202103000")
    return setting.value


def _folders(root: Path, settings: Mapping[str, _Setting]) -> list[Path]:
    folders: list[Path] = []
    owners: dict[str, str] = {}
    project = os.path.abspath(root)  # noqa: PTH100 - unlike resolve, it follows no links
    for name, default in _FOLDERS.items():
        setting = settings.get(name) or _Setting(name, default, _ENVIRONMENT)
        if setting.value.startswith("~"):
            raise setting.wrong("is not expanded", "write the whole path")
        folder = os.path.abspath(root / setting.value)  # noqa: PTH100
        if project == folder or project.startswith(os.path.join(folder, "")):  # noqa: PTH118
            raise setting.wrong("is not a folder of its own", f"write it like {name}={default}")
        if folder in owners:
            other = owners[folder]
            raise setting.wrong(f"is the folder of {other} too", "give each its own folder")
        owners[folder] = name
        folders.append(root / setting.value)
    return folders


def _target(settings: Mapping[str, _Setting]) -> Target:
    url = settings.get(URL)
    if url is not None:
        return _target_of_url(url)
    host, port = _host(settings), str(_port(settings))
    name = settings[NAME].value if NAME in settings else "postgres"
    user = settings[USER].value if USER in settings else "postgres"
    public = {"host": host, "port": port, "dbname": name, "user": user}
    if SSLMODE in settings:
        public["sslmode"] = _sslmode(settings[SSLMODE])
    password = settings[PASSWORD].value if PASSWORD in settings else ""
    secret = {"password": password} if password else {}
    return Target(
        shown=f"{user}@{host}:{port}/{name}",
        url=_url(public),
        _conninfo=" ".join(f"{key}={_quoted(value)}" for key, value in (public | secret).items()),
    )


def _url(parts: Mapping[str, str]) -> str:
    from urllib.parse import quote

    host = f"[{parts['host']}]" if ":" in parts["host"] else quote(parts["host"], safe="")
    user, name = quote(parts["user"], safe=""), quote(parts["dbname"], safe="")
    mode = f"?sslmode={parts['sslmode']}" if "sslmode" in parts else ""
    return f"postgresql://{user}@{host}:{parts['port']}/{name}{mode}"


def _quoted(value: str) -> str:
    """Quote a value for a connection string (libpq, "Keyword/Value Connection Strings")."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _port(settings: Mapping[str, _Setting]) -> int:
    setting = settings.get(PORT)
    if setting is None:
        return 5432
    if setting.value.startswith("tcp://"):
        hint = f"Docker and Kubernetes set it for a service of that name; use {URL}"
        raise setting.wrong("is a service link, not a port", hint)
    if not re.fullmatch(r"[0-9]{1,5}", setting.value) or not 0 < int(setting.value) < 65536:
        raise setting.wrong("is not a port from 1 to 65535", f"write it like {PORT}=5432")
    return int(setting.value)


def _host(settings: Mapping[str, _Setting]) -> str:
    setting = settings.get(HOST)
    if setting is None:
        return "127.0.0.1"
    host = setting.value
    if "://" in host or "@" in host:
        raise setting.wrong("is not a host name", f"a whole URL belongs in {URL}")
    if host.startswith("["):
        raise setting.wrong("has brackets", "write an IPv6 address without them")
    if re.fullmatch(r"[^:/]+:[0-9]+", host):
        raise setting.wrong("is a host and a port", f"the port belongs in {PORT}")
    if re.search(r"[\s\x00-\x1f]", host) and not host.startswith("/"):
        raise setting.wrong("is not a host name", f"write it like {HOST}=127.0.0.1")
    return host


def _sslmode(setting: _Setting) -> str:
    if setting.value not in _SSLMODES:
        raise setting.wrong("is no TLS mode", f"there are {', '.join(_SSLMODES)}")
    return setting.value


def _target_of_url(setting: _Setting) -> Target:
    """Check a URL as far as it can be without libpq, whose own message would quote all of it."""
    from urllib.parse import parse_qs, unquote, urlsplit

    _check_scheme(setting)
    try:
        parts = urlsplit(setting.value)
        options = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise _malformed(setting) from None
    odd = parts.fragment or "@" in parts.path or parts.netloc.count("@") > 1
    if odd or re.search(r"%(?![0-9A-Fa-f]{2})|[\s\x00-\x1f]", setting.value):
        raise _malformed(setting)
    login, _, address = parts.netloc.rpartition("@")
    for one in address.split(","):
        if not re.fullmatch(r"(\[[^\[\]]*\]|[^:\[\]]*)(:[0-9]{0,5})?", one):
            raise _malformed(setting)
    user = unquote(login.partition(":")[0]) or options.get("user", [""])[0]
    where = unquote(address) or options.get("host", [""])[0] or "local socket"
    name = unquote(parts.path[1:]) or options.get("dbname", [""])[0]
    public = "&".join(one for one in parts.query.split("&") if not _SECRET.match(unquote(one)))
    authority = f"{login.partition(':')[0]}@{address}" if login else address
    return Target(
        from_url=True,
        shown=f"{user}@{where}/{name}" if user else f"{where}/{name}",
        url=f"postgresql://{authority}{parts.path}" + (f"?{public}" if public else ""),
        _conninfo=setting.value,
    )


def _check_scheme(setting: _Setting) -> None:
    scheme, separator, _ = setting.value.partition("://")
    if separator and scheme in ("postgresql", "postgres"):
        return
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.:-]*", scheme):
        raise setting.wrong("is not a URL", f"write it like {_URL_EXAMPLE}")
    family = re.split(r"[+:]", scheme.removeprefix("jdbc:").lower())[0]
    hint = f"write it like {_URL_EXAMPLE}"
    if family in ("postgresql", "postgres"):
        hint = f"write it without {scheme!r}: postgresql://..."
    raise setting.wrong(
        f'has the scheme "{scheme}", and supported are postgresql:// and postgres://', hint
    )


def _malformed(setting: _Setting) -> ConfigError:
    hint = "in the user and the password write @ as %40, : as %3A, / as %2F, # as %23, % as %25"
    return setting.wrong(f"does not parse as a URL like {_URL_EXAMPLE}", hint)
