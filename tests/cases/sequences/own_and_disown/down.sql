-- alter_sequence_b_numbers
ALTER SEQUENCE b_numbers OWNED BY NONE;

-- alter_sequence_a_numbers
ALTER SEQUENCE a_numbers OWNED BY orders.a;
