-- When a conversation was deleted: nobody sees it from then on, and its messages go in parts. An empty private channel
-- is no such conversation, its last member has left it.
ALTER TABLE "conversation" ADD COLUMN "closed_at" TIMESTAMPTZ(3);

-- Who created how many.
CREATE INDEX "conversation_created_by_id_idx" ON "conversation"("created_by_id");
