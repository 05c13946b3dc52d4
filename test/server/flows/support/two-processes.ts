import { expect } from 'vitest';
import type { DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { signEnvelope } from '../../../../protocol/envelope/sign.ts';
import type { Millis } from '../../../../protocol/time.ts';
import type { Connection } from '../../../../server/db/embedded/database.ts';
import { submit } from '../../../../server/flows/acts/submit.ts';
import { rebuildLog } from '../../../../server/flows/rebuild/rebuild.ts';
import type { Instance } from '../../../../server/instance.ts';
import { createPostgresStore } from '../../../../server/store/postgres/postgres-store.ts';
import type { Store, StoredEntry } from '../../../../server/store/store.ts';
import { type FlowInstance, foundOn, instanceOn, type Person } from '../../../support/memory-instance.ts';
import type { TestPostgres } from '../../store/support/postgres.ts';

/** Somebody's wish: a type and the fields that they give. */
export type Wish = readonly [Person, DocumentTypeName, object];

/** A document that its author has signed, and nobody has sent. */
export interface SignedDocument {
  readonly envelope: Uint8Array;
  readonly attachments: Parameters<typeof submit>[3];
}

/** One commons of four people, served by two processes on one real database. */
export interface TwoProcesses {
  readonly at: FlowInstance;
  readonly people: readonly [Person, Person, Person, Person];
  readonly one: Instance;
  readonly other: Instance;
  /** Their database, to go around them. */
  readonly connection: Connection;
  /** What each process takes the time for. */
  readonly clocks: { one: Millis; other: Millis };
  /** Drafts and signs what counts as things stand. */
  readonly signed: (...wish: Wish) => Promise<SignedDocument>;
  readonly send: (to: Instance, document: SignedDocument) => Promise<StoredEntry>;
  /** Both are drafted and signed before either is sent: each process logs one of them, at the same moment. */
  readonly race: (first: Wish, second: Wish) => Promise<readonly [StoredEntry, StoredEntry]>;
  /** As `race`: the two verdicts in alphabetical order, as who comes first is chance. */
  readonly atOnce: (first: Wish, second: Wish) => Promise<readonly string[]>;
  /** What is stored is what the log comes to. */
  readonly expectRebuilt: () => Promise<void>;
}

export async function openTwoProcesses(server: TestPostgres, start: Millis): Promise<TwoProcesses> {
  const clocks = { one: start, other: start };
  const pool = await server.open();
  const at = await foundOn(
    clocked(createPostgresStore(pool), () => clocks.one),
    ['Ana', 'Ben', 'Cem', 'Dia'],
    'simulated',
  );
  const one = at.instance;
  const second = createPostgresStore(await server.openAgain(pool.connection));
  const other = instanceOn(
    clocked(second, () => clocks.other),
    'simulated',
  );

  async function signed(...[who, type, fields]: Wish): Promise<SignedDocument> {
    const { payload, attachments, verdict } = await at.draft(who, type, fields);
    expect(verdict.code).toBeNull();
    const envelope = await signEnvelope({ payload, author: who.author, key: who.key, sign: who.sign });
    return { envelope, attachments };
  }

  async function send(
    { context, committer }: Instance,
    { envelope, attachments }: SignedDocument,
  ): Promise<StoredEntry> {
    const { placed } = await submit(context, committer, envelope, attachments);
    if (placed.kind === 'refused') throw placed.problem;
    return placed.entry;
  }

  async function race(first: Wish, last: Wish) {
    const [a, b] = await Promise.all([signed(...first), signed(...last)]);
    const placed = await Promise.all([send(one, a), send(other, b)]);
    await at.happen();
    clocks.other = clocks.one;
    return placed;
  }

  return {
    at,
    people: at.people as unknown as TwoProcesses['people'], // just those four
    one,
    other,
    connection: pool.connection,
    clocks,
    signed,
    send,
    race,
    atOnce: async (first, last) => (await race(first, last)).map(wordOf).sort(),
    expectRebuilt: async () => {
      const { differences } = await rebuildLog(one.context, at.commons, {
        write: false,
        onProgress: () => undefined,
      });
      expect(differences).toEqual([]);
    },
  };
}

/** The verdict in one word: its code, where it has one. */
export function wordOf({ verdict }: StoredEntry): string {
  return verdict?.code ?? verdict?.status ?? 'nothing';
}

function clocked(store: Store, now: () => Millis): Store {
  return { ...store, now: async () => now() };
}
