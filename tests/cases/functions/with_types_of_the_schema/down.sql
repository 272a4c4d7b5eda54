-- create_function_worse
DROP FUNCTION worse(mood, quantity[], pair);

-- create_users
DROP TABLE users;

-- create_composite_type_pair
DROP TYPE pair;

-- create_enum_mood
DROP TYPE mood;

-- create_domain_quantity
DROP DOMAIN quantity;
