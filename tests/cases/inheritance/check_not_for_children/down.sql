-- cities_add_check_cities_short
ALTER TABLE cities DROP CONSTRAINT cities_short;

-- cities_alter_check_cities_named
ALTER TABLE cities DROP CONSTRAINT cities_named;
ALTER TABLE cities ADD CONSTRAINT cities_named CHECK (name <> '');
