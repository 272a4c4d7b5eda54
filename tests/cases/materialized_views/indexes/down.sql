-- alter_materialized_view_totals
DROP INDEX totals_n;
DROP INDEX totals_new;
DROP INDEX totals_pair;
CREATE INDEX totals_both ON totals (id, n);
COMMENT ON INDEX totals_both IS 'old';
CREATE INDEX totals_n ON totals (n);
