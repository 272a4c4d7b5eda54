-- create_domain_good_mood
CREATE DOMAIN good_mood AS mood DEFAULT 'ok' CONSTRAINT good CHECK (VALUE <> 'sad');

-- create_domain_known_place
CREATE DOMAIN known_place AS point_in_time CONSTRAINT known CHECK ((VALUE).place IS NOT NULL);
