-- Skeletons (UTS #39) are made by the server, in server/domain/skeletons.ts; SQL cannot make them. What stands
-- here instead is made anew at the first start after this migration, because the version is 0.
ALTER TABLE "workspace" ADD COLUMN "skeleton_version" INTEGER NOT NULL DEFAULT 0;

-- Users that are there already are user-1, user-2 and so on, by age, until the server's first start gives them the
-- handles of their names: that needs the skeleton to know which is free. The skeleton of these is known: the digits 0 and 1
-- look like letters, and no other character of theirs like anything else.
ALTER TABLE "user" ADD COLUMN "handle" TEXT, ADD COLUMN "handle_skeleton" TEXT;
UPDATE "user" SET "handle" = 'user-' || "number", "handle_skeleton" = translate('user-' || "number", '01', 'ol')
  FROM (SELECT "id", row_number() OVER (ORDER BY "created_at", "id") AS "number" FROM "user") AS "numbered"
  WHERE "numbered"."id" = "user"."id";
ALTER TABLE "user" ALTER COLUMN "handle" SET NOT NULL, ALTER COLUMN "handle_skeleton" SET NOT NULL,
  ADD CONSTRAINT "user_handle_length" CHECK (char_length("handle") BETWEEN 1 AND 32);
CREATE UNIQUE INDEX "user_handle_skeleton_key" ON "user"("handle_skeleton");

-- The old rule was that lower(name) is unique among public channels, so these cannot collide. Channels that
-- collide by the new rule keep their names: the server gives the younger a skeleton of its own.
ALTER TABLE "conversation" ADD COLUMN "name_skeleton" TEXT, ADD COLUMN "name_shape" TEXT;
UPDATE "conversation" SET "name_skeleton" = lower("name"), "name_shape" = lower("name") WHERE "kind" <> 'direct';
ALTER TABLE "conversation"
  ADD CONSTRAINT "conversation_name_has_skeleton" CHECK (("name" IS NULL) = ("name_skeleton" IS NULL)),
  ADD CONSTRAINT "conversation_name_has_shape" CHECK (("name" IS NULL) = ("name_shape" IS NULL));

-- Public channels are found by name, so no two may look alike. Private names stay private: a public channel may
-- be called like a private one. The other way round the server refuses.
DROP INDEX "conversation_public_name_key";
CREATE UNIQUE INDEX "conversation_public_skeleton_key" ON "conversation"("name_skeleton") WHERE "kind" = 'public';
CREATE UNIQUE INDEX "conversation_public_shape_key" ON "conversation"("name_shape") WHERE "kind" = 'public';
