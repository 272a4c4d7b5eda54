-- rename_users_to_people
ALTER TABLE users RENAME TO people;

-- people_rename_column_name_to_title
ALTER TABLE people RENAME COLUMN name TO title;
ALTER TABLE people RENAME CONSTRAINT users_pkey TO people_pkey;
