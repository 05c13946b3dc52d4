import { describe, expect, test } from 'vitest';
import type { LifeView } from '../../../server/flows/views/life-view.ts';
import type { WhyView } from '../../../server/flows/views/why-view.ts';
import { decisionCommands } from '../../../server/web/commands/decision-commands.ts';
import { DecisionActs } from '../../../server/web/parts/decision-acts.tsx';

const ID = `ni:///sha-256;${'A'.repeat(43)}` as WhyView['id'];

const OPEN = { id: ID, state: 'open' } as LifeView['challenges'][number]; // as far as commands are made of it
const life = (given: Partial<LifeView>) => ({
  takesChallenges: false,
  over: false,
  challenges: [OPEN],
  requests: [OPEN],
  actions: [{ id: ID, number: null, result: null }],
  veto: { over: false },
  ...given,
});

/** What the page offers, by form and by command line. */
function offered(given: Partial<LifeView>, status = 'counted', result = 'adopted') {
  const domain = { rung: 'consent' };
  // Only what these are made of.
  const view = { id: ID, result, verdict: { status }, domain, life: life(given) } as unknown as WhyView;
  const html = String(DecisionActs({ view }));
  return {
    forms: [...html.matchAll(/data-act="([a-z-]+)"/g)].map(([, type]) => type),
    commands: decisionCommands(view).flatMap(({ lines }) => lines.map((line) => line.split(' ')[0])),
  };
}

describe('§6 [R-6.61] what a page offers about a decision, as it stands', () => {
  test('while it cools people challenge it; nobody signs once more what counts', () => {
    expect(offered({ standing: 'cooling', takesChallenges: true })).toEqual({
      forms: ['challenge', 'ruling-request', 'action'],
      commands: ['challenge', 'question', 'action', 'done', 'rule', 'rule', 'rule', 'rule'],
    });
  });

  test('after that they ask what it means, and do something for it', () => {
    const { forms, commands } = offered({ standing: 'in-force' });
    expect(forms).toEqual(['ruling-request', 'action']);
    expect(commands).not.toContain('challenge');
  });

  test.each(['returned', 'reversed', 'superseded', 'expired'] as const)(
    'of one that is %s nothing is left but to say how its actions ended',
    (standing) => {
      expect(offered({ standing, over: true })).toEqual({ forms: [], commands: ['done'] });
    },
  );

  test('one that waits for a second signature is signed, until its time is over', () => {
    const pending = (over: boolean) => offered({ standing: over ? 'void' : 'pending', over }, 'pending');
    expect(pending(false)).toEqual({ forms: ['confirmation'], commands: ['confirm'] });
    expect(pending(true)).toEqual({ forms: [], commands: [] });
  });

  test('nothing about what adopted nothing', () => {
    const turnedDown = offered({ standing: 'turned-down', over: true }, 'counted', 'not-adopted');
    expect(turnedDown).toEqual({ forms: [], commands: [] });
  });
});
