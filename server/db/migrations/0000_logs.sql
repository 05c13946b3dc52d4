CREATE TABLE "attachments" (
	"hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"log" text COLLATE "C" NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL,
	"cosignatures" integer NOT NULL,
	CONSTRAINT "checkpoints_log_size_pk" PRIMARY KEY("log","size")
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"log" text COLLATE "C" NOT NULL,
	"index" bigint NOT NULL,
	"at" bigint NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"leaf" "bytea" NOT NULL,
	"author" text,
	"key" text,
	"payload" "bytea",
	"signature" "bytea",
	"status" text,
	"code" text,
	"detail" jsonb,
	CONSTRAINT "entries_log_index_pk" PRIMARY KEY("log","index"),
	CONSTRAINT "entries_log_id" UNIQUE("log","id")
);
--> statement-breakpoint
CREATE TABLE "logs" (
	"log" text COLLATE "C" PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"last_at" bigint
);
--> statement-breakpoint
CREATE TABLE "thread_entries" (
	"log" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"n" bigint NOT NULL,
	"index" bigint NOT NULL,
	CONSTRAINT "thread_entries_log_name_n_pk" PRIMARY KEY("log","name","n")
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"log" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"n" bigint NOT NULL,
	"last" bigint NOT NULL,
	"kind" text,
	"type" text,
	"state" jsonb,
	CONSTRAINT "threads_log_name_pk" PRIMARY KEY("log","name"),
	CONSTRAINT "threads_log_key" UNIQUE("log","key")
);
--> statement-breakpoint
CREATE TABLE "tiles" (
	"log" text COLLATE "C" NOT NULL,
	"level" integer NOT NULL,
	"index" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "tiles_log_level_index_pk" PRIMARY KEY("log","level","index")
);
--> statement-breakpoint
CREATE TABLE "records" (
	"kind" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"value" jsonb NOT NULL,
	"expires_at" bigint,
	CONSTRAINT "records_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE INDEX "checkpoints_cosigned" ON "checkpoints" USING btree ("log","size") WHERE "checkpoints"."cosignatures" > 0;--> statement-breakpoint
CREATE INDEX "threads_log_kind" ON "threads" USING btree ("log","kind","type","name");--> statement-breakpoint
CREATE INDEX "records_expiry" ON "records" USING btree ("expires_at");