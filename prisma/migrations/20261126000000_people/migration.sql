-- Roles between the owner and a member, and below one: a guest sees the conversations they are in and their people.
-- Bots are users of a kind of their own, without an email address; who signs in elsewhere has no password.
ALTER TABLE "user" DROP CONSTRAINT "user_role_known";
ALTER TABLE "user"
  ADD CONSTRAINT "user_role_known" CHECK ("role" IN ('owner', 'admin', 'member', 'guest')),
  ALTER COLUMN "email" DROP NOT NULL,
  ALTER COLUMN "password_hash" DROP NOT NULL,
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'person' CONSTRAINT "user_kind_known" CHECK ("kind" IN ('person', 'bot')),
-- When the address was shown to be theirs; null: nobody has looked.
  ADD COLUMN "email_verified_at" TIMESTAMPTZ(3),
-- Since when they may not come in: for a time, or for good.
  ADD COLUMN "suspended_at" TIMESTAMPTZ(3),
  ADD COLUMN "removed_at" TIMESTAMPTZ(3),
  ADD COLUMN "title" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "status_emoji" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "status_text" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "status_until" TIMESTAMPTZ(3),
  ADD COLUMN "time_zone" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "quiet_until" TIMESTAMPTZ(3),
  ADD COLUMN "picture_id" UUID;

-- Where a device is and what it calls itself, as its user reads it in the list of their devices.
ALTER TABLE "session"
  ADD COLUMN "address" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "user_agent" TEXT NOT NULL DEFAULT '';

ALTER TABLE "workspace"
-- Domains of email addresses with which one may sign up oneself; none: every one.
  ADD COLUMN "sign_up_domains" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "announce_newcomers" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "require_second_factor" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "members_invite" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "picture_id" UUID;

-- Who did what to whom, when, and from where. Names are kept as they were: people and channels may go.
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
-- Null: somebody on the machine itself, or nobody who was signed in.
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_kind" TEXT,
    "target_id" UUID,
    "target_name" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "audit_entry_at_id_idx" ON "audit_entry"("at", "id");
CREATE INDEX "audit_entry_actor_id_at_idx" ON "audit_entry"("actor_id", "at");
CREATE INDEX "audit_entry_target_id_at_idx" ON "audit_entry"("target_id", "at");
CREATE INDEX "audit_entry_action_at_idx" ON "audit_entry"("action", "at");
