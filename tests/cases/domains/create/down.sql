-- create_domain_email
DROP DOMAIN email;
