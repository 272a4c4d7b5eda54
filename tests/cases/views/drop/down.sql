-- drop_view_one
CREATE VIEW one AS
SELECT 1 AS a;
COMMENT ON VIEW one IS 'old';
COMMENT ON COLUMN one.a IS 'old';
