"""A topological sort: who must come before whom, and who goes first among those that are free."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Rank: TypeAlias = tuple[int, float]
"""Where something goes if nothing else matters: a phase, and a place in it."""


class Graph:
    """Which operation must come before which; the loose edges give way to the others.

    Among themselves the first ``tables`` of them are in order already.
    """

    def __init__(self, size: int, tables: int) -> None:
        self._size = size
        self._tables = tables
        self.firm: set[tuple[int, int]] = set()
        self.loose: set[tuple[int, int]] = set()

    def put(self, before: int, after: int) -> None:
        """Add an edge."""
        if before != after and max(before, after) >= self._tables:
            self.firm.add((before, after))

    def sorted(self, ranks: Sequence[Rank]) -> Iterator[int]:
        """Yield the numbers in order, the lowest rank first among those that are free."""
        followers: list[list[tuple[int, bool]]] = [[] for _ in range(self._size)]
        awaited: list[set[int]] = [set() for _ in range(self._size)]
        firm, loose = [0] * self._size, [0] * self._size
        for before, after in self.firm:
            followers[before].append((after, True))
            awaited[after].add(before)
            firm[after] += 1
        for before, after in self.loose - self.firm:
            followers[before].append((after, False))
            loose[after] += 1
        ready = [
            (rank, number) for number, rank in enumerate(ranks) if not firm[number] + loose[number]
        ]
        heapq.heapify(ready)
        left = set(range(self._size))
        while left:
            number = heapq.heappop(ready)[1] if ready else self._freed(left, awaited, ranks)
            if number not in left:
                continue
            left.remove(number)
            yield number
            for after, is_firm in followers[number]:
                counts = firm if is_firm else loose
                counts[after] -= 1
                if after in left and not firm[after] and not loose[after]:
                    heapq.heappush(ready, (ranks[after], after))

    @staticmethod
    def _freed(left: set[int], awaited: Sequence[set[int]], ranks: Sequence[Rank]) -> int:
        """Choose what goes next where all wait for each other.

        It is what the first in line waits for, in the end, and what only loose edges hold.
        """
        number = min(left, key=lambda one: ranks[one])
        path = {number}
        while waiting := (awaited[number] & left) - path:
            number = min(waiting, key=lambda one: ranks[one])
            path.add(number)
        return number
