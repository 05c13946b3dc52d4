import { readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../../protocol/canonical.ts';
import { DOCUMENT_TYPES, type DocumentTypeName, isKnownType } from '../../protocol/documents/document.ts';
import { refsOf } from '../../protocol/documents/parse-document.ts';
import { formatMillis, type Millis, SECOND } from '../../protocol/time.ts';
import { keyOf, saltOf, subjectOf, textOf } from './people.ts';

/** Part of a JSON Schema, as far as those of `spec/schema` use it. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly const?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What is in a log already: what a random document names is mostly there. */
export interface Pool {
  readonly commons: string;
  readonly people: readonly string[];
  readonly logged: readonly { readonly id: string; readonly content: JsonObject }[];
  readonly now: Millis;
}

/** Members that no wish of a person sets. */
const COMMON = new Set(['type', 'v', 'commons', 'author', 'issuedAt', 'audience', 'salt', 'refs']);
/** Lists are short: a long one is no other case. */
const ITEMS_MAX = 2;
/** One of so many values is out of place: it names nothing that there is. */
const STRAY_EVERY = 12;
/** Times lie up to so many seconds to either side of now, on the scale of one of these. */
const TIME_SCALES = [60, 3600, 86_400, 30 * 86_400, 400 * 86_400];

const TYPES = Object.keys(DOCUMENT_TYPES).filter(isKnownType);

const schemas = new Map(
  TYPES.map((type): [DocumentTypeName, Schema] => [
    type,
    JSON.parse(readFileSync(new URL(`../../spec/schema/${type}.json`, import.meta.url), 'utf8')) as Schema,
  ]),
);

/** A random document, and the texts that it attaches. */
export interface RandomDocument {
  readonly content: JsonObject;
  readonly attachments: readonly Uint8Array[];
}

/**
 * Documents of every type in random forms that their schemas allow, or like one that is logged with some members changed.
 * They name what is there more often than not, so that rules beyond the first are reached.
 */
export function randomDocument(random: () => number, pool: Pool, author: string): RandomDocument {
  const attachments: Uint8Array[] = [];
  const maker = valuesFrom(random, pool, attachments);
  const signed = random() < 1 / STRAY_EVERY ? TYPES : TYPES.filter((type) => maySign(author, type));
  const models = pool.logged.filter(({ content }) => signed.some((type) => type === content.type));
  const model = models.length > 0 && random() < 0.5 ? maker.pick(models) : undefined;
  const type = signed.find((known) => known === model?.content.type) ?? maker.pick(signed);
  const schema = schemas.get(type) ?? {};
  const made = maker.value(schema, schema.$defs ?? {}) as JsonObject; // the schema of a document is one of an object
  const content = {
    ...(model === undefined ? made : changed(random, model, made)),
    ...(random() < 0.3 ? { subject: subjectOf(`${random()}`) } : {}),
    type,
    v: 1,
    commons: random() < 1 / STRAY_EVERY ? (made.commons ?? pool.commons) : pool.commons,
    author,
    issuedAt: formatMillis(pool.now),
    audience: 'public',
    salt: saltOf(`${random()}`),
  };
  return { content: { ...content, refs: [...refsOf(content)] }, attachments };
}

function maySign(author: string, type: DocumentTypeName): boolean {
  const { signer } = DOCUMENT_TYPES[type];
  return (
    typeof signer !== 'string' || signer === 'either' || (signer === 'commons') === author.startsWith('Qm')
  );
}

/** The model with a member or two from elsewhere; often as its next version. */
function changed(random: () => number, model: Pool['logged'][number], made: JsonObject): JsonObject {
  const names = Object.keys(made).filter((name) => !COMMON.has(name));
  const content: Record<string, JsonValue> = { ...model.content };
  if (random() < 0.5) content.supersedes = model.id;
  for (let count = Math.floor(random() * 3); count > 0; count--) {
    const name = names[Math.floor(random() * names.length)];
    if (name !== undefined) content[name] = made[name] ?? null;
  }
  return content;
}

function valuesFrom(random: () => number, pool: Pool, attachments: Uint8Array[]) {
  const below = (count: number) => Math.floor(random() * count);
  const isStray = () => random() < 1 / STRAY_EVERY;

  function pick<T>(list: readonly T[]): T {
    const picked = list[below(list.length)];
    if (picked === undefined) throw new TypeError('nothing to pick from');
    return picked;
  }

  /** Values whose form says nothing of what they must name. */
  const named: Readonly<Record<string, () => JsonValue>> = {
    escalationPath: () => [{ mode: 'default', maxSeconds: 3600, fallback: { kind: 'status-quo' } }],
    scid: () => (isStray() ? `Qm${'a'.repeat(44)}` : pool.commons),
    subject: () => (isStray() ? subjectOf(`${random()}`) : subjectThere()),
    heldKeys: () => [{ key: keyOf(`${random()}`).key, custody: 'device' }],
    author: () => (random() < 0.8 ? pick(pool.people) : subjectThere()),
    id: () => pick(pool.logged).id,
    ref: refThere,
    time: () => formatMillis(pool.now + Math.round((random() - 0.5) * 2 * pick(TIME_SCALES)) * SECOND),
    salt: () => saltOf(`${random()}`),
    hash: () => pick(pool.logged).id.slice(-43),
    language: () => pick(['en', 'de', 'fr-CA', 'zh-Hant']),
    text: () => {
      const { text, bytes } = textOf(`Because ${random()}.`);
      attachments.push(bytes);
      return { ...text };
    },
  };

  function subjectThere(): string {
    const subject = random() < 0.3 ? pick(pool.people) : pick(pool.logged).content.subject;
    return typeof subject === 'string' ? subject : pick(pool.people);
  }

  function refThere(): JsonObject {
    const { id, content } = pick(pool.logged);
    return { subject: isStray() ? subjectThere() : (content.subject ?? subjectThere()), id };
  }

  function value(schema: Schema, defs: Readonly<Record<string, Schema>>): JsonValue {
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined) return named[name]?.() ?? value({ ...defs[name], ...bounds(schema) }, defs);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return pick(schema.enum);
    const choice = schema.anyOf ?? schema.oneOf;
    if (choice !== undefined) return value(pick(choice), defs);
    switch (schema.type) {
      case 'object':
        return objectOf(schema, defs);
      case 'array': {
        const least = schema.minItems ?? 0;
        const count = Math.min(schema.maxItems ?? Number.POSITIVE_INFINITY, least + below(ITEMS_MAX + 1));
        return Array.from({ length: count }, () => value(schema.items ?? {}, defs));
      }
      case 'integer':
      case 'number':
        return numberIn(schema.minimum ?? 0, schema.maximum ?? Number.MAX_SAFE_INTEGER);
      case 'boolean':
        return random() < 0.5;
      default:
        return pick(['a', 'A ladder', 'docs/readme.md', 'drivers/**', 'piece', '\u{1f6e0}', 'x'.repeat(64)]);
    }
  }

  function objectOf(schema: Schema, defs: Readonly<Record<string, Schema>>): JsonObject {
    const { properties = {}, required = [], additionalProperties } = schema;
    const members = Object.entries(properties).flatMap(([name, inner]): [string, JsonValue][] =>
      required.includes(name) || random() < 0.3 ? [[name, value(inner, defs)]] : [],
    );
    const free: [string, JsonValue][] =
      typeof additionalProperties === 'object' ? [['en', value(additionalProperties, defs)]] : [];
    return inOrder(Object.fromEntries([...members, ...free]));
  }

  /** Small ones mostly, the bounds themselves now and then. */
  function numberIn(least: number, most: number): number {
    const wished = isStray() ? pick([least, most]) : least + below(pick([3, 100, 100_000]));
    return Math.min(most, wished);
  }

  return { value, pick };
}

/** Pairs of bounds and parts are the right way round, which no JSON Schema says. */
function inOrder(made: Record<string, JsonValue>): JsonObject {
  for (const [less, more] of [
    ['num', 'den'],
    ['min', 'max'],
  ] as const) {
    const [a, b] = [made[less], made[more]];
    if (typeof a === 'number' && typeof b === 'number')
      Object.assign(made, { [less]: Math.min(a, b), [more]: Math.max(a, b) });
  }
  return made;
}

/** Bounds that stand beside a reference hold, too. */
function bounds({ $ref: _, ...rest }: Schema): Schema {
  return rest;
}
