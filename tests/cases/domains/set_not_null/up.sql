-- alter_domain_quantity
-- Hazard: fails while columns of type quantity hold NULL
ALTER DOMAIN quantity SET NOT NULL;
