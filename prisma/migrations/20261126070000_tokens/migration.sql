-- What programs sign in with: a personal token acts for its user, a bot's for the bot. The program holds the token, this
-- row its SHA-256.
CREATE TABLE "token" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
-- Null: until it is revoked.
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_address" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "token_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "token_token_hash_key" ON "token"("token_hash");
CREATE INDEX "token_user_id_idx" ON "token"("user_id");

-- Who made a bot, and is asked about it.
CREATE TABLE "bot" (
    "user_id" UUID NOT NULL,
    "owner_id" UUID,

    CONSTRAINT "bot_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "bot_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "bot_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX "bot_owner_id_idx" ON "bot"("owner_id");
