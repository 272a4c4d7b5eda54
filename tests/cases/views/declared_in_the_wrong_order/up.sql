-- create_view_c
CREATE VIEW c AS
SELECT 1 AS x;

-- create_view_b
CREATE VIEW b AS
SELECT * FROM c;

-- create_view_a
CREATE VIEW a AS
SELECT * FROM b;
