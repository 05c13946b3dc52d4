import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { ProtocolError } from '../protocol/problem.ts';
import { parsePrivatePeers } from './outbound/private-peers.ts';

const PORT_MAX = 65_535;
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** What each setting takes is said in words: they stand in a sentence, `PORT takes …`. */
const portSchema = z
  .string()
  .refine(
    (text) => /^\d{1,5}$/.test(text) && Number(text) <= PORT_MAX,
    `a whole number from 0 to ${PORT_MAX}`,
  )
  .transform(Number);

const originSchema = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'an origin such as https://commons.example.org',
  );

/** Each setting with its meaning: the table in the README is made from this. */
const configSchema = z.object({
  PORT: portSchema.default(4180).meta({ description: 'Port to listen on; 0 lets the system choose.' }),
  FOLKMOOT_HOST: z.string().min(1).default('127.0.0.1').meta({ description: 'Address to listen on.' }),
  FOLKMOOT_ORIGIN: originSchema.exactOptional().meta({
    description:
      'Public origin. Identity and links come from here, never from a request. Default `http://localhost:<port>`.',
  }),
  FOLKMOOT_DATA: z
    .string()
    .min(1)
    .default('./data')
    .meta({ description: 'Data folder: key file and embedded database.' }),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'an address such as postgres://user:password@host:5432/database',
    })
    .exactOptional()
    .meta({
      description: 'Your own PostgreSQL 15 or newer. Without it the server runs its own in the data folder.',
    }),
  FOLKMOOT_PRIVATE_PEERS: z.string().default('').meta({
    description:
      'Exact origins that may be reached at loopback or private addresses, and by plain http. Default none.',
  }),
  FOLKMOOT_UNWITNESSED: z.enum(['yes', 'no'], 'yes or no').default('no').meta({
    description:
      'Write to the log although no witness answers after a start. Only `yes` if you know that the database is the newest.',
  }),
  FOLKMOOT_CONTACT: z.email('an e-mail address').exactOptional().meta({
    description: 'E-mail address of the operator; published in security.txt and in the description.',
  }),
  FOLKMOOT_LOG_LEVEL: z
    .enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .meta({
      description: 'Least level of structured logs on stderr.',
    }),
});

/** A value that is longer is no setting at all, and would hide the sentence. */
const VALUE_CHARACTERS_MAX = 80;

type Variables = z.infer<typeof configSchema>;

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Null until the port is known: then it is `http://localhost:<port>`. */
  readonly origin: string | null;
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly privatePeers: readonly string[];
  readonly unwitnessed: boolean;
  readonly contact: string | null;
  readonly logLevel: string;
}

/** One line of the configuration table. */
export interface ConfigLine {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
}

/**
 * Reads the configuration from the environment; `NAME_FILE` names a file that holds the value of `NAME`.
 *
 * @throws {ProtocolError} `malformed`, naming every setting that is wrong and what it must be.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const values = withFiles(environment);
  const parsed = configSchema.safeParse(values);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => wrongly(String(path[0]), message, values));
    throw new ProtocolError('malformed', `The configuration is not right: ${wrong.join('; ')}.`, { wrong });
  }
  return configOf(parsed.data);
}

/** A value is repeated, so that it is found; but for the one that may hold a password. */
function wrongly(name: string, takes: string, values: Readonly<Record<string, string>>): string {
  const said = name === 'DATABASE_URL' ? 'what it has' : `“${values[name]?.slice(0, VALUE_CHARACTERS_MAX)}”`;
  return `${name} takes ${takes}, not ${said}`;
}

/** Every setting with its default, in order. */
export function configTable(): readonly ConfigLine[] {
  const defaults: Readonly<Record<string, unknown>> = configSchema.parse({});
  return Object.entries(configSchema.shape).map(([name, schema]) => ({
    name,
    default: defaults[name] === undefined ? '' : String(defaults[name]),
    meaning: String(z.globalRegistry.get(schema)?.description ?? ''),
  }));
}

function configOf(variables: Variables): Config {
  return {
    port: variables.PORT,
    host: variables.FOLKMOOT_HOST,
    origin: variables.FOLKMOOT_ORIGIN ?? null,
    dataFolder: variables.FOLKMOOT_DATA,
    databaseUrl: variables.DATABASE_URL ?? null,
    privatePeers: parsePrivatePeers(variables.FOLKMOOT_PRIVATE_PEERS),
    unwitnessed: variables.FOLKMOOT_UNWITNESSED === 'yes',
    contact: variables.FOLKMOOT_CONTACT ?? null,
    logLevel: variables.FOLKMOOT_LOG_LEVEL,
  };
}

/** An empty variable is one that is not set. */
function withFiles(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(configSchema.shape)) {
    const file = environment[`${name}_FILE`];
    const value = environment[name] ?? (file === undefined ? undefined : readValue(name, file));
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}

function readValue(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new ProtocolError(
      'malformed',
      `The file that ${name}_FILE names cannot be read.`,
      { name },
      { cause },
    );
  }
}
