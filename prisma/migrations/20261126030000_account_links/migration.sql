-- Links that are used once: to a new password, mailed or handed over, and to another email address. Of each kind the
-- newest counts, so there is one row for each user and kind.
CREATE TABLE "account_link" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL CONSTRAINT "account_link_kind_known" CHECK ("kind" IN ('password', 'handed', 'email')),
-- SHA-256 of the token; null until the mail with it is written.
    "token_hash" BYTEA,
-- The address that it was mailed to; of an `email`, the one that is to be theirs. Null: it was handed over.
    "email" TEXT,
-- Of an `email`: the address before.
    "previous_email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_link_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "account_link_user_id_kind_key" ON "account_link"("user_id", "kind");
CREATE UNIQUE INDEX "account_link_token_hash_key" ON "account_link"("token_hash");
CREATE INDEX "account_link_expires_at_idx" ON "account_link"("expires_at");
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
