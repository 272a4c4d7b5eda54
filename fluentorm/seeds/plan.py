"""From the sources of seeds to what is done, in order; or everything that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import SeedError
from fluentorm.seeds.check import check
from fluentorm.seeds.order import ordered
from fluentorm.seeds.rows import Statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.schema.objects import SchemaModel
    from fluentorm.seeds.order import Batch
    from fluentorm.seeds.rows import Block, Source


def plan(sources: Sequence[Source], model: SchemaModel) -> list[Sequence[Batch] | Statements]:
    """Return batches of rows, and files of SQL at their places between them.

    Files of rows that no file of SQL parts are ordered together. Raises SeedError with all that is
    wrong.
    """
    groups: list[list[Block]] = [[]]
    for source in sources:
        if isinstance(source, Statements):
            groups.append([])
        else:
            groups[-1] += source
    entries, problems = check(groups, model)
    if problems:
        raise SeedError(problems)
    batches = []
    for group in entries:
        found, circles = ordered(group, model)
        problems += circles
        batches.append(found)
    if problems:
        raise SeedError(problems)
    parts: list[Sequence[Batch] | Statements] = [batches[0]]
    for file, found in zip(
        (one for one in sources if isinstance(one, Statements)), batches[1:], strict=True
    ):
        parts += [file, found]
    return [part for part in parts if part]
