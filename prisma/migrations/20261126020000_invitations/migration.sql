-- Whether an owner or admin has said themselves who may sign up. Until then the first invitation closes open sign-up.
ALTER TABLE "workspace" ADD COLUMN "open_sign_up_decided" BOOLEAN NOT NULL DEFAULT false;
UPDATE "workspace" SET "open_sign_up_decided" = true WHERE NOT "open_sign_up";

-- A message that the server wrote in somebody's name, and about what; null: they wrote it.
ALTER TABLE "message" ADD COLUMN "notice" TEXT CONSTRAINT "message_notice_known" CHECK ("notice" IN ('joined'));

-- Ways in. The link holds the token, this row its SHA-256.
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "role" TEXT NOT NULL CONSTRAINT "invitation_role_known" CHECK ("role" IN ('admin', 'member', 'guest')),
-- Null: whoever reads mail at its address asked for it, where sign-up is open to its domain.
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
-- Null: it has no end.
    "expires_at" TIMESTAMPTZ(3),
    "uses" INTEGER NOT NULL DEFAULT 0,
-- Null: any number.
    "most_uses" INTEGER,
    "revoked_at" TIMESTAMPTZ(3),
-- Channels to join, besides the default ones. Some may be gone by then.
    "channel_ids" UUID[] NOT NULL DEFAULT '{}',
-- The address it is mailed to, which alone may use it.
    "email" TEXT,
    "mail_state" TEXT CONSTRAINT "invitation_mail_state_known" CHECK ("mail_state" IN ('waiting', 'sent', 'refused')),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "invitation_uses_bounded" CHECK ("uses" <= "most_uses")
);
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");
CREATE INDEX "invitation_created_by_id_created_at_idx" ON "invitation"("created_by_id", "created_at");
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_created_by_id_fkey"
  FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who came by which.
CREATE TABLE "invitation_use" (
    "invitation_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitation_use_pkey" PRIMARY KEY ("invitation_id", "user_id")
);
CREATE INDEX "invitation_use_user_id_used_at_idx" ON "invitation_use"("user_id", "used_at");
ALTER TABLE "invitation_use"
  ADD CONSTRAINT "invitation_use_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitation"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "invitation_use_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
