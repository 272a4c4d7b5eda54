-- rename_view_adults_to_reports_adults
ALTER VIEW adults SET SCHEMA reports;
