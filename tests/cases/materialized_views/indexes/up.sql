-- alter_materialized_view_totals
DROP INDEX totals_both;
DROP INDEX totals_n;
CREATE UNIQUE INDEX totals_n ON totals (n);
CREATE INDEX totals_new ON totals (n, id) WITH (fillfactor = 50);
CREATE INDEX totals_pair ON totals (id, n);
