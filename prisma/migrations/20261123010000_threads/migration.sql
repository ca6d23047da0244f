-- A thread is a conversation that hangs on one message of another. Its id is greater than its parent's: rows of
-- conversations are locked in the order of their ids, and so a parent's comes before those of its threads.
ALTER TABLE "conversation" ADD COLUMN "parent_id" UUID, ADD COLUMN "root_seq" INTEGER;
ALTER TABLE "conversation"
  ADD CONSTRAINT "conversation_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  DROP CONSTRAINT "conversation_kind_known",
  ADD CONSTRAINT "conversation_kind_known" CHECK ("kind" IN ('public', 'private', 'direct', 'thread')),
  DROP CONSTRAINT "conversation_channel_has_name",
  ADD CONSTRAINT "conversation_channel_has_name" CHECK (("kind" IN ('direct', 'thread')) = ("name" IS NULL)),
  ADD CONSTRAINT "conversation_thread_has_parent" CHECK (("kind" = 'thread') = ("parent_id" IS NOT NULL)),
  ADD CONSTRAINT "conversation_thread_has_root" CHECK (("kind" = 'thread') = ("root_seq" IS NOT NULL)),
  ADD CONSTRAINT "conversation_thread_after_parent" CHECK ("parent_id" < "id");
CREATE UNIQUE INDEX "conversation_parent_id_root_seq_key" ON "conversation"("parent_id", "root_seq");

-- The members of a thread are its followers. Whoever leaves the parent leaves its threads: this finds them.
ALTER TABLE "member" ADD COLUMN "parent_id" UUID;
CREATE INDEX "member_followed_threads_idx" ON "member"("user_id", "parent_id") WHERE "parent_id" IS NOT NULL;

-- What there is to see of a thread beside the message it hangs on, and the thread that a message was sent from.
ALTER TABLE "message"
  ADD COLUMN "thread_id" UUID,
  ADD COLUMN "reply_count" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "last_reply_at" TIMESTAMPTZ(3),
  ADD COLUMN "last_author_ids" UUID[] NOT NULL DEFAULT '{}',
  ADD COLUMN "in_thread_id" UUID,
  ADD COLUMN "in_thread_seq" INTEGER,
  ADD CONSTRAINT "message_reply_count" CHECK ("reply_count" >= 0),
  ADD CONSTRAINT "message_in_thread" CHECK (("in_thread_id" IS NULL) = ("in_thread_seq" IS NULL));
