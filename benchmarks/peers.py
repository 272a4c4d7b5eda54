"""The tools that fluentorm is compared with, installed where a benchmark needs them."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
DOIT = str(BIN / "doit")

_ENV_PY = """
from alembic import context
from sqlalchemy import create_engine
from models import metadata

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
"""


class Missing(Exception):
    """A peer that is not there; its comparison is left out."""


def alembic(folder: Path, url: str) -> list[str]:
    """Make an Alembic project beside models.py and return the command to call.

    Raises Missing where Alembic is not installed: ``pip install -e '.[bench]'``.
    """
    if importlib.util.find_spec("alembic") is None:
        raise Missing("alembic is not installed (pip install -e '.[bench]')")
    scripts = folder / "alembic"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text(_ENV_PY)
    mako = Path(str(importlib.util.find_spec("alembic").origin)).parent  # type: ignore[union-attr]
    shutil.copy(mako / "templates/generic/script.py.mako", scripts / "script.py.mako")
    dialect_url = url.replace("postgresql://", "postgresql+psycopg://").replace("%", "%%")
    (folder / "alembic.ini").write_text(
        f"[alembic]\nscript_location = alembic\nprepend_sys_path = .\n"
        f"sqlalchemy.url = {dialect_url}\n"
    )
    return [sys.executable, "-m", "alembic"]


def migra() -> list[str]:
    """Return the command of migra, a differ of databases.

    Raises Missing where it is not installed: ``pip install -e '.[bench]'``.
    """
    if importlib.util.find_spec("migra") is None:
        raise Missing("migra is not installed (pip install -e '.[bench]')")
    return ["PYTHONWARNINGS=ignore", f'"{BIN / "migra"}"']


def drizzle(folder: Path) -> list[str]:
    """Install drizzle-kit below a folder and return the command to call.

    Raises Missing where there is no npm, or the registry cannot be reached.
    """
    if shutil.which("npm") is None:
        raise Missing("npm is not installed")
    done = subprocess.run(
        ["npm", "install", "--silent", "--no-fund", "--no-audit", "drizzle-kit", "drizzle-orm"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"drizzle-kit cannot be installed: {done.stderr[-200:]}")
    kit = str(folder / "node_modules/.bin/drizzle-kit")
    return [kit, "generate", "--dialect", "postgresql", "--schema", "schema.ts"]
