-- What members create public channels, and for how long a message may be edited.
ALTER TABLE "workspace"
  ADD COLUMN "members_create_channels" BOOLEAN NOT NULL DEFAULT true,
-- Null: for ever.
  ADD COLUMN "edit_minutes" INTEGER CONSTRAINT "workspace_edit_minutes_positive" CHECK ("edit_minutes" > 0);

-- How many messages a deleted channel and its threads had: what is left of them says how far its deletion is.
ALTER TABLE "conversation" ADD COLUMN "closed_messages" INTEGER;

-- What somebody said about a message. It outlives the message and its conversation, and says what both were.
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "conversation_kind" TEXT NOT NULL,
-- Null: it has none.
    "conversation_name" TEXT,
    "seq" INTEGER NOT NULL,
    "author_id" UUID NOT NULL,
-- The message as it was.
    "body" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "reporter_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "words" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" UUID,
-- What was done; nothing: it was dismissed.
    "measures" TEXT[] NOT NULL DEFAULT '{}',
-- What the author was told.
    "warning" TEXT NOT NULL DEFAULT '',
-- The clientId of the message that tells them, so that they are told once.
    "warning_id" UUID,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "report_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "report_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "report_closed_by_id_fkey" FOREIGN KEY ("closed_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
-- Nobody reports a message again before somebody has looked at it.
CREATE UNIQUE INDEX "report_open_key" ON "report"("message_id", "reporter_id") WHERE "closed_at" IS NULL;
CREATE INDEX "report_open_idx" ON "report"("created_at", "id") WHERE "closed_at" IS NULL;
CREATE INDEX "report_closed_at_id_idx" ON "report"("closed_at", "id");
CREATE INDEX "report_reporter_id_idx" ON "report"("reporter_id");
CREATE INDEX "report_author_id_idx" ON "report"("author_id");

-- The numbers of the workspace as they were counted last: nobody makes the server count them again and again.
CREATE TABLE "usage_snapshot" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "usage_snapshot_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "usage_snapshot_one" CHECK ("id" = 1)
);
