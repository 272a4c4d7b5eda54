-- Rollback: 20261122131056_create_enum_posts_status.sql

DROP TYPE posts_status;
