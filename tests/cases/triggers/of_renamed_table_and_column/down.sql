-- people_rename_column_name_to_title
ALTER TABLE people RENAME CONSTRAINT people_pkey TO users_pkey;
ALTER TABLE people RENAME COLUMN title TO name;

-- rename_users_to_people
ALTER TABLE people RENAME TO users;
