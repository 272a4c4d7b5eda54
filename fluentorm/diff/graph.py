"""A topological sort: who must come before whom, and who goes first among those that are free."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

Rank: TypeAlias = tuple[int, float]
"""Where something goes if nothing else matters: a phase, and a place in it."""


def needed_first(names: Iterable[str], needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Return names, each after those that it needs, otherwise in their order.

    Where some need each other, the one that is met first comes last of them.
    """
    found: dict[str, None] = {}

    def visit(name: str, path: frozenset[str]) -> None:
        for needed in needs.get(name, ()):
            if needed not in found and needed not in path:
                visit(needed, path | {name})
        found.setdefault(name)

    for name in names:
        visit(name, frozenset())
    return list(found)


class Graph:
    """Which operation must come before which; the loose edges give way to the others.

    Among themselves the first ``tables`` of them are in order already.
    """

    def __init__(self, size: int, tables: int) -> None:
        self._size = size
        self._tables = tables
        self._points = size
        self.firm: set[tuple[int, int]] = set()
        self.loose: set[tuple[int, int]] = set()

    def put(self, before: int, after: int) -> None:
        """Add an edge."""
        if before != after and max(before, after) >= self._tables:
            self.firm.add((before, after))

    def part(self, first: Iterable[int], second: Iterable[int]) -> None:
        """Put all of the first before all of the second, by a point that stands between them."""
        self.firm.update((number, self._points) for number in first)
        self.firm.update((self._points, number) for number in second)
        self._points += 1

    def sorted(self, ranks: Sequence[Rank]) -> Iterator[int]:
        """Yield the numbers in order, the lowest rank first among those that are free."""
        size, ranks = self._points, [*ranks, *[(-1, 0.0)] * (self._points - self._size)]
        followers: list[list[tuple[int, bool]]] = [[] for _ in range(size)]
        awaited: list[set[int]] = [set() for _ in range(size)]
        firm, loose = [0] * size, [0] * size
        for before, after in self.firm:
            followers[before].append((after, True))
            awaited[after].add(before)
            firm[after] += 1
        for before, after in self.loose - self.firm:
            followers[before].append((after, False))
            loose[after] += 1
        in_line = sorted(range(size), key=lambda one: ranks[one], reverse=True)
        ready = [(ranks[one], one) for one in range(size) if not firm[one] + loose[one]]
        heapq.heapify(ready)
        left = set(range(size))
        while left:
            free = heapq.heappop(ready)[1] if ready else None
            number = self._freed(left, awaited, ranks, in_line) if free is None else free
            if number not in left:
                continue
            left.remove(number)
            if number < self._size:
                yield number
            for after, is_firm in followers[number]:
                counts = firm if is_firm else loose
                counts[after] -= 1
                if after in left and not firm[after] and not loose[after]:
                    heapq.heappush(ready, (ranks[after], after))

    @staticmethod
    def _freed(
        left: set[int], awaited: Sequence[set[int]], ranks: Sequence[Rank], in_line: list[int]
    ) -> int:
        """Choose what goes next where all wait for each other.

        It is what the first in line waits for, in the end, and what only loose edges hold.
        """
        while in_line[-1] not in left:
            in_line.pop()
        number = in_line[-1]
        path = {number}
        while waiting := (awaited[number] & left) - path:
            number = min(waiting, key=lambda one: ranks[one])
            path.add(number)
        return number
