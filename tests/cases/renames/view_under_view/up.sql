-- rename_view_a_to_base
ALTER VIEW a RENAME TO base;
