-- What a poll asks, with what was voted so far.
ALTER TABLE "message" ADD COLUMN "poll" JSONB;

-- Which option somebody chose in a poll: what its numbers are counted from.
CREATE TABLE "poll_vote" (
    "message_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
-- The option's index.
    "option" SMALLINT NOT NULL,
    "voted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "poll_vote_pkey" PRIMARY KEY ("message_id", "user_id", "option")
);
CREATE INDEX "poll_vote_user_id_idx" ON "poll_vote"("user_id");
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A message that waits for its time. It points to no conversation: it outlives that, so that its author is told.
CREATE TABLE "scheduled_message" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
-- The message's own, when it is sent.
    "client_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "also_in_parent" BOOLEAN NOT NULL DEFAULT false,
    "send_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
-- Why it was refused.
    "refusal" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scheduled_message_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "scheduled_message_state_known" CHECK ("state" IN ('waiting', 'sending', 'refused'))
);
CREATE UNIQUE INDEX "scheduled_message_user_id_client_id_key" ON "scheduled_message"("user_id", "client_id");
CREATE INDEX "scheduled_message_user_id_send_at_idx" ON "scheduled_message"("user_id", "send_at");
ALTER TABLE "scheduled_message" ADD CONSTRAINT "scheduled_message_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Something that somebody wants to be reminded of, in their own words.
CREATE TABLE "reminder" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "remind_at" TIMESTAMPTZ(3) NOT NULL,
-- When its time came and that was told; null: not yet.
    "told_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "reminder_user_id_client_id_key" ON "reminder"("user_id", "client_id");
CREATE INDEX "reminder_user_id_remind_at_idx" ON "reminder"("user_id", "remind_at");
CREATE INDEX "reminder_remind_at_idx" ON "reminder"("remind_at");
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
