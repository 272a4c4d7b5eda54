"""A reader at a terminal, who types what a document says and compares what comes out."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from fluentorm.embedded import EmbeddedServer
from tests.documents import ROOT, Block

# Two databases of one server, of a project that another tool migrates.
OTHERS = [
    "fluentorm init server",
    "cd server",
    "fluentorm db_shell -- -c 'CREATE DATABASE production'",
    "export DATABASE_URL=$(fluentorm db_url 2>/dev/null)",
    "export PRODUCTION=$(fluentorm db_url 2>/dev/null | sed 's/fluent?/production?/')",
    "cd ..",
]
ALEMBIC = [
    *OTHERS,
    f"cp -r {ROOT / 'tests' / 'moving' / 'alembic'} shop",
    "cd shop",
    "alembic upgrade head",
]
# What a document's reader did before its first line.
BEFORE = {
    "why.md": ALEMBIC,
    "alembic.md": [
        *ALEMBIC,
        "DATABASE_URL=$PRODUCTION alembic upgrade head",
    ],
    "django.md": [
        *OTHERS,
        f"cp -r {ROOT / 'tests' / 'moving' / 'django'} shop",
        "cd shop",
        "python manage.py migrate",
        "DATABASE_URL=$PRODUCTION python manage.py migrate",
    ],
    "errors.md": [
        "fluentorm init project",
        "cd project",
        "fluentorm generate_models migrate",
    ],
    "busy-databases.md": [
        "fluentorm init project",
        "cd project",
        "fluentorm generate_models migrate",
    ],
    "ci.md": [
        "fluentorm init project",
        "cd project",
        "fluentorm generate_models",
    ],
    "looking.md": [
        "fluentorm init project",
        "cd project",
    ],
    "others.md": [
        "fluentorm init project",
        "cd project",
        "rm -r schemas",
    ],
    "seeds.md": [
        "fluentorm init project",
        "cd project",
    ],
    "migrations.md": [
        "fluentorm init project",
        "cd project",
        "fluentorm generate_models migrate",
    ],
    "lint.md": [
        "fluentorm init project",
        "cd project",
        "fluentorm generate_models",
    ],
}
REWRITE = os.environ.get("FLUENT_REWRITE_DOCS") == "1"
GIT_USER = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_NAME": "Ann" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "ann@example.org" for who in ("AUTHOR", "COMMITTER")},
}


class Session:
    """A reader at a terminal, with a folder of their own."""

    def __init__(self, home: Path) -> None:
        self.folder = home
        self.tools = home / ".tools"
        self.tools.mkdir()
        commands = {"doit": "-m doit", "fluentorm": "-m fluentorm.tasks.script", "python": ""}
        commands |= {
            "alembic": "-m alembic",
            "pytest": "-m pytest -p no:randomly -p no:xdist -p no:cacheprovider",
        }
        for name, words in commands.items():
            path = self.tools / name
            path.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
            path.chmod(0o755)
        self.homes = [home]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "PYTHONPATH"))}
        path = os.pathsep.join([str(self.tools), kept["PATH"]])
        self.env = {**kept, **GIT_USER, "PATH": path, "PYTHONUNBUFFERED": "1"}
        # Documents list folders without what Python keeps in them.
        self.env["PYTHONDONTWRITEBYTECODE"] = "1"

    def type(self, command: str) -> str:
        """Run a line and return what the terminal shows."""
        if command.startswith("cd "):
            self.folder = self.folder / command.split()[1]
            self.homes.append(self.folder)
            return ""
        if export := re.fullmatch(r"export (\w+)=(.*)", command):
            self.env[export[1]] = self.type(f'printf %s "{export[2]}"')
            return ""
        if command.startswith("git switch "):
            self._wait_for_new_version()
        return self.run(command).stdout

    def run(self, command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a line, with more in its environment; what it says is all in ``stdout``."""
        return subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env={**self.env, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )

    def _wait_for_new_version(self) -> None:
        """Let the clock pass the last version: readers do not generate twice in one second."""
        last = max((path.name[:14] for path in self.folder.glob("migrations/*.sql")), default="")
        while time.strftime("%Y%m%d%H%M%S", time.gmtime()) <= last:
            time.sleep(0.05)

    def find(self, pattern: str) -> Path:
        found = sorted(self.folder.glob(pattern))
        assert len(found) == 1, f"{pattern}: {found}"
        return found[0]

    def leave(self) -> None:
        for home in self.homes:
            EmbeddedServer(home / ".fluent").remove()


def normal(text: str) -> str:
    """Return text without what differs from run to run."""
    text = re.sub(r"(?<!\d)20\d{12}(?!\d)", "VERSION", text)
    text = re.sub(r"\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?", "TIME", text)
    # Helpers are named after the migration, whose name has the time in it.
    text = re.sub(r"_fl_[0-9a-f]{12}\b", "_fl_HELPER", text)
    # What is left of a page or a map of free space differs.
    text = re.sub(r"\b\d+ kB\b", "SIZE", text)
    # Progress is told where it takes time.
    text = re.sub(r"^ +backfill: .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"(\.sql|\(\w+\)) \(\d+\.\d s\)$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"\b\d+\.\d+ ?s\b", "SECONDS", text)
    # Autovacuum may have added a map to the table, or not yet.
    text = re.sub(r"(?<=rows, )\d+ kB\b", "SIZE", text)
    text = re.sub(r"\bprocess \d+\b|\b\d+ tries\b|(?<=backend\()\d+", "NUMBER", text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def apply_diff(path: Path, text: str) -> None:
    """Change a file as a diff without line numbers says; its lines must be there once."""
    lines = text.splitlines()
    old = "\n".join(line[1:] for line in lines if line[:1] in (" ", "-"))
    new = "\n".join(line[1:] for line in lines if line[:1] in (" ", "+"))
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1, f"{path}: {old}"
    path.write_text(content.replace(old, new), encoding="utf-8")


def transcript(block: Block) -> list[tuple[str, str]]:
    """Return the commands of a block, each with the output below it."""
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
    assert parts[0] == "", "a transcript begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


class Story:
    """A document's files and commands, in their order."""

    def __init__(self, document: Path, session: Session) -> None:
        self.session = session
        self.seen: list[tuple[Block, str]] = []
        self.differs = False
        for command in BEFORE.get(document.name, []):
            session.type(command)

    @property
    def rewritten(self) -> list[tuple[Block, str]]:
        """What is to be written: all where anything differs, so that its versions agree."""
        return self.seen if self.differs else []

    def play(self, block: Block) -> None:
        for command in block.before:
            self.session.type(command)
        if block.language == "console":
            self._run(block)
        elif block.words[:1] == (">>",):
            with self.session.find(block.words[1]).open("a", encoding="utf-8") as file:
                file.write(f"\n{block.text}")
        elif block.language == "diff" and block.file:
            apply_diff(self.session.folder / block.file, block.text)
        elif block.language == "sql" and block.file and "*" in block.file:
            text = self.session.find(block.file).read_text(encoding="utf-8")
            self._compare(block, block.text, text)
        elif block.file:
            path = self.session.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")

    def _run(self, block: Block) -> None:
        outputs = [
            (command, wanted, self.session.type(command)) for command, wanted in transcript(block)
        ]
        actual = "".join(f"$ {command}\n{output}" for command, _, output in outputs)
        # Where a server listens is the machine's affair.
        actual = re.sub(r"/[\w/.-]+/socket\b", "/run/postgresql", actual)
        self._compare(block, block.text, actual)

    def _compare(self, block: Block, wanted: str, actual: str) -> None:
        assert "has a defect" not in actual
        if REWRITE:
            self.seen.append((block, actual))
            self.differs |= normal(actual) != normal(wanted)
        else:
            assert normal(actual) == normal(wanted), (
                f"{block.name}: FLUENT_REWRITE_DOCS=1 writes it"
            )


def rewrite(document: Path, found: list[tuple[Block, str]]) -> None:
    lines = document.read_text(encoding="utf-8").splitlines(keepends=True)
    for block, text in reversed(found):
        lines[block.first : block.last - 1] = [text if text.endswith("\n") else text + "\n"]
    document.write_text("".join(lines), encoding="utf-8")
