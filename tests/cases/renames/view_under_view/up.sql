-- rename_view_a_to_base
ALTER VIEW a RENAME TO base;

-- alter_view_b
CREATE OR REPLACE VIEW b AS
SELECT base.x FROM base;
