import { expect } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../../../protocol/canonical.ts';
import type { DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { parseDocument } from '../../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../../protocol/envelope/verify.ts';
import { hashTextOf } from '../../../../protocol/ids.ts';
import { PROBLEMS, ProtocolError } from '../../../../protocol/problem.ts';
import { submit } from '../../../../server/flows/acts/submit.ts';
import type { Placed } from '../../../../server/flows/log/commit.ts';
import { rebuildLog } from '../../../../server/flows/rebuild/rebuild.ts';
import { didVersionsOf } from '../../../../server/flows/record/did-versions.ts';
import { readDocument } from '../../../../server/flows/record/read-document.ts';
import type { StoredEntry } from '../../../../server/store/store.ts';
import { auditLog } from '../../../support/audit-log.ts';
import type { MemoryInstance, Person } from '../../../support/memory-instance.ts';
import { person } from '../../../support/people.ts';
import { type Pool, randomDocument } from '../../../support/random-document.ts';
import { createRecord } from '../../../support/rules/record.ts';
import { createWatch } from '../../../support/rules/transitions.ts';

/** One document of so many is signed with the commons' own key, and one by somebody whom nobody knows. */
const COMMONS_EVERY = 6;
const STRANGER_EVERY = 40;

/** What people do all day: a type, the fields that they would give, and who does it if it is not just anybody. */
export type Usual = readonly [DocumentTypeName, object, Person?];

export async function actAsUsual(
  at: MemoryInstance,
  random: () => number,
  usual: (at: MemoryInstance, random: () => number) => Promise<Usual>,
) {
  const [type, fields, named] = await usual(at, random);
  const who = named ?? at.people[Math.floor(random() * at.people.length)];
  if (who === undefined) throw new TypeError('there are people');
  return placedBy(`${type} ${JSON.stringify(fields)}`, async () => (await at.act(who, type, fields)).entry);
}

/** A random document of any type, well signed by somebody. */
export async function throwOne(at: MemoryInstance, random: () => number) {
  const { context, committer } = at.instance;
  const pool = await poolOf(at);
  const { author, key, sign } = await signerFor(at, random);
  const { content, attachments } = randomDocument(random, pool, author);
  const texts = new Map(attachments.map((bytes) => [hashTextOf(bytes), bytes]));
  return placedBy(JSON.stringify(content), async () => {
    const payload = canonicalBytes(content);
    const envelope = await signEnvelope({ payload, author, key, sign });
    if (author !== at.commons) return entryOf((await submit(context, committer, envelope, texts)).placed);
    const document = parseDocument(content);
    const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
    return entryOf(
      (await committer.commit({ verified, document, attachments: texts, mustCount: true })).placed,
    );
  });
}

/** The log recomputes to just what is stored, and nothing became of anything that the tables of spec §6.16 do not know. */
export async function expectSound(at: MemoryInstance): Promise<void> {
  const { faults } = await auditLog(at.instance.context);
  expect(faults).toEqual([]);
  const anew = await rebuildLog(at.instance.context, at.commons, {
    write: false,
    onProgress: () => undefined,
  });
  expect(anew.differences).toEqual([]);
  expect(await forbiddenIn(at)).toEqual([]);
}

/** Transitions that the tables of spec §6.16 do not know. */
async function forbiddenIn({ instance: { context }, commons }: MemoryInstance): Promise<readonly string[]> {
  const versions = await didVersionsOf(context, commons, context.store);
  const { add, entriesOf } = createRecord(commons, (id) => {
    const version = versions.get(id);
    return version === undefined ? null : { number: version.number, documentKeys: version.keys.document };
  });
  const watch = createWatch();
  for (const entry of await context.store.entries(commons, { after: -1, limit: 10_000 })) {
    const read = readDocument(entry);
    if (read !== null) watch.look(add({ index: entry.index, at: entry.at, ...read }), entriesOf);
  }
  return watch.forbidden;
}

function entryOf(placed: Placed): StoredEntry {
  if (placed.kind === 'refused') throw placed.problem;
  return placed.entry;
}

/** What became of it; a refusal is the sender's fault, and says so. */
async function placedBy(what: string, place: () => Promise<StoredEntry>) {
  try {
    return (await place()).verdict?.status ?? 'unresolved';
  } catch (error) {
    if (error instanceof ProtocolError && PROBLEMS[error.type].status < 500) return 'refused';
    throw new Error(`it failed on ${what}`, { cause: error });
  }
}

async function signerFor(at: MemoryInstance, random: () => number) {
  if (random() < 1 / STRANGER_EVERY) return person('somebody whom nobody knows');
  if (random() < 1 / COMMONS_EVERY) {
    const { commons, document } = await at.instance.context.keyring();
    return { ...document, author: commons };
  }
  const somebody = at.people[Math.floor(random() * at.people.length)];
  if (somebody === undefined) throw new TypeError('there are people');
  return somebody;
}

async function poolOf(at: MemoryInstance): Promise<Pool> {
  const entries = await at.instance.context.store.entries(at.commons, { after: -1, limit: 10_000 });
  return {
    commons: at.commons,
    people: at.people.map(({ author }) => author),
    now: at.now(),
    logged: entries.flatMap(({ id, document }) =>
      document === null
        ? [] // erased
        : [{ id, content: JSON.parse(new TextDecoder().decode(document.payload)) as JsonObject }],
    ),
  };
}
