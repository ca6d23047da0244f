-- Days after which messages are removed. Of a workspace, null: never. Of a conversation, null: as the workspace has it;
-- 0: never.
ALTER TABLE "workspace" ADD COLUMN "retention_days" INTEGER,
  ADD CONSTRAINT "workspace_retention" CHECK ("retention_days" > 0);
ALTER TABLE "conversation" ADD COLUMN "retention_days" INTEGER,
  ADD CONSTRAINT "conversation_retention" CHECK ("retention_days" >= 0),
-- The seq of the oldest message that is kept, or of the next one where none is: numbers before it are of removed ones.
  ADD COLUMN "first_seq" INTEGER NOT NULL DEFAULT 1,
  ADD CONSTRAINT "conversation_first_seq" CHECK ("first_seq" BETWEEN 1 AND "last_seq" + 1);
