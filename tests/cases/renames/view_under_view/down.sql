-- rename_view_a_to_base
ALTER VIEW base RENAME TO a;
