-- AlterTable
ALTER TABLE "user" ADD COLUMN     "hides_previews" BOOLEAN NOT NULL DEFAULT false;
