import { expect, test } from 'vitest';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Submission } from '../../../server/flows/log/commit.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import type { Store, Transaction } from '../../../server/store/store.ts';
import { foundOn } from '../../support/memory-instance.ts';

const UNAVAILABLE = new ProtocolError('unavailable', 'The database cannot be used just now.');

/** Reads within transactions fail from the given one on. */
function failingFrom(store: Store): { readonly store: Store; failFrom: number | null; reads: number } {
  const faulty = { store, failFrom: null as number | null, reads: 0 };
  const guarded = <Verb extends (...given: never[]) => Promise<unknown>>(verb: Verb): Verb =>
    (async (...given: never[]) => {
      if (faulty.failFrom !== null && faulty.reads++ >= faulty.failFrom) throw UNAVAILABLE;
      return verb(...given);
    }) as Verb; // the same parameters and result
  const guardedTx = (tx: Transaction): Transaction => ({
    ...tx,
    entries: guarded(tx.entries),
    threads: guarded(tx.threads),
    threadIndices: guarded(tx.threadIndices),
  });
  faulty.store = { ...store, transact: (log, work) => store.transact(log, (tx) => work(guardedTx(tx))) };
  return faulty;
}

test('[R-3.8] a read that the database does not answer refuses no document, at whatever read', async () => {
  const faulty = failingFrom(createMemoryStore(() => Date.parse('2026-03-02T09:00:00Z')));
  const commons = await foundOn(faulty.store, ['Ana'], 'simulated');
  const [ana] = commons.people;
  if (ana === undefined) throw new TypeError('somebody founds');
  const { subject, id } = await commons.act(ana, 'resource', {
    kind: 'hours',
    name: { en: 'Help' },
    unit: 'hour',
    capacity: { model: 'stock', quantity: 1 },
    steward: ana.author,
    askers: 'peers',
  });
  const say = () =>
    commons.act(ana, 'decision', {
      operations: [{ op: 'adopt', adopts: { type: 'resource', subject, id } }],
      reason: { say: 'We have it.' },
    });
  const refused: unknown[] = [];
  const { committer } = commons.instance;
  const { commit } = committer;
  Object.assign(committer, {
    commit: async (submission: Submission) => {
      const committed = await commit(submission);
      if (committed.placed.kind === 'refused') refused.push(committed.placed.problem);
      return committed;
    },
  });
  let failures = 0;
  for (let from = 0; ; from++) {
    Object.assign(faulty, { failFrom: from, reads: 0 });
    const size = (await commons.logged('decision')).length;
    const answer = await say().then(
      () => null,
      (error: unknown) => error,
    );
    if (faulty.reads <= from) break; // it was never asked so often
    failures++;
    expect(answer).toBe(UNAVAILABLE);
    expect((await commons.logged('decision')).length).toBe(size);
  }
  expect(failures).toBeGreaterThan(2);
  expect(refused).toEqual([]);
});
