-- alter_enum_mood
ALTER TYPE mood ADD VALUE 'b' AFTER 'a';
