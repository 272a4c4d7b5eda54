"""Write the synchronous form of the modules that are written with ``await``.

``python scripts/derive_sync.py`` writes them; a test compares what is there with what would be
written. Every change is a whole word, so that the result reads as if written by hand.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fluentorm" / "dialects" / "postgres"
MODULES = {"async_database.py": "database.py"}
HEAD = "# Derived from {name} by scripts/derive_sync.py; edit that file and run the script.\n"
DOCSTRING = '''"""Databases and transactions that queries run on, over psycopg 3."""
'''
WORDS = {
    r"async def": "def",
    r"async with": "with",
    r"async for": "for",
    r"await ": "",
    r"from asyncio import sleep": "from time import sleep",
    r"aiter\(": "iter(",
    r"__aenter__": "__enter__",
    r"__aexit__": "__exit__",
    r"asynccontextmanager": "contextmanager",
    r"AbstractAsyncContextManager": "AbstractContextManager",
    r"AsyncIterator, Awaitable, Callable, Sequence": "Callable, Iterator, Sequence",
    r"Awaitable\[T\]": "T",
    r"Async(?=[A-Z])": "",
    r"_Async(?=[A-Z])": "_",
}


def derive(text: str, name: str) -> str:
    """Return the synchronous form of a module."""
    text = re.sub(r'\A""".*?"""\n', lambda _: DOCSTRING, text, flags=re.DOTALL)
    for word, replacement in WORDS.items():
        text = re.sub(rf"(?<![A-Za-z]){word}", replacement, text)
    return _formatted(HEAD.format(name=name) + text)


def _formatted(text: str) -> str:
    for command in (["check", "--fix", "--quiet", "--select", "I"], ["format", "--quiet"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--stdin-filename", FOLDER / "x.py", "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        text = done.stdout
    return text


def main() -> None:
    """Write every derived module."""
    for name, derived in MODULES.items():
        text = derive((FOLDER / name).read_text(encoding="utf-8"), name)
        (FOLDER / derived).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
