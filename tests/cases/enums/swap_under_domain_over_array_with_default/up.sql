-- things_alter_column_colors
-- Hazard: rewrites things under an exclusive lock
-- Hazard: rewrites things under an exclusive lock
-- Hazard: rewrites things under an exclusive lock
-- Hazard: rewrites things under an exclusive lock
-- Down: things.colors comes back as palette from what USING made of it
-- Down: fails where things.colors does not read as palette
-- Down: things.several comes back as palette[] from what USING made of it
-- Down: fails where things.several does not read as palette[]
-- Down: things.colors comes back as text from what USING made of it
-- Down: things.several comes back as text from what USING made of it
ALTER TABLE things
    ALTER COLUMN colors DROP DEFAULT,
    ALTER COLUMN colors TYPE text USING colors::text;
ALTER TABLE things ALTER COLUMN several TYPE text USING several::text;
DROP DOMAIN palette;
ALTER TYPE color RENAME TO color__old;
CREATE TYPE color AS ENUM ('blue', 'green', 'red');
DROP TYPE color__old;
CREATE DOMAIN palette AS color[] CONSTRAINT no_red CHECK (NOT ('red' = ANY (VALUE)));
ALTER TABLE things
    ALTER COLUMN colors TYPE palette USING colors::palette,
    ALTER COLUMN colors SET DEFAULT '{green}'::color[];
ALTER TABLE things ALTER COLUMN several TYPE palette[] USING several::palette[];
