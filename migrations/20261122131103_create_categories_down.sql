-- Rollback: 20261122131103_create_categories.sql
-- Down: loses every row of categories

DROP TABLE categories;
