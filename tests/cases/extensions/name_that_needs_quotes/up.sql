-- create_extension_uuid_ossp
CREATE EXTENSION "uuid-ossp";
