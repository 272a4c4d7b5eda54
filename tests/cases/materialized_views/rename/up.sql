-- rename_materialized_view_totals_to_sums
ALTER MATERIALIZED VIEW totals RENAME TO sums;
