CREATE TABLE "attachment_names" (
	"hash" text COLLATE "C" NOT NULL,
	"log" text COLLATE "C" NOT NULL,
	"index" bigint NOT NULL,
	CONSTRAINT "attachment_names_hash_log_index_pk" PRIMARY KEY("hash","log","index")
);
--> statement-breakpoint
CREATE TABLE "erased" (
	"name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"log" text COLLATE "C" NOT NULL,
	"index" bigint NOT NULL
);--> statement-breakpoint
INSERT INTO "attachment_names" SELECT DISTINCT named[1], "log", "index" FROM "entries", regexp_matches(convert_from("payload", 'UTF8'), '"attachment":"([A-Za-z0-9_-]{43})"', 'g') AS named WHERE "payload" IS NOT NULL;
