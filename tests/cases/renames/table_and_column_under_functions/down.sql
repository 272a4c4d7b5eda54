-- people_rename_constraint_users_pkey_to_people_pkey
ALTER TABLE people RENAME CONSTRAINT people_pkey TO users_pkey;

-- alter_function_first_name
CREATE OR REPLACE FUNCTION first_name()
RETURNS text
LANGUAGE sql
AS $$SELECT name FROM users LIMIT 1$$;

-- people_rename_column_name_to_title
ALTER TABLE people RENAME COLUMN title TO name;

-- rename_users_to_people
ALTER TABLE people RENAME TO users;
