"""Run all benchmarks and print a table of ratios: ``python -m benchmarks [CASE...]``.

Each case compares fluentorm with a peer or a floor that runs in the same minutes on the same
machine. The limits are goals, not tests: a busy machine misses them.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import apply, compare, databases, fleet, generate, lint, peers, queries, testing
from benchmarks.traffic.run import traffic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.report import Row


def main(chosen: list[str]) -> int:
    """Run the chosen cases, all without a choice; exit status 1 when a goal was missed."""
    cases = {
        "idle": generate.idle,
        "one_edit": generate.one_edit,
        "first": generate.first,
        "one_column": generate.one_column,
        "apply": apply.apply,
        "nothing": apply.nothing_to_do,
        "db_diff": compare.differing,
        "diff": compare.in_memory,
        "read": databases.read,
        "queries": queries.queries,
        "lint": lint.linted,
        "fleet": fleet.fleet,
        "testing": testing.from_the_template,
        "traffic": traffic,
    }
    unknown = set(chosen) - set(cases)
    if unknown:
        print(f"no such case: {', '.join(sorted(unknown))}; there are {', '.join(cases)}")
        return 2
    print(f"{'what':<52} {'ours':>9} {'theirs':>9} {'ratio':>7}  goal", flush=True)
    # Each in a process of its own: what one case holds in memory would count as the peak of every
    # command that the next ones start (getrusage(2) keeps it over fork and exec).
    processes = multiprocessing.get_context("fork")
    missed = False
    for name in chosen or cases:
        process = processes.Process(target=_measure, args=(name, cases[name]))
        process.start()
        process.join()
        missed |= process.exitcode != 0
    return int(missed)


def _measure(name: str, case: Callable[[Path], Iterator[Row]]) -> None:
    """Print the rows of a case; exit with status 1 when a goal was missed."""
    met = True
    with tempfile.TemporaryDirectory(prefix="fluentorm-bench-") as folder:
        try:
            for row in case(Path(folder)):
                met &= row.met
                print(row, flush=True)
        except peers.Missing as error:
            print(f"{name}: skipped, {error}", flush=True)
    sys.exit(not met)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
