-- rename_view_adults_to_reports_adults
ALTER VIEW reports.adults SET SCHEMA public;
