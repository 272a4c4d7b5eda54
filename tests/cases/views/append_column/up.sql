-- alter_view_names
CREATE OR REPLACE VIEW names AS
SELECT id, name, age FROM users;
