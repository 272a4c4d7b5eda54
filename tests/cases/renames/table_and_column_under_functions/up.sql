-- rename_users_to_people
ALTER TABLE users RENAME TO people;

-- people_rename_column_name_to_title
ALTER TABLE people RENAME COLUMN name TO title;

-- alter_function_first_name
CREATE OR REPLACE FUNCTION first_name()
RETURNS text
LANGUAGE sql
AS $$SELECT title FROM people LIMIT 1$$;

-- people_rename_constraint_users_pkey_to_people_pkey
ALTER TABLE people RENAME CONSTRAINT users_pkey TO people_pkey;
