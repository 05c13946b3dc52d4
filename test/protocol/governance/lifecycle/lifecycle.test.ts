import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../protocol/documents/decision.ts';
import type { Aftermath } from '../../../../protocol/governance/lifecycle/aftermath.ts';
import {
  type Facts,
  lifecycleOf,
  STANDINGS,
  type Standing,
} from '../../../../protocol/governance/lifecycle/lifecycle.ts';
import type { Decided } from '../../../../protocol/governance/state.ts';
import { formatMillis } from '../../../../protocol/time.ts';
import { textOf } from '../../../support/people.ts';
import { entryId, HOUR, seat } from '../../../support/rules/matter-script.ts';

const AT = Date.parse('2026-03-02T00:00:00.000Z');
const DAY = 24 * HOUR;

interface Given {
  readonly decided?: Partial<Decided>;
  readonly expiresAt?: number;
  readonly aftermath?: Partial<Aftermath>;
  readonly reversibility?: 'easy' | 'costly';
}

/** A decision that counts and is adopted, to be looked at again after 90 days; unless said otherwise. */
function facts({ decided, expiresAt, aftermath, reversibility = 'costly' }: Given = {}): Facts {
  const expiry = expiresAt === undefined ? {} : { expiresAt: formatMillis(expiresAt) };
  return {
    decided: {
      ...{ id: entryId('d'), type: 'decision', index: 0, at: AT, author: seat('ben'), status: 'counted' },
      ...{ code: null, result: 'adopted', confirmedBy: null, reversedBy: null, replacedBy: null },
      ...decided,
    } as Decided,
    document: expiry as Decision, // lifecycleOf reads no more of it
    aftermath: {
      ...{ countedAt: AT, challengeUntil: AT + 72 * HOUR, challenges: [], requests: [], actions: [] },
      returnedBy: null,
      reviewAt: AT + 90 * DAY,
      ...aftermath,
    },
    domain: { reversibility },
  };
}

const RULED = { by: entryId('r'), at: AT + DAY } as const;
const challenge = (ruling: 'upheld' | 'remanded' | null) => ({
  id: entryId('c'),
  author: seat('dia'),
  at: AT + HOUR,
  lapsesAt: AT + HOUR + 30 * DAY,
  ruled: ruling === null ? null : { ...RULED, ruling },
});
const action = (result: 'fulfilled' | 'partly' | 'failed' | null) => ({
  id: entryId('a'),
  what: textOf('To tell them.').text,
  owner: seat('dia'),
  dueAt: AT + 10 * DAY,
  done: result === null ? null : { id: entryId('done'), at: AT + 5 * DAY, result },
});
const LATER = AT + 10 * DAY;

describe('§6 [R-6.60] how a decision stands', () => {
  test.each<[Standing, Given, number]>([
    ['void', { decided: { status: 'not-counted' } }, AT],
    ['pending', { decided: { status: 'pending' } }, AT + 72 * HOUR - 1],
    ['void', { decided: { status: 'pending' } }, AT + 72 * HOUR],
    ['turned-down', { decided: { result: 'not-adopted' } }, AT],
    ['default', { decided: { result: 'default' } }, AT],
    ['reversed', { decided: { reversedBy: entryId('r') } }, AT],
    ['superseded', { decided: { replacedBy: entryId('r') } }, AT],
    ['cooling', { expiresAt: LATER }, AT],
    ['expired', { expiresAt: LATER }, LATER],
    ['challenged', { aftermath: { challenges: [challenge(null)] } }, LATER],
    ['challenged', { aftermath: { challenges: [challenge(null)] } }, AT + HOUR + 30 * DAY - 1],
    ['in-force', { aftermath: { challenges: [challenge(null)] } }, AT + HOUR + 30 * DAY],
    ['in-force', { aftermath: { challenges: [challenge('upheld')] } }, LATER],
    ['remanded', { aftermath: { challenges: [challenge('remanded')] } }, LATER],
    ['cooling', {}, AT + 72 * HOUR - 1],
    ['in-force', {}, AT + 72 * HOUR],
    ['in-force', {}, AT + 90 * DAY - 1],
    ['under-review', {}, AT + 90 * DAY],
    ['executing', { aftermath: { actions: [action(null), action('fulfilled')] } }, LATER],
    ['fulfilled', { aftermath: { actions: [action('fulfilled'), action('fulfilled')] } }, LATER],
    ['partly', { aftermath: { actions: [action('fulfilled'), action('failed')] } }, LATER],
    ['partly', { aftermath: { actions: [action('partly')] } }, LATER],
    ['failed', { aftermath: { actions: [action('failed')] } }, LATER],
  ])('%s', (standing, given, asOf) => {
    expect(lifecycleOf(facts(given), asOf).standing).toBe(standing);
  });

  test('[R-6.61] suspended is what is challenged and hard to reverse, and nothing else', () => {
    const challenged = { aftermath: { challenges: [challenge(null)] } };
    expect(lifecycleOf(facts(challenged), LATER).suspended).toBe(true);
    expect(lifecycleOf(facts({ ...challenged, reversibility: 'easy' }), LATER).suspended).toBe(false);
    expect(lifecycleOf({ ...facts(challenged), domain: null }, LATER).suspended).toBe(true);
    expect(lifecycleOf(facts({ aftermath: { challenges: [challenge('upheld')] } }), LATER).suspended).toBe(
      false,
    );
    expect(lifecycleOf(facts(), LATER).suspended).toBe(false);
  });

  /** What time alone may lead to, by the specification's table. */
  const EXECUTION = ['in-force', 'executing', 'fulfilled', 'partly', 'failed'] as const;
  const AFTER_COOLING = ['under-review', ...EXECUTION] as const;
  const ALLOWED: Readonly<Record<Standing, readonly Standing[]>> = {
    void: [],
    pending: ['void'],
    'turned-down': [],
    returned: [],
    reversed: [],
    superseded: [],
    expired: [],
    default: [],
    challenged: ['remanded', 'cooling', ...AFTER_COOLING, 'expired'],
    remanded: ['expired'],
    cooling: [...AFTER_COOLING, 'expired'],
    'under-review': ['expired'],
    executing: ['under-review', 'expired'],
    fulfilled: ['under-review', 'expired'],
    partly: ['under-review', 'expired'],
    failed: ['under-review', 'expired'],
    'in-force': ['under-review', 'expired'],
  };

  const moment = fc.integer({ min: AT, max: AT + 200 * DAY });
  const given: fc.Arbitrary<Facts> = fc
    .record(
      {
        decided: fc.record(
          {
            status: fc.constantFrom('counted', 'counted', 'counted', 'pending', 'not-counted'),
            result: fc.constantFrom('adopted', 'adopted', 'adopted', 'not-adopted', 'default'),
            reversedBy: fc.option(fc.constant(entryId('r')), { freq: 5 }),
            replacedBy: fc.option(fc.constant(entryId('p')), { freq: 5 }),
          },
          { requiredKeys: [] },
        ),
        expiresAt: moment,
        aftermath: fc.record(
          {
            challenges: fc.array(
              fc.constantFrom(challenge(null), challenge('upheld'), challenge('remanded')),
              {
                maxLength: 2,
              },
            ),
            actions: fc.array(
              fc.constantFrom(action(null), action('fulfilled'), action('partly'), action('failed')),
              { maxLength: 3 },
            ),
            reviewAt: moment,
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    )
    .map((some) => facts(some as Given));

  test('time only leads on, the way the table has it, and never past the moment that was told', () => {
    fc.assert(
      fc.property(given, moment, moment, (some, a, b) => {
        const [first, second] = [lifecycleOf(some, Math.min(a, b)), lifecycleOf(some, Math.max(a, b))];
        expect(STANDINGS).toContain(first.standing);
        if (first.standing !== second.standing)
          expect(ALLOWED[first.standing], `${first.standing} → ${second.standing}`).toContain(
            second.standing,
          );
        if (first.next === null || Math.max(a, b) < first.next) expect(second.standing).toBe(first.standing);
      }),
      { numRuns: 2000 },
    );
  });
});
