-- alter_view_adults
DROP VIEW adults;
CREATE VIEW adults AS
SELECT id AS a FROM users;
