-- create_domain_email
CREATE DOMAIN email AS text;
