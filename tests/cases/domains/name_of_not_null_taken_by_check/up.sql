-- alter_domain_quantity
-- Down: fails while columns of type quantity violate sane
ALTER DOMAIN quantity DROP CONSTRAINT sane;
ALTER DOMAIN quantity RENAME CONSTRAINT known TO sane;
