INSERT INTO users (mood) VALUES ('sad');
