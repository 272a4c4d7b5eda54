-- create_enum_eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeey
CREATE TYPE "éééééééééééééééééééééééééééééééy" AS ENUM ('a', 'b', 'c');

-- create_eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeex
-- Down: loses every row of "éééééééééééééééééééééééééééééééx"
CREATE TABLE "éééééééééééééééééééééééééééééééx" (
    "éééééééééééééééééééééééééééééééx" bigint NOT NULL,
    mood "éééééééééééééééééééééééééééééééy" NOT NULL,
    CONSTRAINT "ééééééééééééééééééééééééééé_9179d50e" PRIMARY KEY ("éééééééééééééééééééééééééééééééx")
);
