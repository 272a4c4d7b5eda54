-- create_domain_billing_sum_of_all
DROP DOMAIN billing."Sum of all";
