-- alter_view_a
CREATE OR REPLACE VIEW a AS
SELECT id FROM users;

-- alter_view_b
CREATE OR REPLACE VIEW b AS
SELECT id FROM a;

-- alter_view_c
CREATE OR REPLACE VIEW c AS
SELECT b.id FROM a JOIN b USING (id);
