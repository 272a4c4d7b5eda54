-- drop_view_adults
DROP VIEW adults;

-- create_view_reports_adults
CREATE VIEW reports.adults AS
SELECT id FROM users;
COMMENT ON VIEW reports.adults IS 'kept';
