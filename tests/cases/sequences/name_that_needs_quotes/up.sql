-- alter_sequence_order_no
ALTER SEQUENCE "Order No." START WITH 7;
ALTER SEQUENCE "Order No." OWNED BY orders."No.";
COMMENT ON SEQUENCE "Order No." IS 'it''s';
