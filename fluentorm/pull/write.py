"""A model as the texts of schema files, in the language and the layout that were asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.pull.layout import file_plans
from fluentorm.schema.sorting import sorted_model

if TYPE_CHECKING:
    from fluentorm.schema.objects import SchemaModel


def written(
    model: SchemaModel, *, style: str = "python", sql_bodies: bool = False
) -> dict[str, str]:
    """Return the files that declare a model: path in the schemas folder -> text.

    ``style`` is python or yaml. With ``sql_bodies`` views and routines have SQL files of their own.
    """
    bodies: dict[str, str] = {}
    if sql_bodies:
        from fluentorm.pull.sql_file import has_body, sql_files

        bodies = sql_files(sorted_model(model).objects.values())
        rest = {ref: item for ref, item in model.objects.items() if not has_body(item)}
        model = replace(model, objects=rest)
    if style == "yaml":
        from fluentorm.pull.yaml_file import yaml_file

        plans = file_plans(model, mixins_last=True)
        return {**{f"{plan.stem}.yaml": yaml_file(plan) for plan in plans}, **bodies}
    from fluentorm.pull.python_file import python_file

    return {**{f"{plan.stem}.py": python_file(plan) for plan in file_plans(model)}, **bodies}
