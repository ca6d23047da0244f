-- AlterTable
ALTER TABLE "outgoing_hook" ADD COLUMN     "threads" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "hook_position" ADD COLUMN     "threads_since" TIMESTAMPTZ(3),
ADD COLUMN     "threads_version" INTEGER NOT NULL DEFAULT 0;
