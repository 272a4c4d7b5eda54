-- rename_publication_changes_to_changes_x
ALTER PUBLICATION changes RENAME TO "Changes; x";

-- alter_publication_changes_x
ALTER PUBLICATION "Changes; x" SET TABLE "order" ("User Id");
