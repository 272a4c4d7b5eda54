-- rename_view_adults_to_grown_ups
ALTER VIEW grown_ups RENAME TO adults;
