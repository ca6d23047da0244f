-- What is told of a message's files, as the contract has it: whoever reads a message reads no other table.
ALTER TABLE "message" ADD COLUMN "files" JSONB;

-- A message that is not deleted has words, or files. What is there has words: nobody has to look, and lock it for that time.
ALTER TABLE "message" DROP CONSTRAINT "message_deleted_is_empty";
ALTER TABLE "message" ADD CONSTRAINT "message_deleted_is_empty" CHECK (
  CASE WHEN "deleted_at" IS NULL THEN "body" <> '' OR "files" IS NOT NULL ELSE "body" = '' END) NOT VALID;

-- `upload`: not all of it has come yet.
ALTER TABLE "file" DROP CONSTRAINT "file_purpose_known";
ALTER TABLE "file" ADD CONSTRAINT "file_purpose_known" CHECK ("purpose" IN ('picture', 'attachment', 'upload'));

ALTER TABLE "file" ADD COLUMN "name" TEXT,
ADD COLUMN "kind" TEXT CONSTRAINT "file_kind_known" CHECK ("kind" IN ('image', 'video', 'audio', 'pdf', 'text', 'other')),
-- Of what is given, without what was made of it.
ADD COLUMN "size" INTEGER,
ADD COLUMN "duration" INTEGER,
ADD COLUMN "is_animated" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "has_preview" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "alt" TEXT NOT NULL DEFAULT '',
-- The message it went with, and the copy of that in the parent of a thread. A removed message lets its files go.
ADD COLUMN "message_id" UUID,
ADD COLUMN "copy_id" UUID,
-- The conversation, or the one that the thread hangs on.
ADD COLUMN "conversation_id" UUID,
ADD COLUMN "sent_at" TIMESTAMPTZ(3),
ADD CONSTRAINT "file_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE SET NULL ON UPDATE CASCADE,
ADD CONSTRAINT "file_copy_id_fkey" FOREIGN KEY ("copy_id") REFERENCES "message"("id") ON DELETE SET NULL ON UPDATE CASCADE,
ADD CONSTRAINT "file_attachment_whole" CHECK (
  "purpose" = 'picture' OR ("name" IS NOT NULL AND "kind" IS NOT NULL AND "size" IS NOT NULL));

-- Each over the rows that it is about, so that pictures and uploads are in none of them.
CREATE INDEX "file_message_id_idx" ON "file"("message_id") WHERE "message_id" IS NOT NULL;
CREATE INDEX "file_copy_id_idx" ON "file"("copy_id") WHERE "copy_id" IS NOT NULL;
CREATE INDEX "file_conversation_id_idx" ON "file"("conversation_id", "sent_at", "id") WHERE "sent_at" IS NOT NULL;
-- Those whose messages are gone.
CREATE INDEX "file_let_go_idx" ON "file"("id")
  WHERE "purpose" = 'attachment' AND "unused_since" IS NULL AND "message_id" IS NULL AND "copy_id" IS NULL;
