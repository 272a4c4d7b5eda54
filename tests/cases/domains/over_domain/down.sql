-- create_domain_fewer
DROP DOMAIN fewer;

-- alter_domain_few
ALTER DOMAIN few DROP CONSTRAINT few;
ALTER DOMAIN few ADD CONSTRAINT few CHECK (VALUE < 5);
