-- rename_users_to_people
ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME CONSTRAINT users_pkey TO people_pkey;

-- alter_publication_changes
ALTER PUBLICATION changes DROP TABLE posts;

-- drop_posts
-- Hazard: loses every row of posts
-- Down: posts comes back empty
DROP TABLE posts;
