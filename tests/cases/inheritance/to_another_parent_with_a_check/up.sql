-- alter_letters
ALTER TABLE letters NO INHERIT events;

-- letters_drop_check_id_positive
-- Down: fails while rows of letters violate id_positive
ALTER TABLE letters DROP CONSTRAINT id_positive;

-- letters_add_check_id_small
-- Hazard: fails while rows of letters violate id_small
ALTER TABLE letters ADD CONSTRAINT id_small CHECK (id < 100);

-- alter_letters
ALTER TABLE letters INHERIT notes;
