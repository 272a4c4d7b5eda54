"""The same changes by the plain SQL, by Alembic and by Django, as they come out of the tools."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import conninfo_to_dict

from benchmarks import peers
from benchmarks.traffic.project import Span

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.traffic.changes import Change
    from benchmarks.traffic.project import Project

_SQLALCHEMY = """
from sqlalchemy import (BigInteger, Column, Date, Enum, ForeignKeyConstraint, Identity, Index,
    Integer, MetaData, String, Table, Text, UniqueConstraint, text)
from sqlalchemy.dialects.postgresql import UUID
metadata = MetaData()
Table("teams", metadata, Column("id", BigInteger, primary_key=True),
    Column("name", Text, nullable=False))
"""
_COLUMNS = {
    "id": 'Column("id", BigInteger, primary_key=True, autoincrement=False)',
    "code": 'Column("code", Integer, nullable=False)',
    "email": 'Column("email", Text, nullable=False)',
    "n": 'Column("n", Integer)',
    "note": 'Column("note", String(50))',
    "team_id": 'Column("team_id", BigInteger)',
    "joined": 'Column("joined", Date)',
    "state": 'Column("state", Enum("new", "open", "gone", name="accounts_state"), '
    'nullable=False, server_default="new")',
    "by_note": 'Index("by_note", "note")',
}
_FIELDS = {
    "id": "id = models.BigIntegerField(primary_key=True)",
    "code": "code = models.IntegerField()",
    "email": "email = models.TextField()",
    "n": "n = models.IntegerField(null=True)",
    "note": "note = models.CharField(max_length=50, null=True)",
    "team_id": "team_id = models.BigIntegerField(null=True)",
    "joined": "joined = models.DateField(null=True)",
}
_DJANGO_MODELS = """
from django.db import models

class Team(models.Model):
    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    class Meta:
        db_table = "teams"

class Account(models.Model):
    {fields}
    class Meta:
        db_table = "accounts"
        indexes = [models.Index(fields=["note"], name="by_note"), {indexes}]
        constraints = [{constraints}]
"""
_DJANGO_MANAGE = """
import sys
import django
from django.conf import settings
from django.core.management import execute_from_command_line

settings.configure(
    INSTALLED_APPS=["shop"], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True,
    DATABASES={{"default": {{"ENGINE": "django.db.backends.postgresql", "NAME": {name!r},
        "USER": {user!r}, "HOST": {host!r}, "PORT": {port!r}}}}})
django.setup()
execute_from_command_line(sys.argv)
"""


def plain(project: Project, change: Change, url: str) -> Span:
    """Run the plain SQL of a change as psql -1 would: a transaction a file, waiting for locks."""
    files = project.generate(change)
    start = time.time()
    with psycopg.connect(url, autocommit=True) as connection:
        for path in files:
            text = path.read_text(encoding="utf-8")
            connection.execute(f"BEGIN;\n{text}\nCOMMIT".encode())
    return Span(start=start, end=time.time())


def alembic(folder: Path, change: Change, url: str) -> Span:
    """Run what Alembic's autogenerate finds. Raises peers.Missing without it."""
    folder.mkdir()
    parts = dict(_COLUMNS)
    key, found, value = change.alembic.partition(": ")
    parts[key if found else "new"] = value if found else change.alembic
    (folder / "models.py").write_text(
        f'{_SQLALCHEMY}Table("accounts", metadata, {", ".join(parts.values())})\n'
    )
    command = peers.alembic(folder, url)
    env_py = folder / "alembic" / "env.py"
    ours = 'include_name=lambda name, kind, parents: kind != "table" or name in metadata.tables'
    env_py.write_text(
        env_py.read_text().replace("target_metadata=metadata", f"target_metadata=metadata, {ours}")
    )
    _run([*command, "revision", "--autogenerate", "-m", "change"], folder)
    return _run([*command, "upgrade", "head"], folder)


def django(folder: Path, change: Change, url: str) -> Span:
    """Run what Django's makemigrations finds. Raises peers.Missing without it."""
    if importlib.util.find_spec("django") is None:
        raise peers.Missing("Django is not installed (pip install -e '.[bench]')")
    app = folder / "shop"
    app.mkdir(parents=True)
    (app / "__init__.py").touch()
    to = conninfo_to_dict(url)
    manage = _DJANGO_MANAGE.format(
        name=to["dbname"], user=to["user"], host=to["host"], port=to["port"]
    )
    (folder / "manage.py").write_text(manage)
    command = [sys.executable, "manage.py"]
    (app / "models.py").write_text(_django_models(""))
    _run([*command, "makemigrations", "shop"], folder)
    _run([*command, "migrate", "--fake"], folder)
    (app / "models.py").write_text(_django_models(change.django))
    # The answer 2 means: the rows without a value were seen to.
    _run([*command, "makemigrations", "shop"], folder, answer="2\n")
    return _run([*command, "migrate"], folder)


def _django_models(words: str) -> str:
    key, _, value = words.partition(": ")
    fields = dict(_FIELDS)
    lists = {"indexes": "", "constraints": ""}
    if key in lists:
        lists[key] = value
    elif key:
        fields[key] = value
    return _DJANGO_MODELS.format(fields="\n    ".join(fields.values()), **lists)


def _run(command: list[str], folder: Path, answer: str = "") -> Span:
    start = time.time()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        input=answer,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        output = re.sub(r"\s+$", "", done.stdout + done.stderr)
        raise RuntimeError(f"{' '.join(command)}\n{output[-3000:]}")
    return Span(start=start, end=time.time())
