"""Queries as PostgreSQL's SQL."""

from fluentorm.dialects.postgres.query.cache import build_sql, compiled

__all__ = ["build_sql", "compiled"]
