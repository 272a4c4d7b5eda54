-- drop_materialized_view_totals
DROP MATERIALIZED VIEW totals;

-- create_materialized_view_reports_totals
CREATE MATERIALIZED VIEW reports.totals AS
SELECT 1 AS n;
CREATE INDEX totals_n ON reports.totals (n);
