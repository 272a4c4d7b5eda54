INSERT INTO moods VALUES ('a'), ('c');
INSERT INTO users VALUES (1, 'c');
