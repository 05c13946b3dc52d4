import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import { decideChangesBy } from '../../server/flows/support/usual-acts.ts';
import { startTestPostgres } from '../../server/store/support/postgres.ts';
import { type FlowInstance, foundOn } from '../../support/memory-instance.ts';
import { type Case, medianOf, middleOf } from '../figure.ts';
import { logOne } from '../log-one.ts';

const PEOPLE = 20;
const RESPONSES = 1_000;
/** Responses that are timed at the beginning and at the end. */
const TIMED = 30;
const GROWTH_MAX = 3;
const STALL_MAX = 3;

/** A matter on which a circle answers a thousand times: what an answer costs, and what it costs everybody else. */
export const crowdCase: Case = {
  name: 'crowd',
  run: async ({ onProgress }) => {
    const postgres = await startTestPostgres();
    try {
      const names = Array.from({ length: PEOPLE }, (_, index) => `Member ${index}`);
      const at = await foundOn(createPostgresStore(await postgres.open()), names, 'system');
      await decideChangesBy(at, 'consent');
      const proposal = await propose(at);
      const alone = await medianOf(() => logOne(at), TIMED);
      let answers = 0;
      // One seat stays silent, so that the matter stays open.
      const answer = () => {
        const who = at.people[1 + (answers++ % (PEOPLE - 2))];
        if (who === undefined) throw new TypeError('there are people');
        return at.act(who, 'response', { proposal, value: answers % 2 === 0 ? 'consent' : 'concern' });
      };
      const first = await medianOf(answer, TIMED);
      while (answers < RESPONSES - TIMED) {
        await answer();
        onProgress(`${answers} of ${RESPONSES} responses`);
      }
      const last = await medianOf(answer, TIMED);
      const beside: number[] = [];
      for (let round = 0; round < TIMED; round++) {
        const answered = answer();
        const start = performance.now();
        await logOne(at);
        beside.push(performance.now() - start);
        await answered;
      }
      const other = middleOf(beside);
      return [
        {
          what: `answer no. ${RESPONSES} to one proposal (${last.toFixed(1)} ms)`,
          value: last / first,
          unit: '×',
          against: `answer no. ${TIMED} (${first.toFixed(1)} ms)`,
          most: GROWTH_MAX,
        },
        {
          what: `log something else beside answer no. ${RESPONSES} (${other.toFixed(1)} ms)`,
          value: other / alone,
          unit: '×',
          against: `the same with nobody else (${alone.toFixed(1)} ms)`,
          most: STALL_MAX,
        },
      ];
    } finally {
      await postgres.stop();
    }
  },
};

async function propose(at: FlowInstance): Promise<string> {
  const [first] = at.people;
  if (first === undefined) throw new TypeError('somebody acts');
  const change = { op: 'change', paths: ['docs/readme.md'], content: 'A'.repeat(43), title: 'A sentence' };
  const { subject } = await at.act(first, 'proposal', {
    operations: [change],
    driver: { say: 'Somebody asked.' },
  });
  return subject;
}
