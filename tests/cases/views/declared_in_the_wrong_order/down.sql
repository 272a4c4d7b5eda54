-- create_view_a
DROP VIEW a;

-- create_view_b
DROP VIEW b;

-- create_view_c
DROP VIEW c;
