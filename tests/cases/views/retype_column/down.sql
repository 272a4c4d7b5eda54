-- alter_view_names
DROP VIEW names;
CREATE VIEW names AS
SELECT id::integer AS id FROM users;
