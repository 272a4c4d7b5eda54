-- alter_domain_few
-- Hazard: fails while columns of type few violate few
-- Down: fails while columns of type few violate few
ALTER DOMAIN few DROP CONSTRAINT few;
ALTER DOMAIN few ADD CONSTRAINT few CHECK (VALUE < 9);

-- create_domain_fewer
CREATE DOMAIN fewer AS few CONSTRAINT fewer CHECK (VALUE < 3);
