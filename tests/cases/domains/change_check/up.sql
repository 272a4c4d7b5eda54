-- alter_domain_quantity
-- Hazard: fails while columns of type quantity violate quantity_positive
-- Down: fails while columns of type quantity violate quantity_positive
ALTER DOMAIN quantity DROP CONSTRAINT quantity_positive;
ALTER DOMAIN quantity ADD CONSTRAINT quantity_positive CHECK (VALUE >= 0);
