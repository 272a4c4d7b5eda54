INSERT INTO events VALUES (2023, 'a'), (2024, 'b');
