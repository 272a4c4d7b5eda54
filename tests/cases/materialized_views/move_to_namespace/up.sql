-- rename_materialized_view_totals_to_reports_totals
ALTER MATERIALIZED VIEW totals SET SCHEMA reports;
