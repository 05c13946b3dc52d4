CREATE TABLE "cursors" (
	"kind" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"after" bigint NOT NULL,
	"host" text COLLATE "C" NOT NULL,
	"settings" jsonb NOT NULL,
	"state" text NOT NULL,
	"due_at" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"failing_since" bigint,
	"last_error" text,
	"lease_until" bigint NOT NULL,
	"fence" bigint NOT NULL,
	"knocks" bigint NOT NULL,
	CONSTRAINT "cursors_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE INDEX "cursors_due" ON "cursors" USING btree ("kind","due_at");--> statement-breakpoint
INSERT INTO "cursors" SELECT 'peer', "key", coalesce(("value"->>'pushed')::bigint, -1), coalesce(substring("value"->>'baseUrl' from '://([^/:]+)'), ''), '{}', 'active', coalesce(("value"->>'nextAttemptAt')::bigint, 0), coalesce(("value"->>'failures')::integer, 0), NULL, NULL, 0, 0, 0 FROM "records" WHERE "kind" = 'peer';
