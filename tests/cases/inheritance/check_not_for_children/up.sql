-- cities_alter_check_cities_named
-- Hazard: fails while rows of cities violate cities_named
-- Down: fails while rows of cities violate cities_named
ALTER TABLE cities DROP CONSTRAINT cities_named;
ALTER TABLE cities ADD CONSTRAINT cities_named CHECK (name <> '') NO INHERIT;

-- cities_add_check_cities_short
-- Hazard: fails while rows of cities violate cities_short
ALTER TABLE cities ADD CONSTRAINT cities_short CHECK (length(name) < 50);
