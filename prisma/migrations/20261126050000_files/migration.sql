-- What was uploaded: the bytes lie in a folder, under the id. What nothing uses is removed a day after `unused_since`.
-- No column that names a file refers to it: a file names its owner, and tables that name each other cannot be copied in order.
CREATE TABLE "file" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL CONSTRAINT "file_purpose_known" CHECK ("purpose" IN ('picture')),
    "type" TEXT NOT NULL,
-- Of all that is kept of it.
    "bytes" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
-- Null: something uses it.
    "unused_since" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "file_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "file_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "file_owner_id_idx" ON "file"("owner_id");
CREATE INDEX "file_unused_since_idx" ON "file"("unused_since");
