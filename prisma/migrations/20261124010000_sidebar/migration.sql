-- How a user arranged their conversations: sections of their own and what is starred, checked by the contract.
CREATE TABLE "sidebar" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "layout" JSONB NOT NULL,

    CONSTRAINT "sidebar_pkey" PRIMARY KEY ("user_id")
);

-- AddForeignKey
ALTER TABLE "sidebar" ADD CONSTRAINT "sidebar_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
