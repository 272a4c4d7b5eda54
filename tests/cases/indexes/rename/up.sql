-- users_rename_index_old_email_to_by_email
ALTER INDEX old_email RENAME TO by_email;
