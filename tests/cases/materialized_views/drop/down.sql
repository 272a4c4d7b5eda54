-- drop_materialized_view_one
CREATE MATERIALIZED VIEW one AS
SELECT 1 AS a;
CREATE INDEX one_a ON one (a);
