-- alter_view_names
DROP VIEW names;
CREATE VIEW names AS
SELECT id::text AS id FROM users;
