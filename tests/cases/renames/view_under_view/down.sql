-- alter_view_b
CREATE OR REPLACE VIEW b AS
SELECT a.x FROM a;

-- rename_view_a_to_base
ALTER VIEW base RENAME TO a;
