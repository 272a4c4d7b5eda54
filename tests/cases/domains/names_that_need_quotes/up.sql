-- alter_domain_e_mail
ALTER DOMAIN "E-Mail" SET DEFAULT 'it''s \ ''x''';
ALTER DOMAIN "E-Mail" RENAME CONSTRAINT "Has @" TO "Has; @";
COMMENT ON DOMAIN "E-Mail" IS 'it''s';
