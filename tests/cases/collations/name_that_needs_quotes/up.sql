-- create_collation_de_de_phone
CREATE COLLATION "de-DE; phone" (PROVIDER = libc, LOCALE = 'C');
COMMENT ON COLLATION "de-DE; phone" IS 'it''s';

-- people_add_column_name
-- Down: loses data in people.name
ALTER TABLE people ADD COLUMN name text COLLATE "de-DE; phone";
