-- Who was in a conversation that is no thread: what they wrote there keeps its name, for guests too, who know nobody else.
CREATE TABLE "former_member" (
    "conversation_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "former_member_pkey" PRIMARY KEY ("conversation_id", "user_id")
);
CREATE INDEX "former_member_user_id_idx" ON "former_member"("user_id");
ALTER TABLE "former_member" ADD CONSTRAINT "former_member_conversation_id_fkey"
  FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "former_member" ADD CONSTRAINT "former_member_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whether there are guests at all is asked for whenever somebody changes.
CREATE INDEX "user_guest_idx" ON "user"("id") WHERE "role" = 'guest';
