-- create_materialized_view_reports_totals
DROP MATERIALIZED VIEW reports.totals;

-- drop_materialized_view_totals
CREATE MATERIALIZED VIEW totals AS
SELECT 1 AS n;
CREATE INDEX totals_n ON totals (n);
