-- What somebody shows beside their password: codes of an authenticator app (RFC 6238), passkeys (WebAuthn), and codes on
-- paper for the day on which both are lost.
CREATE TABLE "totp" (
    "user_id" UUID NOT NULL,
-- Encrypted with a key made from the server's secret: it has to be read back.
    "secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
-- Null: it is being set up, and counts for nothing yet.
    "confirmed_at" TIMESTAMPTZ(3),
-- The 30 seconds of the newest code that was used: no code counts twice.
    "last_counter" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "totp_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "totp_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Each is used once: then its row is gone.
CREATE TABLE "recovery_code" (
    "user_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("user_id", "code_hash"),
    CONSTRAINT "recovery_code_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
-- As its owner calls it.
    "name" TEXT NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
-- How often it was used, as it says itself; some always say 0.
    "counter" BIGINT NOT NULL,
    "transports" TEXT[] NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "passkey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

-- Challenges that were answered, until they would be too old anyway: none is answered twice.
CREATE TABLE "used_challenge" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_challenge_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "used_challenge_expires_at_idx" ON "used_challenge"("expires_at");

-- Whoever has given the first factor and not yet the second.
CREATE TABLE "sign_in_ticket" (
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "wrong_tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "sign_in_ticket_pkey" PRIMARY KEY ("token_hash"),
    CONSTRAINT "sign_in_ticket_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "sign_in_ticket_user_id_idx" ON "sign_in_ticket"("user_id");
CREATE INDEX "sign_in_ticket_expires_at_idx" ON "sign_in_ticket"("expires_at");

-- Whom an OpenID provider knows under which subject.
CREATE TABLE "linked_sign_on" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "linked_sign_on_pkey" PRIMARY KEY ("issuer", "subject"),
    CONSTRAINT "linked_sign_on_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "linked_sign_on_user_id_issuer_key" ON "linked_sign_on"("user_id", "issuer");
