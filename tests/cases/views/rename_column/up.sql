-- alter_view_adults
CREATE OR REPLACE VIEW adults AS
SELECT id AS b FROM users;
