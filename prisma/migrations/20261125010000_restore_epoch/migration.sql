-- Another one after every restore of a backup: clients may remember messages that came after it, and whose numbers are
-- given out anew. A release that does not know this column goes on working beside it.
ALTER TABLE "workspace" ADD COLUMN "epoch" UUID NOT NULL DEFAULT gen_random_uuid();
