-- What words of a message mean. Messages that are there already mention nobody: their names may belong to others now.
ALTER TABLE "message" ADD COLUMN "mentions" JSONB NOT NULL DEFAULT '[]';

-- Whom messages mention, one row each; the nil UUID means all members.
CREATE TABLE "mention" (
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "author_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "mention_pkey" PRIMARY KEY ("message_id", "user_id")
);

-- Unread mentions are counted by position, and listed by age: an id is made when its message is.
CREATE INDEX "mention_conversation_id_user_id_seq_idx" ON "mention"("conversation_id", "user_id", "seq");
CREATE INDEX "mention_user_id_message_id_idx" ON "mention"("user_id", "message_id");
CREATE INDEX "mention_everyone_idx" ON "mention"("conversation_id", "message_id")
  WHERE "user_id" = '00000000-0000-0000-0000-000000000000';

ALTER TABLE "mention" ADD CONSTRAINT "mention_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Channels are found by the word that a message names them with (contract/mention-words.ts).
CREATE INDEX "conversation_word_idx" ON "conversation"(lower(replace("name", ' ', '-')))
  WHERE "kind" IN ('public', 'private');
