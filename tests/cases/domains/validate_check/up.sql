-- alter_domain_quantity
-- Hazard: fails while columns of type quantity violate positive
ALTER DOMAIN quantity VALIDATE CONSTRAINT positive;
