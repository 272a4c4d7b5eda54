-- alter_view_names
DROP VIEW more_names;
DROP VIEW names;
CREATE VIEW names AS
SELECT 1 AS id;
REVOKE SELECT ON TABLE names FROM fluent_test_reader;
REVOKE DELETE ON TABLE names FROM CURRENT_USER;
CREATE VIEW more_names AS
SELECT id FROM names;
REVOKE SELECT ON TABLE more_names FROM fluent_test_reader;
