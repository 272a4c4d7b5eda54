-- things_alter_column_colors
ALTER TABLE things ALTER COLUMN several TYPE text USING several::text;
ALTER TABLE things
    ALTER COLUMN colors DROP DEFAULT,
    ALTER COLUMN colors TYPE text USING colors::text;
DROP DOMAIN palette;
ALTER TYPE color RENAME TO color__old;
CREATE TYPE color AS ENUM ('red', 'green', 'blue');
DROP TYPE color__old;
CREATE DOMAIN palette AS color[] CONSTRAINT no_red CHECK (NOT ('red' = ANY (VALUE)));
ALTER TABLE things ALTER COLUMN several TYPE palette[] USING several::palette[];
ALTER TABLE things
    ALTER COLUMN colors TYPE palette USING colors::palette,
    ALTER COLUMN colors SET DEFAULT '{green}'::color[];
