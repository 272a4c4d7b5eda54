-- items_add_column_more
ALTER TABLE items DROP COLUMN more;

-- items_add_column_sizes
ALTER TABLE items DROP COLUMN sizes;

-- create_domain_quantities
DROP DOMAIN quantities;
