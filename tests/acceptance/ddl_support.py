"""What the tests of DDL share: names of two sorts, and running operations."""

from __future__ import annotations

from dataclasses import dataclass, replace

import psycopg

from fluentorm.dialects.postgres.ddl import render
from fluentorm.diff.operations import (
    AddConstraint,
    AddIndex,
    AlterObject,
    AlterTable,
    CreateEnum,
    CreateObject,
    CreateTable,
    inverse,
)
from fluentorm.schema.database_objects import Sequence
from fluentorm.schema.objects import Enum, ForeignKey, Table
from fluentorm.schema.privileges import PUBLIC, Grant, Privileges
from fluentorm.schema.qualified import qualify, quote_name
from fluentorm.schema.sql_text import quote_identifier


@dataclass(frozen=True)
class Names:
    """How things are called: plainly, in public, or so that every name needs quotes."""

    nasty: bool

    def __call__(self, name):
        """Return a bare name."""
        return f'{name} "x".(y)' if self.nasty else name

    @property
    def namespace(self):
        return 'My "N".s' if self.nasty else "public"

    @property
    def role(self):
        return "fluentorm Test" if self.nasty else "fluentorm_test"

    def key(self, name):
        return qualify(self.namespace, self(name))

    def sql(self, name):
        return quote_name(self.key(name))

    def q(self, name):
        return quote_identifier(self(name))

    def prepare(self, connection):
        """Make the role and the namespace; both are undone by a rollback."""
        connection.execute("SET search_path = public")
        connection.execute(f"CREATE ROLE {quote_identifier(self.role)}".encode())
        if self.namespace != "public":
            connection.execute(f"CREATE SCHEMA {quote_identifier(self.namespace)}".encode())


def selected(n, *, grantable=False):
    return Privileges((Grant(PUBLIC, "INSERT"), Grant(n.role, "SELECT", grantable)))


def made(item, parents=()):
    """Return the operations for something new, in the order that a diff has."""
    match item:
        case Table():
            return _table(item, parents)
        case Enum():
            return [CreateEnum(enum=item)]
        case Sequence(owned_by=owner) if owner is not None:
            free = replace(item, owned_by=None)
            return [CreateObject(object=free), AlterObject(before=free, after=item)]
        case _:
            return [CreateObject(object=item)]


def unmade(item, parents=()):
    return [inverse(operation) for operation in reversed(made(item, parents))]


def _table(table, parents):
    """What points to an index comes when the index is there."""
    first = replace(table.details, replica_identity_index=None, cluster_on=None)
    keys = [c for c in table.constraints.values() if isinstance(c, ForeignKey)]
    steps = [CreateTable(table=replace(table, details=first), parents=parents)]
    steps += [AddIndex(table=table.name, index=index) for index in table.indexes.values()]
    steps += [AddConstraint(table=table.name, constraint=key) for key in keys]
    if first != table.details:
        steps.append(AlterTable(table=table.name, before=first, after=table.details))
    return steps


def run(connection, operations):
    for operation in operations:
        for statement in render(operation):
            try:
                connection.execute(f"{statement};".encode())
            except psycopg.Error as error:
                error.add_note(f"statement: {statement}")
                raise
