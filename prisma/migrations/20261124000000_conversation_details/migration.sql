-- What a conversation is about, at length, and since when a channel is archived: read by all who see it, and written to
-- by nobody.
ALTER TABLE "conversation"
  ADD COLUMN "description" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "archived_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "conversation_description_length" CHECK (char_length("description") <= 2000),
  ADD CONSTRAINT "conversation_archived_is_channel" CHECK ("archived_at" IS NULL OR ("kind" IN ('public', 'private') AND NOT "is_default"));

-- A direct conversation may have a name. What it is remains its members (direct_key).
ALTER TABLE "conversation"
  DROP CONSTRAINT "conversation_channel_has_name",
  ADD CONSTRAINT "conversation_channel_has_name" CHECK (
    CASE "kind" WHEN 'direct' THEN true WHEN 'thread' THEN "name" IS NULL ELSE "name" IS NOT NULL END);
