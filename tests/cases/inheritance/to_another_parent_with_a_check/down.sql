-- alter_letters
ALTER TABLE letters NO INHERIT notes;

-- letters_add_check_id_small
ALTER TABLE letters DROP CONSTRAINT id_small;

-- letters_drop_check_id_positive
ALTER TABLE letters ADD CONSTRAINT id_positive CHECK (id > 0);

-- alter_letters
ALTER TABLE letters INHERIT events;
