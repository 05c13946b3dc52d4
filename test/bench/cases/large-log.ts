import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { type DocumentId, documentIdOf } from '../../../protocol/ids.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import { startTestPostgres } from '../../server/store/support/postgres.ts';
import { type FlowInstance, foundOn } from '../../support/memory-instance.ts';
import { type Case, medianOf, mediansOf } from '../figure.ts';
import { logMany } from '../log-many.ts';
import { logOne } from '../log-one.ts';

/** A log that has just begun. */
const SMALL = 1_000;
/** Decisions on their way at the same time while the log is filled. */
const SIDE_BY_SIDE = 256;
/** One of so many is a decision, up to so many of them; the others are drafts of things. */
const DECISION_EVERY = 50;
const DECISIONS_MAX = 2_000;
/** Single documents that are timed at each size. */
const TIMED = 200;
const WHY_MS_MAX = 50;
const GROWTH_MAX = 1.5;
const WHY_ROUNDS = 20;

/** What one document costs, and one answer to why, in a log that has just begun and in a large one. */
export const largeLogCase: Case = {
  name: 'large-log',
  run: async ({ entries, onProgress }) => {
    const postgres = await startTestPostgres();
    try {
      const begin = async () => foundOn(createPostgresStore(await postgres.open()), ['Ana'], 'system');
      const [young, at] = [await begin(), await begin()];
      const first = await decide(at);
      await grow(young, SMALL, onProgress);
      await grow(at, entries, onProgress);
      const [small, large] = await mediansOf([() => logOne(young), () => logOne(at)], TIMED);
      const [smallDecision, largeDecision] = await mediansOf(
        [() => decide(young), () => decide(at)],
        TIMED / 4,
      );
      const { context } = at.instance;
      const decisions = await Promise.all(Array.from({ length: WHY_ROUNDS }, () => decide(at)));
      await publishIfBehind(context);
      const everybody = () => true;
      const why = await medianOf(
        (round) => whyView(context, decisions[round % WHY_ROUNDS] ?? first, everybody),
        WHY_ROUNDS,
      );
      const size = entries.toLocaleString('en');
      return [
        {
          what: `admit one document at ${size} entries (${large.toFixed(1)} ms)`,
          value: large / small,
          unit: '×',
          against: `the same at ${SMALL.toLocaleString('en')} (${small.toFixed(1)} ms)`,
          most: GROWTH_MAX,
        },
        {
          what: `draft and admit a decision at ${size} entries (${largeDecision.toFixed(1)} ms)`,
          value: largeDecision / smallDecision,
          unit: '×',
          against: `the same at ${SMALL.toLocaleString('en')} (${smallDecision.toFixed(1)} ms)`,
          most: GROWTH_MAX,
        },
        {
          what: `why of a decision at ${size} entries`,
          value: why,
          unit: 'ms',
          against: 'goal',
          most: WHY_MS_MAX,
        },
      ];
    } finally {
      await postgres.stop();
    }
  },
};

async function grow(at: FlowInstance, size: number, onProgress: (message: string) => void): Promise<void> {
  const missing = size - (await lengthOf(at));
  const decisions = Math.min(DECISIONS_MAX, Math.floor(missing / DECISION_EVERY));
  for (let done = 0; done < decisions; done += SIDE_BY_SIDE) {
    const count = Math.min(SIDE_BY_SIDE, decisions - done);
    await Promise.all(Array.from({ length: count }, () => decide(at)));
    onProgress(`${done} of ${decisions} decisions`);
  }
  await logMany(at, Math.max(0, size - (await lengthOf(at))), (done) =>
    onProgress(`${done} of ${size} entries`),
  );
  await publishIfBehind(at.instance.context);
}

async function lengthOf({ instance, commons }: FlowInstance): Promise<number> {
  return (await instance.context.store.head(commons))?.size ?? 0;
}

async function decide({ instance, people, draft }: FlowInstance): Promise<DocumentId> {
  const [ana] = people;
  if (ana === undefined) throw new TypeError('somebody acts');
  const { author, key, sign } = ana;
  const change = { op: 'change', paths: ['docs/readme.md'], content: 'A'.repeat(43), title: 'A sentence' };
  const { payload, attachments } = await draft(ana, 'decision', {
    operations: [change],
    reason: { say: 'Somebody asked.' },
  });
  const envelope = await signEnvelope({ payload, author, key, sign });
  await submit(instance.context, instance.committer, envelope, attachments);
  return documentIdOf(payload);
}
