-- alter_view_c
CREATE OR REPLACE VIEW c AS
SELECT b.id, a.age FROM a JOIN b USING (id);

-- alter_view_b
CREATE OR REPLACE VIEW b AS
SELECT id, age FROM a;

-- alter_view_a
CREATE OR REPLACE VIEW a AS
SELECT id, age FROM users;
