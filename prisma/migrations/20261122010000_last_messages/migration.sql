-- When the newest message was written, beside its place: a list of conversations by activity reads no messages.
ALTER TABLE "conversation" ADD COLUMN "last_message_at" TIMESTAMPTZ(3);

UPDATE "conversation" c SET "last_message_at" = m."created_at"
FROM "message" m WHERE m."conversation_id" = c."id" AND m."seq" = c."last_seq";
