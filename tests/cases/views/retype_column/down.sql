-- alter_view_names
CREATE OR REPLACE VIEW names AS
SELECT id::integer AS id FROM users;
