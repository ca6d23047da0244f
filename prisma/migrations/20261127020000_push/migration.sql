-- How somebody wants to be told of what asks for them. Without a row: as the defaults say.
CREATE TABLE "alert_setting" (
    "user_id" UUID NOT NULL,
-- Minutes after midnight, both or neither: every day they do not want to be disturbed from one to the other.
    "quiet_from" SMALLINT,
    "quiet_to" SMALLINT,
-- Whose clock that is, where their profile names none.
    "time_zone" TEXT NOT NULL DEFAULT '',
-- After which what was missed is told by mail; 0: never.
    "digest_hours" SMALLINT NOT NULL DEFAULT 0,
-- What was written before this is in no further digest.
    "digested_to" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_setting_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "alert_setting_quiet_whole" CHECK (("quiet_from" IS NULL) = ("quiet_to" IS NULL)),
    CONSTRAINT "alert_setting_digest_known" CHECK ("digest_hours" IN (0, 1, 4, 24))
);
CREATE INDEX "alert_setting_digest_hours_idx" ON "alert_setting"("digest_hours");
ALTER TABLE "alert_setting" ADD CONSTRAINT "alert_setting_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A signed-in device that is pushed to (RFC 8030), and its keys (RFC 8291). It ends with the session.
CREATE TABLE "push_subscription" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "p256dh" BYTEA NOT NULL,
    "auth" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
-- When it was last known to show the chat to somebody, and until when that is taken to be so.
    "present_at" TIMESTAMPTZ(3),
    "present_until" TIMESTAMPTZ(3),
-- Reminders up to then have been alerts here.
    "reminded_to" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "push_subscription_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "push_subscription_session_id_key" ON "push_subscription"("session_id");
CREATE UNIQUE INDEX "push_subscription_endpoint_key" ON "push_subscription"("endpoint");
CREATE INDEX "push_subscription_user_id_idx" ON "push_subscription"("user_id");
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a device is to show of one conversation, or shows. When due_at comes, what it shows is held against what is unread.
CREATE TABLE "push_alert" (
    "subscription_id" UUID NOT NULL,
-- The conversation; the nil UUID: what is due of what was saved.
    "subject" UUID NOT NULL,
    "user_id" UUID NOT NULL,
-- The newest message that asks for its reader.
    "seq" INTEGER NOT NULL,
-- When that came.
    "since" TIMESTAMPTZ(3) NOT NULL,
-- Up to which message the device shows something; null: it shows nothing.
    "shown_seq" INTEGER,
    "due_at" TIMESTAMPTZ(3),
-- How often in a row the push service did not take it.
    "failures" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "push_alert_pkey" PRIMARY KEY ("subscription_id","subject")
);
CREATE INDEX "push_alert_due_at_idx" ON "push_alert"("due_at");
CREATE INDEX "push_alert_user_id_subject_idx" ON "push_alert"("user_id", "subject");
ALTER TABLE "push_alert" ADD CONSTRAINT "push_alert_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "push_subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Up to which message a conversation has been looked through for whom it asks.
CREATE TABLE "alert_cursor" (
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,

    CONSTRAINT "alert_cursor_pkey" PRIMARY KEY ("conversation_id")
);

-- Reminders by their time, of whoever.
CREATE INDEX "saved_message_remind_at_idx" ON "saved_message"("remind_at") WHERE "remind_at" IS NOT NULL;
