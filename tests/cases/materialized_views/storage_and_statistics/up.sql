-- alter_materialized_view_totals
ALTER MATERIALIZED VIEW totals RESET (fillfactor);
ALTER MATERIALIZED VIEW totals SET (autovacuum_enabled = false);
ALTER MATERIALIZED VIEW totals ALTER COLUMN n SET STATISTICS 20;
