-- drop_domain_email
DROP DOMAIN email;
