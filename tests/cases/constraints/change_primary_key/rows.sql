INSERT INTO users VALUES (1, gen_random_uuid());
