-- create_materialized_view_my_totals
CREATE MATERIALIZED VIEW "My Totals" AS
SELECT 1 AS "N n";
CREATE INDEX "Index; n" ON "My Totals" ("N n");
COMMENT ON INDEX "Index; n" IS 'it''s';
