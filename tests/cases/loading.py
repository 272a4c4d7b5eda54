"""From the old.py or new.py of a case to the model that it declares."""

from __future__ import annotations

import inspect
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

from fluentorm.registry.definitions import Objects
from fluentorm.registry.families import Families, packed_children
from fluentorm.schema.attachments import attach_to_table
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.children import Child, children_of
from fluentorm.schema.database_builder import DatabaseSchema
from fluentorm.schema.lazy import TableSource
from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.validate import merge_enums, validate

if TYPE_CHECKING:
    from pathlib import Path


def model_of(path: Path) -> SchemaModel:
    """Return the model of one file, which must be without problems.

    ``define`` declares what is not a table; every other function is the ``build`` of the table
    that has its name, ``tables`` maps names that are no identifiers. Imported functions and those
    with an underscore are helpers.
    """
    spec = spec_from_file_location(f"case_{path.parent.name}_{path.stem}", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    functions = {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    }
    declared = DatabaseSchema.create(functions.pop("define", lambda db: None)).finish()
    objects = Objects(attachments=list(declared.attachments))
    objects.add(declared.objects)
    tables = getattr(module, "tables", None) or functions
    built = [_built(name, tables[name]) for name in tables if not name.startswith("_")]
    found = _tables(built, objects)
    enums, problems = merge_enums([*declared.enums, *(enum for one in built for enum in one.enums)])
    objects.settle(enums, found)
    model = SchemaModel(
        tables=found,
        enums=enums,
        objects=objects.found,
        staged_drops=dict(declared.staged_drops),
    )
    assert [*declared.problems, *objects.problems, *problems, *validate(model)] == []
    return model


def _built(name, build):
    schema = TableSchema.create_empty(name)
    build(schema)
    built = schema.finish()
    assert built.problems == ()
    return built


def _tables(built, objects):
    """Return the tables with the columns, privileges and comments that were said elsewhere."""
    families, sources = Families(), {}
    for one in built:
        table, problems = one.table, []
        own = Child(table, one.overrides)
        objects.add(one.objects)
        if own.parents:
            sources[table.name] = None
            families.add(table.name, packed_children([own]), sources)
        else:
            table, problems = attach_to_table(table, objects.of_table(table.name))
            sources[table.name] = TableSource("", lambda table=table: table)
        families.add(table.name, packed_children(children_of(one)), sources)
        objects.problems += problems
    families.settle(sources, {}, objects.of_table, None)
    objects.problems += families.problems
    return {name: source.build() for name, source in sources.items()}
