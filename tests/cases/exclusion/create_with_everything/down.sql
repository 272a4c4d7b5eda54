-- create_bookings
DROP TABLE bookings;

-- create_extension_btree_gist
DROP EXTENSION btree_gist;
