-- alter_view_top
DROP VIEW top;
DROP MATERIALIZED VIEW middle;
DROP VIEW base;
CREATE VIEW base AS
SELECT 1 AS a, 2 AS b;
CREATE MATERIALIZED VIEW middle AS
SELECT a, b FROM base;
CREATE INDEX middle_a ON middle (a);
CREATE VIEW top AS
SELECT a, b FROM middle;
