"""Schema-first PostgreSQL: declare tables once, get proven migrations and typed models."""
