import { expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { hashTextOf } from '../../../protocol/ids.ts';
import { PROBLEMS, ProtocolError } from '../../../protocol/problem.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import type { Placed } from '../../../server/flows/log/commit.ts';
import { rebuildLog } from '../../../server/flows/rebuild/rebuild.ts';
import { didVersionsOf } from '../../../server/flows/record/did-versions.ts';
import { readDocument } from '../../../server/flows/record/read-document.ts';
import type { StoredEntry } from '../../../server/store/store.ts';
import { auditLog } from '../../support/audit-log.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { person } from '../../support/people.ts';
import { randomFrom } from '../../support/random.ts';
import { type Pool, randomDocument } from '../../support/random-document.ts';
import { createRecord } from '../../support/rules/record.ts';
import { createWatch } from '../../support/rules/transitions.ts';
import { decideChangesBy, rungOf, usualAct } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const SEED = 20_261_123;
const COMMONS = 5;
const DOCUMENTS = 400;
/** One document of so many is signed with the commons' own key, and one by somebody whom nobody knows. */
const COMMONS_EVERY = 6;
const STRANGER_EVERY = 40;
/** One is no random one, but what people do all day: so there is something that goes on. */
const USUAL_EVERY = 3;
/** Time passes after one of so many, by up to four days. */
const PASSES_EVERY = 10;
const PASSES_MS_MAX = 4 * DAY_SECONDS * SECOND;

/**
 * Whatever well-signed documents are thrown at a commons: each is logged or refused with a problem of the sender's, the
 * commons goes on with what it owes, and the log recomputes to just what is stored.
 */
test.each(Array.from({ length: COMMONS }, (_, index) => SEED + index))(
  `§6 [R-6.2] ${DOCUMENTS} random documents, seed %d: never a failure, never a state that the rules do not yield`,
  async (seed) => {
    const random = randomFrom(seed);
    const at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
    await beginUsual(at);
    await decideChangesBy(at, rungOf(seed));
    const seen = { counted: 0, 'not-counted': 0, pending: 0, unresolved: 0, refused: 0 };
    for (let count = 0; count < DOCUMENTS; count++) {
      seen[random() < 1 / USUAL_EVERY ? await actAsUsual(at, random) : await throwOne(at, random)]++;
      if (random() < 1 / PASSES_EVERY) await at.pass(Math.floor(random() * PASSES_MS_MAX));
    }
    await at.pass(PASSES_MS_MAX);
    const { faults } = await auditLog(at.instance.context);
    expect(faults).toEqual([]);
    const anew = await rebuildLog(at.instance.context, at.commons, {
      write: false,
      onProgress: () => undefined,
    });
    expect(anew.differences).toEqual([]);
    expect(await forbiddenIn(at)).toEqual([]);
    // Some of each, or the test would show little.
    expect(seen.unresolved).toBe(0);
    expect(Math.min(seen.counted, seen['not-counted'], seen.refused)).toBeGreaterThan(DOCUMENTS / 20);
  },
);

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

/** Something to name: a tool adopted, a matter for the coordinator, one for the circle. */
async function beginUsual(at: MemoryInstance): Promise<void> {
  const [ana, ben] = at.people as unknown as [Person, Person];
  const tool = await at.act(ana, 'resource', {
    kind: 'hours',
    name: { en: 'Work' },
    unit: 'minute',
    capacity: { model: 'stock', quantity: 600 },
    steward: ana.author,
    askers: 'peers',
  });
  const adopts = { type: 'resource', subject: tool.subject, id: tool.id };
  const reason = { say: 'We have it.' };
  const decision = await at.act(ana, 'decision', { operations: [{ op: 'adopt', adopts }], reason });
  await at.act(ben, 'confirmation', { of: decision.id });
  const path = { op: 'change', paths: ['docs/readme.md'], content: 'A'.repeat(43), title: 'A sentence' };
  await at.act(ben, 'proposal', { driver: { say: 'It is wrong.' }, operations: [path] });
  const circle = await at.act(ben, 'circle', {
    name: { en: 'Garden' },
    kind: 'circle',
    aim: { en: 'To grow.' },
    members: [ana.author, ben.author],
    status: 'active',
  });
  await at.act(ben, 'proposal', {
    driver: { say: 'Some of us garden.' },
    operations: [{ op: 'adopt', adopts: { type: 'circle', subject: circle.subject, id: circle.id } }],
  });
}

async function actAsUsual(at: MemoryInstance, random: () => number) {
  const who = at.people[Math.floor(random() * at.people.length)];
  if (who === undefined) throw new TypeError('there are people');
  const [type, fields] = await usualAct(at, random);
  return placedBy(JSON.stringify(fields), async () => (await at.act(who, type, fields)).entry);
}

async function throwOne(at: MemoryInstance, random: () => number) {
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
    logged: entries.map(({ id, document }) => ({
      id,
      content: JSON.parse(new TextDecoder().decode(document?.payload)) as JsonObject,
    })),
  };
}
