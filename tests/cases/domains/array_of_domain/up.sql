-- create_domain_quantities
CREATE DOMAIN quantities AS quantity[];

-- items_add_column_sizes
-- Down: loses data in items.sizes
ALTER TABLE items ADD COLUMN sizes quantity[] NOT NULL DEFAULT '{}';

-- items_add_column_more
-- Down: loses data in items.more
ALTER TABLE items ADD COLUMN more quantities;
