-- alter_enum_later
ALTER TYPE later RENAME TO later__old;
CREATE TYPE later AS ENUM ();
ALTER TABLE orders ALTER COLUMN state TYPE later USING state::text::later;
DROP TYPE later__old;
