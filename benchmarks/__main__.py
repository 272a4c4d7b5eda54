"""Run all benchmarks and print a table of ratios: ``python -m benchmarks [CASE...]``.

Each case compares fluentorm with a peer or a floor that runs in the same minutes on the same
machine. The limits are goals, not tests: a busy machine misses them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks import apply, compare, databases, generate, lint, peers, queries, testing
from benchmarks.traffic.run import traffic


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
        "testing": testing.from_the_template,
        "traffic": traffic,
    }
    unknown = set(chosen) - set(cases)
    if unknown:
        print(f"no such case: {', '.join(sorted(unknown))}; there are {', '.join(cases)}")
        return 2
    missed = 0
    print(f"{'what':<52} {'ours':>9} {'theirs':>9} {'ratio':>7}  goal")
    for name in chosen or cases:
        with tempfile.TemporaryDirectory(prefix="fluentorm-bench-") as folder:
            try:
                for row in cases[name](Path(folder)):
                    missed += not row.met
                    print(row, flush=True)
            except peers.Missing as error:
                print(f"{name}: skipped, {error}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
