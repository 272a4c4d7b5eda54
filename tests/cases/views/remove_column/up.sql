-- alter_view_names
CREATE OR REPLACE VIEW names WITH (security_barrier = true) AS
SELECT id, age FROM users;
