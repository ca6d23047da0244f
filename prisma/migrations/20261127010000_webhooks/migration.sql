-- An address that takes what other programs post, for one channel: its bot writes it.
CREATE TABLE "incoming_hook" (
    "user_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "incoming_hook_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "incoming_hook_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "incoming_hook_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "incoming_hook_token_hash_key" ON "incoming_hook"("token_hash");
CREATE INDEX "incoming_hook_conversation_id_idx" ON "incoming_hook"("conversation_id");

-- An address that is told what happens in some conversations of its owner.
CREATE TABLE "outgoing_hook" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
-- Encrypted: deliveries are signed with it.
    "secret" BYTEA NOT NULL,
    "previous_secret" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" TEXT,

    CONSTRAINT "outgoing_hook_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "outgoing_hook_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "outgoing_hook_user_id_idx" ON "outgoing_hook"("user_id");

-- How far a hook was told of a conversation: a row for both, however much there is to tell.
CREATE TABLE "hook_position" (
    "hook_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "event_number" INTEGER NOT NULL DEFAULT 0,
    "seq" INTEGER NOT NULL,
    "pending_seqs" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hook_position_pkey" PRIMARY KEY ("hook_id","conversation_id"),
    CONSTRAINT "hook_position_hook_id_fkey" FOREIGN KEY ("hook_id") REFERENCES "outgoing_hook"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "hook_position_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "hook_position_conversation_id_idx" ON "hook_position"("conversation_id");
CREATE INDEX "hook_position_next_at_idx" ON "hook_position"("next_at");

-- What happened in a conversation that a hook is told of and that is no message, for some days.
CREATE TABLE "hook_event" (
    "conversation_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hook_event_pkey" PRIMARY KEY ("conversation_id","number"),
    CONSTRAINT "hook_event_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "hook_event_at_idx" ON "hook_event"("at");

-- The log: a row for each try, for some days.
CREATE TABLE "hook_delivery" (
    "id" UUID NOT NULL,
    "hook_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "event_key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "event_number" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "status" INTEGER,
    "reason" TEXT NOT NULL,
    "took" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,

    CONSTRAINT "hook_delivery_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "hook_delivery_hook_id_fkey" FOREIGN KEY ("hook_id") REFERENCES "outgoing_hook"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "hook_delivery_hook_id_id_idx" ON "hook_delivery"("hook_id", "id");
CREATE INDEX "hook_delivery_at_idx" ON "hook_delivery"("at");
