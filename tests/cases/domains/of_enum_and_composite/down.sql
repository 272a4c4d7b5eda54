-- create_domain_known_place
DROP DOMAIN known_place;

-- create_domain_good_mood
DROP DOMAIN good_mood;
