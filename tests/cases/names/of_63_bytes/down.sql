-- create_eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeex
DROP TABLE "éééééééééééééééééééééééééééééééx";

-- create_enum_eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeey
DROP TYPE "éééééééééééééééééééééééééééééééy";
