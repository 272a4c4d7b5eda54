-- create_domain_billing_sum_of_all
CREATE DOMAIN billing."Sum of all" AS numeric(12,2)
    CONSTRAINT "sum is known" NOT NULL
    CONSTRAINT positive CHECK (VALUE >= 0);
COMMENT ON CONSTRAINT "sum is known" ON DOMAIN billing."Sum of all" IS 'it''s never missing';
