-- create_users
-- Down: loses every row of users
CREATE TABLE users (
    id bigint NOT NULL,
    email text NOT NULL,
    name character varying(50),
    balance numeric(10,2) NOT NULL DEFAULT 0,
    created_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_balance_check CHECK (balance >= 0),
    CONSTRAINT users_email_key UNIQUE (email)
);
COMMENT ON TABLE users IS 'who may log in';
