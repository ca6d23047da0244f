-- A read position may go back: read_version grows with every move back, and tells what was read before it from what
-- was read after. Odd: the position was put back, and its owner has written nothing since.
ALTER TABLE "member" ADD COLUMN "read_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "notify_level" TEXT NOT NULL DEFAULT 'all',
ADD COLUMN "muted" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "notify_version" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "member_notify_level_known" CHECK ("notify_level" IN ('all', 'mentions', 'nothing'));

-- Where the last of the deleted messages is: who has read as far as that looks for none.
ALTER TABLE "conversation" ADD COLUMN "last_deleted_seq" INTEGER NOT NULL DEFAULT 0;

UPDATE "conversation" c SET "last_deleted_seq" = d."seq"
FROM (SELECT "conversation_id", max("seq") AS "seq" FROM "message" WHERE "deleted_at" IS NOT NULL GROUP BY 1) d
WHERE d."conversation_id" = c."id";
