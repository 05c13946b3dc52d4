CREATE TABLE "accounts" (
	"log" text COLLATE "C" NOT NULL,
	"resource" text COLLATE "C" NOT NULL,
	"account" bigint GENERATED ALWAYS AS IDENTITY (sequence name "accounts_account_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"capacity" bigint NOT NULL,
	"promised" bigint NOT NULL,
	CONSTRAINT "accounts_log_resource_pk" PRIMARY KEY("log","resource"),
	CONSTRAINT "accounts_account" UNIQUE("account"),
	CONSTRAINT "accounts_not_overdrawn" CHECK ("accounts"."promised" between 0 and "accounts"."capacity")
);
--> statement-breakpoint
CREATE TABLE "taken" (
	"account" bigint NOT NULL,
	"begins" bigint NOT NULL,
	"ends" bigint NOT NULL,
	"quantity" bigint NOT NULL,
	"capacity" bigint NOT NULL,
	CONSTRAINT "taken_account_begins_pk" PRIMARY KEY("account","begins"),
	CONSTRAINT "taken_lasts" CHECK ("taken"."begins" < "taken"."ends"),
	CONSTRAINT "taken_not_overdrawn" CHECK ("taken"."quantity" between 1 and "taken"."capacity")
);
--> statement-breakpoint
ALTER TABLE "taken" ADD CONSTRAINT "taken_once" EXCLUDE USING gist (int8range("account", "account", '[]') WITH &&, int8range("begins", "ends") WITH &&);
