-- alter_materialized_view_totals
ALTER MATERIALIZED VIEW totals RESET (autovacuum_enabled);
ALTER MATERIALIZED VIEW totals SET (fillfactor = 80);
ALTER MATERIALIZED VIEW totals ALTER COLUMN n SET STATISTICS -1;
