-- Who pinned a message, and when: both or neither. The conversation counts them.
ALTER TABLE "message" ADD COLUMN "pinned_by_id" UUID,
ADD COLUMN "pinned_at" TIMESTAMPTZ(3),
ADD CONSTRAINT "message_pinned_by_somebody" CHECK (("pinned_by_id" IS NULL) = ("pinned_at" IS NULL));

CREATE INDEX "message_pinned_idx" ON "message"("conversation_id", "pinned_at", "id") WHERE "pinned_at" IS NOT NULL;

ALTER TABLE "conversation" ADD COLUMN "pin_count" INTEGER NOT NULL DEFAULT 0;

-- What somebody saved for later, for themselves alone.
CREATE TABLE "saved_message" (
    "user_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "remind_at" TIMESTAMPTZ(3),

    CONSTRAINT "saved_message_pkey" PRIMARY KEY ("user_id", "message_id")
);

CREATE INDEX "saved_message_message_id_idx" ON "saved_message"("message_id");
CREATE INDEX "saved_message_user_id_saved_at_message_id_idx" ON "saved_message"("user_id", "saved_at", "message_id");

ALTER TABLE "saved_message" ADD CONSTRAINT "saved_message_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saved_message" ADD CONSTRAINT "saved_message_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
