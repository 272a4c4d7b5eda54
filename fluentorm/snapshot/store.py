"""The snapshot file: read with its fingerprint checked, written so that it is never half there.

It holds the head of the migration chain too. Two branches that both generated conflict on that
line in version control, on purpose: the chain has to be made one again by a person.
"""

from __future__ import annotations

import json
import re
from dataclasses import field
from hashlib import sha256
from typing import TYPE_CHECKING

from fluentorm.errors import Place, SnapshotDamaged, SnapshotError
from fluentorm.schema.objects import SchemaModel
from fluentorm.snapshot.codec import parse as parse_model
from fluentorm.snapshot.codec import render
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1

_BODY = '\n  "enums": '
_HEAD = re.compile(r'  "fingerprint": "([0-9a-f]{64})",$', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the migration chain: its last file's name and the digest of all of it."""

    migration: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was generated last. ``generated_at`` is UTC in ISO 8601, to the second."""

    model: SchemaModel = field(default_factory=SchemaModel)
    head: Head = Head()
    generated_at: str = ""


def dump(snapshot: Snapshot) -> str:
    """Return the text of the snapshot file."""
    body = render(snapshot.model)
    head = {"migration": snapshot.head.migration, "digest": snapshot.head.digest}
    return (
        f'{{\n  "version": {VERSION},\n'
        f'  "generated_at": {json.dumps(snapshot.generated_at)},\n'
        f'  "head": {json.dumps(head)},\n'
        f'  "fingerprint": "{sha256(body.encode()).hexdigest()}",\n'
        f"{body}\n}}\n"
    )


def stored_fingerprint(path: Path) -> str | None:
    """Return the fingerprint that the file states, None where there is none; nothing is checked."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            match = _HEAD.search(file.read(2000))
    except FileNotFoundError:
        return None
    return match[1] if match else None


def load(path: Path, shown: str) -> Snapshot | None:
    """Read a snapshot; None where the file does not exist. ``shown`` names it in errors.

    Raises SnapshotError when it cannot be read, is not what fluentorm wrote, or was written by a
    newer fluentorm.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SnapshotError(f"cannot be read: {reason}", place=Place(shown)) from error
    except UnicodeDecodeError as error:
        raise SnapshotDamaged("is not UTF-8", place=Place(shown), hint=_restore(shown)) from error
    return parse(text, shown)


def parse(text: str, shown: str) -> Snapshot:
    """Return the snapshot that a file's text holds.

    Raises SnapshotError as ``load`` does.
    """
    start, end = text.find(_BODY), text.rstrip().rfind("\n}")
    frame = f"{text[:start].rstrip(',')}\n}}" if 0 <= start < end else text
    data = _parse_json(frame, shown)
    version = data.get("version")
    if isinstance(version, int) and version > VERSION:
        raise SnapshotError(
            f"is of version {version}; this fluentorm reads up to version {VERSION}",
            place=Place(shown),
            hint="upgrade fluentorm: pip install --upgrade fluentorm",
        )
    body = text[start + 1 : end]
    stated = data.get("fingerprint")
    more = text[end + len("\n}") :].strip()
    if version != VERSION or more or sha256(body.encode()).hexdigest() != stated:
        _refuse_conflict(text, shown)
        raise SnapshotDamaged(
            "was changed by hand: its content does not have the fingerprint that it states",
            place=Place(shown),
            hint=_restore(shown),
        )
    head = data.get("head")
    if not isinstance(head, dict):
        head = {}
    return Snapshot(
        model=parse_model(body),
        head=Head(migration=head.get("migration"), digest=head.get("digest")),
        generated_at=str(data.get("generated_at", "")),
    )


def _refuse_conflict(text: str, shown: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            raise SnapshotError(
                "has a merge conflict: both branches generated migrations",
                place=Place(shown, number),
                hint="doit rebase puts your branch's after the other's and writes it anew",
            )


def _parse_json(text: str, shown: str) -> dict[str, object]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        _refuse_conflict(text, shown)
        raise SnapshotDamaged(
            f"is not JSON: {error.msg}",
            place=Place(shown, error.lineno, error.colno),
            hint=_restore(shown),
        ) from error
    if not isinstance(data, dict):
        raise SnapshotDamaged("is not a snapshot", place=Place(shown), hint=_restore(shown))
    return data


def _restore(shown: str) -> str:
    return f"restore it from version control: git checkout -- {shown}"
