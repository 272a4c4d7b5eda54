-- rename_view_adults_to_grown_ups
ALTER VIEW adults RENAME TO grown_ups;
