-- alter_domain_quantity
-- Down: fails while columns of type quantity violate quantity_positive
ALTER DOMAIN quantity DROP CONSTRAINT quantity_positive;
