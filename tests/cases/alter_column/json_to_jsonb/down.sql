-- users_alter_column_data
ALTER TABLE users
    ALTER COLUMN data DROP DEFAULT,
    ALTER COLUMN data TYPE json,
    ALTER COLUMN data SET DEFAULT '{}';
