-- What somebody takes along: a job writes it into a file, which is kept for some days.
CREATE TABLE "export" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
-- Of a workspace: also the conversations that whoever asked is not in.
    "everything" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'waiting',
-- Lines that are written, of how many.
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
-- Of the file.
    "bytes" BIGINT,
-- Why there is none.
    "reason" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "export_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "export_scope_known" CHECK ("scope" IN ('own', 'workspace')),
    CONSTRAINT "export_state_known" CHECK ("state" IN ('waiting', 'running', 'ready', 'failed', 'deleted'))
);
CREATE INDEX "export_user_id_created_at_idx" ON "export"("user_id", "created_at");
CREATE INDEX "export_expires_at_idx" ON "export"("expires_at");
ALTER TABLE "export" ADD CONSTRAINT "export_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An import that has begun and not ended: no row, or one.
CREATE TABLE "import" (
    "id" INTEGER NOT NULL DEFAULT 1,
-- Which export: the SHA-256 of what it says of itself.
    "manifest" TEXT NOT NULL,
-- How many of its parts are in the tables.
    "parts" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "import_one_row" CHECK ("id" = 1)
);
