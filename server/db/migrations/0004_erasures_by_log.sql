ALTER TABLE "erased" DROP CONSTRAINT "erased_pkey";--> statement-breakpoint
ALTER TABLE "erased" ADD CONSTRAINT "erased_name_log_pk" PRIMARY KEY("name","log");
