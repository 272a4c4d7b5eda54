"""What is applied and what is pending: as lines, and as a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.tasks.action import say
from fluentorm.tasks.terminal import Cell, Tone, on_terminal, painted, table, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.migrate.status import MigrationState, Status

_SIGN_WIDTH = 3


def say_status(state: Status) -> None:
    """Print the migrations of a database, applied ones first."""
    for line in _for_terminal(state) if on_terminal() else _plain(state):
        say(line)


def _plain(state: Status) -> Iterator[str]:
    for title, items, sign in _parts(state):
        if title == "Pending":
            yield ""
        yield f"{title} migrations:"
        for item in items:
            when = f" ({_time(item)})" if item.applied_at else ""
            yield f"  {sign} {item.name}{when}{_marks(item)}"
            yield from (f"      {line}" for line in _half_way(item))
        if not items:
            yield "  (none)"


def _for_terminal(state: Status) -> Iterator[str]:
    for title, items, sign in _parts(state):
        yield painted(f"{title} migrations: {len(items) or 'none'}", Tone.STRONG)
        rows = [(*_cells(item, sign), Cell(_marks(item).strip(), Tone.BAD)) for item in items]
        for item, lines in zip(items, table(rows), strict=True):
            yield from lines
            for line in _half_way(item):
                yield from wrapped(line, _SIGN_WIDTH, Tone.CARE)


def _parts(state: Status) -> tuple[tuple[str, tuple[MigrationState, ...], str], ...]:
    return (("Applied", state.applied, "✓"), ("Pending", state.pending, "○"))


def _cells(item: MigrationState, sign: str) -> tuple[Cell, ...]:
    wrong = item.missing or item.changed
    tone = Tone.BAD if wrong else Tone.GOOD if item.applied_at else Tone.CARE
    return (Cell(sign, tone), Cell(item.name), Cell(_time(item), Tone.FAINT))


def _time(item: MigrationState) -> str:
    return f"{item.applied_at:%Y-%m-%d %H:%M:%S}" if item.applied_at else ""


def _half_way(item: MigrationState) -> Iterator[str]:
    half = item.half_way
    if half is None:
        return
    yield from (half.error or "").splitlines()
    other = "" if half.deferred or half.taken_back else ", or doit migrate_abort takes it back"
    yield f"next: {half.command}{other}"


def _marks(item: MigrationState) -> str:
    if item.half_way:
        return f"  ! {item.half_way}"
    if item.missing:
        return "  ! the file is missing"
    if item.changed:
        return "  ! the file was changed after it was applied"
    if item.out_of_order:
        return "  ! older than an applied one"
    if item.contract:
        return "  (waits for its time: doit migrate --contract)"
    return ""
