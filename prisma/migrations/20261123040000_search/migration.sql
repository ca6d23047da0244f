-- Beside the messages, not on their table: whoever sends waits for no index. What fills these follows by itself.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE "message_search" (
  "message_id" UUID NOT NULL,
  "conversation_id" UUID NOT NULL,
  "author_id" UUID NOT NULL,
  "version" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "document" tsvector NOT NULL,
  CONSTRAINT "message_search_pkey" PRIMARY KEY ("message_id")
);
-- Whoever searches reads what the list of pending entries holds: it stays short.
CREATE INDEX "message_search_document_idx" ON "message_search" USING GIN ("document") WITH (gin_pending_list_limit = 512);
CREATE INDEX "message_search_created_at_message_id_idx" ON "message_search"("created_at", "message_id");
CREATE INDEX "message_search_conversation_id_created_at_message_id_idx" ON "message_search"("conversation_id", "created_at", "message_id");
CREATE INDEX "message_search_author_id_created_at_message_id_idx" ON "message_search"("author_id", "created_at", "message_id");

-- Ordered by bytes, so that the index finds beginnings.
CREATE TABLE "search_term" (
  "term" TEXT COLLATE "C" NOT NULL,
  "messages" INTEGER NOT NULL,
  CONSTRAINT "search_term_pkey" PRIMARY KEY ("term")
) WITH (fillfactor = 80);
CREATE INDEX "search_term_term_idx" ON "search_term" USING GIN ("term" gin_trgm_ops);

-- No references: these follow, and what is left of a conversation that is gone is swept away.
CREATE TABLE "search_cursor" (
  "conversation_id" UUID NOT NULL,
  "version" INTEGER NOT NULL,
  "rules" INTEGER NOT NULL,
  CONSTRAINT "search_cursor_pkey" PRIMARY KEY ("conversation_id")
);
