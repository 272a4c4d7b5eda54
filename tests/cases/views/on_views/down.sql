-- alter_view_c
DROP VIEW c;
DROP VIEW b;
DROP VIEW a;
CREATE VIEW a AS
SELECT id, age FROM users;
CREATE VIEW b AS
SELECT id, age FROM a;
CREATE VIEW c AS
SELECT b.id, a.age FROM a JOIN b USING (id);
