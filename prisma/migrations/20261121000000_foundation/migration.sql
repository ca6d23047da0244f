CREATE TABLE "workspace" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "open_sign_up" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "workspace_one_row" CHECK ("id" = 1)
);

INSERT INTO "workspace" ("name") VALUES ('Parley');

CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "user_role_known" CHECK ("role" IN ('owner', 'member')),
    CONSTRAINT "user_email_lower" CHECK ("email" = lower("email")),
    CONSTRAINT "user_name_length" CHECK (char_length("name") BETWEEN 1 AND 80)
);

CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "session_token_hash_size" CHECK (octet_length("token_hash") = 32)
);

-- Every send updates its conversation and the sender's member row: room in the page keeps those updates
-- away from the indexes (heap-only tuples).
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "topic" TEXT NOT NULL DEFAULT '',
    "direct_key" TEXT,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "conversation_kind_known" CHECK ("kind" IN ('public', 'private', 'direct')),
    CONSTRAINT "conversation_name_length" CHECK (char_length("name") BETWEEN 1 AND 80),
    CONSTRAINT "conversation_topic_length" CHECK (char_length("topic") <= 500),
    CONSTRAINT "conversation_channel_has_name" CHECK (("kind" = 'direct') = ("name" IS NULL)),
    CONSTRAINT "conversation_direct_has_key" CHECK (("kind" = 'direct') = ("direct_key" IS NOT NULL)),
    CONSTRAINT "conversation_default_is_public" CHECK (NOT "is_default" OR "kind" = 'public'),
    CONSTRAINT "conversation_member_count" CHECK ("member_count" >= 0),
    CONSTRAINT "conversation_numbers" CHECK ("last_seq" >= 0 AND "version" >= "last_seq")
) WITH (fillfactor = 70);

CREATE TABLE "member" (
    "conversation_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_read_seq" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "member_pkey" PRIMARY KEY ("conversation_id", "user_id"),
    CONSTRAINT "member_last_read_seq" CHECK ("last_read_seq" >= 0)
) WITH (fillfactor = 70);

CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "author_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "reaction_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "message_numbers" CHECK ("seq" >= 1 AND "version" >= "seq"),
    CONSTRAINT "message_body_length" CHECK (char_length("body") <= 8000),
    CONSTRAINT "message_reaction_count" CHECK ("reaction_count" >= 0 AND ("deleted_at" IS NULL OR "reaction_count" = 0)),
    CONSTRAINT "message_deleted_is_empty" CHECK (("deleted_at" IS NULL) = ("body" <> ''))
);

CREATE TABLE "reaction" (
    "message_id" UUID NOT NULL,
    "emoji" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "reaction_pkey" PRIMARY KEY ("message_id", "emoji", "user_id"),
    CONSTRAINT "reaction_emoji_length" CHECK (char_length("emoji") BETWEEN 1 AND 64)
);

CREATE UNIQUE INDEX "user_email_key" ON "user"("email");
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");
CREATE INDEX "session_user_id_idx" ON "session"("user_id");
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");
CREATE UNIQUE INDEX "conversation_direct_key_key" ON "conversation"("direct_key");
CREATE INDEX "member_user_id_idx" ON "member"("user_id");
CREATE UNIQUE INDEX "message_conversation_id_seq_key" ON "message"("conversation_id", "seq");
CREATE UNIQUE INDEX "message_conversation_id_version_key" ON "message"("conversation_id", "version");
CREATE UNIQUE INDEX "message_author_id_client_id_key" ON "message"("author_id", "client_id");
CREATE INDEX "reaction_user_id_idx" ON "reaction"("user_id");

-- Public channels are found by name, so two cannot share one. Private names stay private: no rule across them.
CREATE UNIQUE INDEX "conversation_public_name_key" ON "conversation"(lower("name")) WHERE "kind" = 'public';

ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "member" ADD CONSTRAINT "member_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "reaction" ADD CONSTRAINT "reaction_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "reaction" ADD CONSTRAINT "reaction_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
