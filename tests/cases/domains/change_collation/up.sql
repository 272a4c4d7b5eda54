-- alter_domain_word
DROP DOMAIN word;
CREATE DOMAIN word AS text COLLATE "C";
