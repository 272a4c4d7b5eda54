"""What must hold between the folder and the tracking table before anything runs.

An applied migration is history: when its file says something else now, nobody knows what the
database holds, so nothing is done before a person decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import ChecksumMismatch, MissingFile, Place, UnknownVersion
from fluentorm.migrate.names import bare_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.status import MigrationState, Status


def resolve(reference: str, names: Sequence[str]) -> str:
    """Return the migration that a version, a name, or a name without its ending means.

    Raises UnknownVersion, with the nearest one.
    """
    wanted = reference.strip().rpartition("/")[2]
    for name in names:
        if wanted in (name, bare_name(name)):
            return name
    if wanted.isascii() and wanted.isdigit():
        for name in names:
            digits = name.partition("_")[0]
            if digits.isdigit() and int(digits) == int(wanted):
                return name
    raise UnknownVersion(f'there is no migration "{reference}"', hint=_nearest(wanted, names))


def _nearest(wanted: str, names: Sequence[str]) -> str:
    import difflib  # slow to import, and needed only here

    if not names:
        return "there is no migration at all"
    if wanted.isdigit():
        keys = {name.partition("_")[0]: name for name in names}
    else:
        keys = {key: name for name in names for key in (name, name.partition("_")[2])}
    found = difflib.get_close_matches(wanted, keys, n=1, cutoff=0.5)
    return f'did you mean "{keys[found[0]]}"?' if found else f'the last one is "{names[-1]}"'


def require_intact(
    status: Status, directory: Directory, *, allowed: Collection[str], command: str
) -> None:
    """Refuse applied files that changed or vanished, all of them by name.

    ``allowed`` are the names to let pass; ``command`` is what the user types to allow one.

    Raises ChecksumMismatch, or MissingFile when all that is wrong is that files are gone.
    """
    changed = [state for state in status.changed if state.name not in allowed]
    missing = [state for state in status.missing if state.name not in allowed]
    if missing and status.foreign:
        raise _foreign(status, directory)
    if not changed and not missing:
        return
    told = []
    if changed:
        told.append(_sentence(changed, "was changed after it was applied"))
    if missing:
        told.append(_sentence(missing, "was applied, and its file is gone"))
    names = [state.name for state in (*changed, *missing)]
    paths = " ".join(str(directory.place(name)) for name in names)
    options = " ".join(f"--allow-changed {name}" for name in names)
    raise (ChecksumMismatch if changed else MissingFile)(
        "\n".join(told),
        hint=f"bring back what was applied (git checkout -- {paths}), or accept it as it is now: "
        f"{command} {options}",
    )


def _sentence(states: Iterable[MigrationState], what: str) -> str:
    return "\n".join(f'"{state.name}" {what}' for state in states)


def _foreign(status: Status, directory: Directory) -> MissingFile:
    count, last = len(status.applied), status.applied[-1].name
    return MissingFile(
        f'the database was migrated from another folder: none of its {count}, up to "{last}", '
        "is here",
        place=Place(directory.path),
        hint="check that this is the right database (FLUENT_DB_NAME) and the right folder "
        "(FLUENT_MIGRATIONS_DIR)",
    )
