-- Whether pages that messages link to are read.
ALTER TABLE "workspace" ADD COLUMN "link_previews" BOOLEAN NOT NULL DEFAULT true;

-- What is shown of them, as the contract has it, and the addresses whose previews were taken away.
ALTER TABLE "message" ADD COLUMN "previews" JSONB,
ADD COLUMN "removed_links" TEXT[];

-- What a page said of itself when it was read; until it expires, what other messages show, too.
CREATE TABLE "link_preview" (
    "id" UUID NOT NULL,
    "address_hash" BYTEA NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "site_name" TEXT NOT NULL,
    "image_id" UUID,
    "image_width" INTEGER NOT NULL DEFAULT 0,
    "image_height" INTEGER NOT NULL DEFAULT 0,
    "image_bytes" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_preview_pkey" PRIMARY KEY ("id")
);

-- Which messages show it: what no message shows is removed.
CREATE TABLE "message_preview" (
    "message_id" UUID NOT NULL,
    "preview_id" UUID NOT NULL,

    CONSTRAINT "message_preview_pkey" PRIMARY KEY ("message_id","preview_id")
);

CREATE UNIQUE INDEX "link_preview_image_id_key" ON "link_preview"("image_id");
CREATE INDEX "link_preview_address_hash_expires_at_idx" ON "link_preview"("address_hash", "expires_at");
CREATE INDEX "link_preview_expires_at_idx" ON "link_preview"("expires_at");
CREATE INDEX "message_preview_preview_id_idx" ON "message_preview"("preview_id");
ALTER TABLE "message_preview" ADD CONSTRAINT "message_preview_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "message_preview" ADD CONSTRAINT "message_preview_preview_id_fkey" FOREIGN KEY ("preview_id") REFERENCES "link_preview"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
