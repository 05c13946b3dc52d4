UPDATE "threads" SET "kind" = "kind" || ' ' || "type" WHERE "type" IS NOT NULL;--> statement-breakpoint
DROP INDEX "threads_log_kind";--> statement-breakpoint
CREATE INDEX "threads_log_kind" ON "threads" USING btree ("log","kind","name");--> statement-breakpoint
ALTER TABLE "threads" DROP COLUMN "type";
