-- alter_view_names
DROP VIEW names;
CREATE VIEW names WITH (security_barrier = true) AS
SELECT id, name, age FROM users;
COMMENT ON VIEW names IS 'kept';
COMMENT ON COLUMN names.id IS 'kept';
GRANT SELECT ON TABLE names TO fluent_test_reader;
