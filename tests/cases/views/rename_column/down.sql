-- alter_view_adults
CREATE OR REPLACE VIEW adults AS
SELECT id AS a FROM users;
