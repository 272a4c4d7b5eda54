-- alter_publication_changes_x
ALTER PUBLICATION "Changes; x" SET TABLE "order";

-- rename_publication_changes_to_changes_x
ALTER PUBLICATION "Changes; x" RENAME TO changes;
