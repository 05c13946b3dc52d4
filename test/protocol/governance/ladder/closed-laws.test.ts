import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createView } from '../../../../protocol/governance/create-view.ts';
import { stageOf } from '../../../../protocol/governance/ladder/stage.ts';
import { formatMillis, SECOND } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../../support/log-builder.ts';
import { createMatter, type TestMatter } from '../../../support/rules/matter.ts';
import { refTo, say, startWorld, transfer } from '../../../support/rules/world.ts';
import { BY_CONSENT } from '../../../support/vectors/governance/undoable-scenarios.ts';

const HOUR = 3600 * SECOND;

/** One thing that somebody tries in a matter under consent. */
const acts = fc.array(
  fc.record({
    what: fc.oneof(
      { weight: 8, arbitrary: fc.constant('consent' as const) },
      fc.constantFrom(
        'concern',
        'pause',
        'object',
        'end',
        'test',
        'amend',
        'explain',
        'withdraw',
        'recuse',
        'advise',
      ),
    ),
    who: fc.nat(3),
    hours: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(60)),
  }),
  { minLength: 8, maxLength: 24 },
);

type Act = { readonly what: string; readonly who: number; readonly hours: number };

async function perform(matter: TestMatter, logged: LoggedEntry[], { what, who }: Act): Promise<void> {
  const { people, world } = matter;
  const by = Object.values(people)[who] ?? people.ana;
  const versions = logged.filter(({ entry }) => entry.document.type === 'proposal');
  const current = versions.findLast(({ verdict }) => verdict.status === 'counted');
  const objection = logged.findLast(({ entry }) => entry.document.type === 'objection');
  if (current === undefined) throw new TypeError('it was put forward');
  const supersedes = current.entry.id;
  const operations = [transfer(world.things.X, 10 + logged.length)];
  switch (what) {
    case 'object':
      logged.push(await matter.object(by, current));
      return;
    case 'end':
      if (objection !== undefined) logged.push(await matter.withdraw(by, objection));
      return;
    case 'test':
      if (objection !== undefined) logged.push(await matter.test(by, objection));
      return;
    case 'amend':
      logged.push(await matter.propose({ supersedes, binding: { operations } }));
      return;
    case 'explain': {
      const { document } = current.entry;
      const binding = document.type === 'proposal' ? document.binding : { operations };
      logged.push(await matter.propose({ supersedes, binding, explanation: [say('More of it.')] }));
      return;
    }
    case 'withdraw':
      logged.push(await matter.withdraw(people.ana, current));
      return;
    case 'recuse':
      logged.push(
        await world.log.append('recusal', by, {
          subject: world.own(`recusal ${logged.length}`),
          proposal: refTo(current),
          reason: say('It is my brother’s shop.'),
        }),
      );
      return;
    case 'advise':
      logged.push(await matter.advise(by, current));
      return;
    default:
      logged.push(await matter.respond(by, current, what as 'consent' | 'concern' | 'pause'));
  }
}

/** What people have come to by all that is logged. */
function comeTo({ world, P }: TestMatter) {
  const view = createView(world.log.record, { changed: [P], read: [] });
  const stage = stageOf(view, P, world.log.now());
  if (stage?.kind !== 'circle') return null;
  const { state, counts, objections, current, closesAt, minutes } = stage.evaluation;
  return { state, counts, objections, current, closesAt, minutes };
}

test('law: [R-6.29] once it is adopted no entry whatever changes what it came to', async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(acts, async (said) => {
      const matter = createMatter(await startWorld('closed-laws', BY_CONSENT));
      const { log } = matter.world;
      const proposal = await matter.propose();
      const logged = [proposal, await matter.open(proposal)];
      let adopted: ReturnType<typeof comeTo> = null;
      let isWithdrawn = false;
      for (const act of said) {
        log.setClock(formatMillis(log.now() + act.hours * HOUR));
        await log.passTime();
        const before = comeTo(matter);
        if (adopted !== null) expect(before).toEqual(adopted);
        else if (before?.state === 'adopted' && !isWithdrawn) adopted = before;
        const known = logged.length;
        await perform(matter, logged, act);
        const [added] = logged.slice(known);
        if (adopted === null) {
          isWithdrawn ||= act.what === 'withdraw' && added?.verdict.status === 'counted';
          continue;
        }
        if (added !== undefined) {
          tried++;
          expect(added.verdict.status).toBe('not-counted');
        }
        expect(comeTo(matter)).toEqual(adopted);
      }
    }),
    { numRuns: 60 },
  );
  expect(tried).toBeGreaterThan(20);
}, 240_000);
