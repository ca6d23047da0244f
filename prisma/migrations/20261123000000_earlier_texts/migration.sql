-- Texts that messages had before.
CREATE TABLE "message_edit" (
    "message_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "edited_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_edit_pkey" PRIMARY KEY ("message_id","version"),
    CONSTRAINT "message_edit_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What deleted messages held, while their deletion may be taken back. Who deleted needs no key: it is gone in seconds.
CREATE TABLE "message_deletion" (
    "message_id" UUID NOT NULL,
    "deleted_by_id" UUID NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,
    "reactions" JSONB NOT NULL,

    CONSTRAINT "message_deletion_pkey" PRIMARY KEY ("message_id"),
    CONSTRAINT "message_deletion_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "message_deletion_deleted_at_idx" ON "message_deletion"("deleted_at");
