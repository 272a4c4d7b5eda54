-- create_extension_uuid_ossp
DROP EXTENSION "uuid-ossp";
