-- create_view_reports_adults
DROP VIEW reports.adults;

-- drop_view_adults
CREATE VIEW adults AS
SELECT id FROM users;
COMMENT ON VIEW adults IS 'kept';
