-- AlterTable
ALTER TABLE "file" ADD COLUMN     "scheduled_id" UUID,
ADD CONSTRAINT "file_scheduled_id_fkey" FOREIGN KEY ("scheduled_id") REFERENCES "scheduled_message"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "scheduled_message" ADD COLUMN     "file_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- A message that waits lets go of its files when it goes.
CREATE INDEX file_scheduled_idx ON file (scheduled_id) WHERE scheduled_id IS NOT NULL;
