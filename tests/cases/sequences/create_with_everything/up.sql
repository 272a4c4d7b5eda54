-- create_sequence_order_numbers
-- Down: loses the position of order_numbers
CREATE UNLOGGED SEQUENCE order_numbers
    AS integer
    INCREMENT BY 10
    MINVALUE 100
    MAXVALUE 100000
    START WITH 1000
    CACHE 20
    CYCLE;
COMMENT ON SEQUENCE order_numbers IS 'on paper';
GRANT UPDATE, USAGE ON SEQUENCE order_numbers TO "Fluent Test Writer";
GRANT SELECT ON SEQUENCE order_numbers TO fluent_test_reader;
