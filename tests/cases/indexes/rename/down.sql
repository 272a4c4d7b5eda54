-- users_rename_index_old_email_to_by_email
ALTER INDEX by_email RENAME TO old_email;
