import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../protocol/documents/response.ts';
import type { ConsentParameters } from '../../../../protocol/documents/rung.ts';
import { evaluate } from '../../../../protocol/governance/ladder/evaluate.ts';
import type { Subject } from '../../../../protocol/ids.ts';
import { SECOND } from '../../../../protocol/time.ts';
import { createScript, DAY, HOUR, OPENED, seats } from '../../../support/rules/matter-script.ts';

const WEEK: ConsentParameters = {
  openSeconds: (7 * DAY) / SECOND,
  deadlineSeconds: (40 * DAY) / SECOND,
  quorum: 'two-thirds',
};
const CLOSE = OPENED + 7 * DAY;
const DEADLINE = OPENED + 40 * DAY;

type Script = ReturnType<typeof createScript>;

function ask(
  script: Script,
  roster: readonly Subject[],
  asOf: number,
  parameters: Partial<ConsentParameters> = {},
) {
  const frozen = {
    openedAt: OPENED,
    rung: 'consent' as const,
    parameters: { consent: { ...WEEK, ...parameters } },
    roster,
    silence: () => 0,
  };
  return evaluate(script.entries, frozen, asOf);
}

function consents(script: Script, roster: readonly Subject[], at = OPENED + HOUR) {
  for (const who of roster) script.answer(who, 'consent', at);
}

describe('§6 [R-6.20] a matter is open for its time', () => {
  const roster = seats(6);

  test('not a millisecond less', () => {
    const script = createScript();
    consents(script, roster.slice(0, 4));
    expect(ask(script, roster, CLOSE - 1)).toMatchObject({ state: 'open', unmet: ['time'], closesAt: CLOSE });
    expect(ask(script, roster, CLOSE)).toMatchObject({ state: 'adopted', unmet: [] });
  });

  test('without an end it has stalled at its deadline, and nothing afterwards changes that', () => {
    const script = createScript();
    consents(script, roster.slice(0, 2));
    expect(ask(script, roster, DEADLINE - 1)).toMatchObject({ state: 'integrating', unmet: ['quorum'] });
    expect(ask(script, roster, DEADLINE)).toMatchObject({ state: 'stalled', next: null });
    consents(script, roster, DEADLINE);
    expect(ask(script, roster, DEADLINE + DAY).state).toBe('stalled');
  });

  test('what was good at the deadline stays good, however late it is asked', () => {
    const script = createScript();
    consents(script, roster.slice(0, 4));
    expect(ask(script, roster, DEADLINE + 100 * DAY).state).toBe('adopted');
  });

  test('it closes early once every seat has answered without a pause or an objection', () => {
    const script = createScript();
    consents(script, roster.slice(0, 5), OPENED + HOUR);
    expect(ask(script, roster, OPENED + HOUR).state).toBe('open');
    script.answer(roster[5] as Subject, 'abstain', OPENED + 2 * HOUR);
    expect(ask(script, roster, OPENED + 2 * HOUR)).toMatchObject({
      state: 'adopted',
      closesAt: OPENED + 2 * HOUR,
    });
  });

  test('the moment at which time alone may change something is told', () => {
    const script = createScript();
    expect(ask(script, roster, OPENED).next).toBe(CLOSE);
    expect(ask(script, roster, CLOSE).next).toBe(OPENED + 21 * DAY);
    expect(ask(script, roster, OPENED + 21 * DAY).next).toBe(DEADLINE);
  });
});

describe('§6 [R-6.21a] answers belong to a binding part', () => {
  const roster = seats(4);

  test('a changed one makes them stale and gives the whole time again', () => {
    const script = createScript();
    consents(script, roster.slice(0, 3));
    script.put('second', OPENED + 3 * DAY);
    expect(ask(script, roster, CLOSE)).toMatchObject({
      state: 'open',
      closesAt: OPENED + 10 * DAY,
      counts: { responders: 0 },
    });
  });

  test('a changed explanation alone carries them over', () => {
    const script = createScript();
    consents(script, roster.slice(0, 3));
    script.put('first', OPENED + 3 * DAY);
    expect(ask(script, roster, CLOSE)).toMatchObject({ state: 'adopted', counts: { responders: 3 } });
  });

  test('going back to an earlier binding part is a change too', () => {
    const script = createScript();
    consents(script, roster.slice(0, 3));
    script.put('second', OPENED + DAY);
    script.put('first', OPENED + 2 * DAY);
    expect(ask(script, roster, CLOSE).closesAt).toBe(OPENED + 9 * DAY);
  });

  test('a newer answer replaces the one before', () => {
    const script = createScript();
    consents(script, roster.slice(0, 3));
    script.answer(roster[0] as Subject, 'concern', OPENED + 2 * HOUR);
    expect(ask(script, roster, CLOSE).counts.answers).toEqual({ consent: 2, concern: 1 });
  });
});

describe('§6 [R-6.22] a pause', () => {
  const roster = seats(4);

  test('gives 48 hours, and ends with an answer', () => {
    const script = createScript();
    consents(script, roster.slice(0, 3));
    script.answer(roster[3] as Subject, 'pause', CLOSE - HOUR);
    expect(ask(script, roster, CLOSE + 47 * HOUR - 1).state).toBe('open');
    expect(ask(script, roster, CLOSE + 47 * HOUR).state).toBe('adopted');
    script.answer(roster[3] as Subject, 'consent', CLOSE + HOUR);
    expect(ask(script, roster, CLOSE + HOUR).state).toBe('adopted');
  });

  test('is no answer', () => {
    const script = createScript();
    script.answer(roster[3] as Subject, 'pause', OPENED);
    expect(ask(script, roster, OPENED).counts).toMatchObject({ responders: 0, answers: { pause: 1 } });
  });
});

describe('§6 [R-6.25] what comes late moves the close', () => {
  const roster = seats(5);

  test('by a day, from 24 hours before', () => {
    const script = createScript();
    script.put('first', CLOSE - DAY);
    expect(ask(script, roster, CLOSE).closesAt).toBe(CLOSE);
    script.put('first', CLOSE - DAY + 1);
    expect(ask(script, roster, CLOSE).closesAt).toBe(CLOSE + 1);
  });

  test('three times and no more', () => {
    const script = createScript();
    let at = CLOSE;
    for (let move = 1; move <= 4; move++) {
      script.put('first', at - 1);
      if (move <= 3) at = at - 1 + DAY;
    }
    expect(ask(script, roster, CLOSE).closesAt).toBe(at);
  });

  test('an objection too; an answer does not', () => {
    const script = createScript();
    script.answer(roster[0] as Subject, 'consent', CLOSE - HOUR);
    expect(ask(script, roster, CLOSE).closesAt).toBe(CLOSE);
    script.object(roster[1] as Subject, CLOSE - HOUR);
    expect(ask(script, roster, CLOSE).closesAt).toBe(CLOSE - HOUR + DAY);
  });
});

describe('§6 [R-6.26] the quorum', () => {
  test.each([
    ['two-thirds', 6, 4, true],
    ['two-thirds', 6, 3, false],
    ['two-thirds', 9, 6, true],
    ['two-thirds', 9, 5, false],
    ['all-but-two', 6, 4, true],
    ['all-but-two', 6, 3, false],
    ['square-root', 16, 6, true],
    ['square-root', 16, 5, false],
    ['square-root', 4, 3, true],
    ['two-thirds', 3, 3, true],
    ['two-thirds', 3, 2, false],
    ['two-thirds', 2, 2, true],
    ['two-thirds', 2, 1, false],
    ['all-but-two', 1, 1, true],
    ['all-but-two', 1, 0, false],
  ] as const)('%s of %i: %i consents', (quorum, size, yes, expected) => {
    const roster = seats(size);
    const script = createScript();
    consents(script, roster.slice(0, yes));
    const { state, unmet } = ask(script, roster, CLOSE, { quorum });
    expect([state, unmet]).toEqual(expected ? ['adopted', []] : ['integrating', ['quorum']]);
  });

  test('abstaining answers, and is no consent', () => {
    const roster = seats(6);
    const script = createScript();
    consents(script, roster.slice(0, 3));
    script.answer(roster[3] as Subject, 'abstain', OPENED);
    expect(ask(script, roster, CLOSE).state).toBe('adopted');
    expect(ask(script, roster, CLOSE, { quorum: 'all-but-two' }).state).toBe('integrating');
  });

  test('[R-6.27] seats silent for 21 days leave the base, and a word brings them back', () => {
    const roster = seats(9);
    const script = createScript();
    consents(script, roster.slice(0, 4));
    const silent = OPENED + 21 * DAY;
    expect(ask(script, roster, silent - 1)).toMatchObject({ state: 'integrating', counts: { base: 9 } });
    expect(ask(script, roster, silent)).toMatchObject({ state: 'adopted', counts: { base: 4, roster: 9 } });
    script.object(roster[8] as Subject, silent);
    expect(ask(script, roster, silent)).toMatchObject({ unmet: ['objection'], counts: { base: 5 } });
  });

  test('[R-6.31] under lazy consent silence is consent, but some have to speak', () => {
    const roster = seats(20);
    const script = createScript();
    consents(script, roster.slice(0, 2));
    expect(ask(script, roster, CLOSE, { lazy: true }).state).toBe('integrating');
    consents(script, roster.slice(2, 3));
    expect(ask(script, roster, CLOSE, { lazy: true }).state).toBe('adopted');
    expect(ask(script, roster, CLOSE).state).toBe('integrating');
  });
});

describe('§6 [R-6.24] objections', () => {
  const roster = seats(6);
  const [a, b, c, d, e, f] = roster as [Subject, Subject, Subject, Subject, Subject, Subject];

  test('one that stands is enough, also through an amendment', () => {
    const script = createScript();
    const objection = script.object(f, OPENED + HOUR);
    script.put('second', OPENED + 2 * HOUR, [objection]);
    consents(script, [a, b, c, d, e], OPENED + 3 * HOUR);
    expect(ask(script, roster, OPENED + 8 * DAY)).toMatchObject({
      state: 'integrating',
      unmet: ['objection'],
      objections: [{ objection, fate: 'standing' }],
    });
    script.end(f, objection, 'resolved-by-amendment', OPENED + 8 * DAY);
    expect(ask(script, roster, OPENED + 8 * DAY).state).toBe('adopted');
  });

  test('its author’s other answers count only once it is over', () => {
    const script = createScript();
    const objection = script.object(f, OPENED + HOUR);
    script.answer(f, 'consent', OPENED + 2 * HOUR);
    expect(ask(script, roster, OPENED + DAY).counts).toMatchObject({ answers: {}, responders: 1 });
    script.end(f, objection, 'withdrawn', OPENED + DAY);
    expect(ask(script, roster, OPENED + DAY).counts).toMatchObject({
      answers: { consent: 1 },
      responders: 1,
    });
  });

  test('where the parameters say so, one that ends gives the whole time again', () => {
    const script = createScript();
    const objection = script.object(f, OPENED + HOUR);
    script.end(f, objection, 'withdrawn', OPENED + 5 * DAY);
    expect(ask(script, roster, CLOSE).closesAt).toBe(CLOSE);
    expect(ask(script, roster, CLOSE, { resolvingRestarts: true }).closesAt).toBe(OPENED + 12 * DAY);
  });

  test('a reluctant withdrawal is remembered', () => {
    const script = createScript();
    const objection = script.object(f, OPENED + HOUR);
    script.end(f, objection, 'withdrawn', OPENED + DAY, { reluctant: { measure: {} } });
    expect(ask(script, roster, CLOSE).objections).toMatchObject([{ fate: 'withdrawn', reluctant: true }]);
  });

  test('[R-6.32] two thirds of the others, and three at least, find no argument: it is heard as a concern', () => {
    const script = createScript();
    const objection = script.object(f, OPENED + HOUR);
    consents(script, [a, b, c], OPENED + HOUR);
    for (const who of [a, b, c]) script.test(who, objection, false, OPENED + 2 * HOUR);
    expect(ask(script, roster, CLOSE).objections).toMatchObject([{ fate: 'standing' }]);
    script.test(d, objection, false, OPENED + 3 * HOUR);
    expect(ask(script, roster, CLOSE)).toMatchObject({
      state: 'adopted',
      objections: [{ fate: 'not-qualified' }],
      counts: { answers: { consent: 3, concern: 1 } },
    });
    script.test(d, objection, true, OPENED + 4 * HOUR);
    expect(ask(script, roster, CLOSE).objections).toMatchObject([{ fate: 'standing' }]);
  });

  test('[R-6.32] two of two others are not three', () => {
    const three = [a, b, f];
    const script = createScript();
    const objection = script.object(f, OPENED + HOUR);
    for (const who of [a, b]) script.test(who, objection, false, OPENED + 2 * HOUR);
    expect(ask(script, three, CLOSE).objections).toMatchObject([{ fate: 'standing' }]);
  });

  test('[R-6.33] it lapses after two offers 72 hours apart and seven days of silence', () => {
    const script = createScript();
    const objection = script.object(f, OPENED + HOUR);
    script.put('second', OPENED + DAY, [objection]);
    script.put('third', OPENED + 4 * DAY - 1, [objection]);
    expect(ask(script, roster, OPENED + 20 * DAY).objections).toMatchObject([{ fate: 'standing' }]);
    script.put('fourth', OPENED + 4 * DAY, [objection]);
    expect(ask(script, roster, OPENED + 11 * DAY - 1)).toMatchObject({
      objections: [{ fate: 'standing' }],
      next: OPENED + 11 * DAY,
    });
    expect(ask(script, roster, OPENED + 11 * DAY).objections).toMatchObject([{ fate: 'lapsed' }]);
  });

  test('[R-6.33] any word of its author begins the count anew', () => {
    const script = createScript();
    const objection = script.object(f, OPENED + HOUR);
    script.put('second', OPENED + DAY, [objection]);
    script.answer(f, 'abstain', OPENED + 2 * DAY);
    script.put('third', OPENED + 5 * DAY, [objection]);
    expect(ask(script, roster, OPENED + 30 * DAY).objections).toMatchObject([{ fate: 'standing' }]);
  });
});

describe('§6 [R-6.20] laws of consent', () => {
  const roster = seats(5);
  const acts = fc.array(
    fc.record({
      who: fc.nat(4),
      what: fc.constantFrom<Answer | 'object' | 'end' | 'amend' | 'test'>(
        'consent',
        'concern',
        'abstain',
        'pause',
        'object',
        'end',
        'amend',
        'test',
      ),
      after: fc.integer({ min: 0, max: 5 * DAY }),
    }),
    { maxLength: 25 },
  );

  function play(
    list: readonly { who: number; what: Answer | 'object' | 'end' | 'amend' | 'test'; after: number }[],
  ) {
    const script = createScript();
    const objections: { id: ReturnType<Script['object']>; who: Subject }[] = [];
    let at = OPENED;
    for (const { who, what, after } of list) {
      at += after;
      const person = roster[who] as Subject;
      const last = objections.at(-1);
      if (what === 'object') objections.push({ id: script.object(person, at), who: person });
      else if (what === 'end') {
        const own = objections.findIndex((objection) => objection.who === person);
        const [ended] = own < 0 ? [] : objections.splice(own, 1);
        if (ended !== undefined) script.end(person, ended.id, 'withdrawn', at);
      } else if (what === 'amend') script.put(`binding ${at}`, at, last === undefined ? [] : [last.id]);
      else if (what === 'test') {
        if (last !== undefined && last.who !== person) script.test(person, last.id, false, at);
      } else script.answer(person, what, at);
    }
    return { script, at };
  }

  const RANK = { open: 0, integrating: 1, adopted: 2, 'not-adopted': 2, stalled: 2 };

  test('time alone only leads on, and an end is an end', () =>
    fc.assert(
      fc.property(
        acts,
        fc.array(fc.integer({ min: 0, max: 60 * DAY }), { minLength: 2, maxLength: 6 }),
        (list, waits) => {
          const { script, at } = play(list);
          const states = waits
            .sort((x, y) => x - y)
            .map((wait) => ask(script, roster, at + wait, { quorum: 'all-but-two' }).state);
          states.forEach((state, index) => {
            const before = states[index - 1];
            if (before === undefined) return;
            expect(RANK[state]).toBeGreaterThanOrEqual(RANK[before]);
            if (RANK[before] === 2) expect(state).toBe(before);
          });
        },
      ),
    ));

  test('no yes while an objection stands, and every count adds up', () =>
    fc.assert(
      fc.property(acts, fc.integer({ min: 0, max: 60 * DAY }), (list, wait) => {
        const { script, at } = play(list);
        const { state, objections, counts } = ask(script, roster, at + wait);
        const standing = objections.filter(({ fate }) => fate === 'standing');
        if (state === 'adopted') expect(standing).toEqual([]);
        expect(counts.objections).toBe(standing.length);
        expect(counts.responders).toBeLessThanOrEqual(counts.roster);
        expect(counts.decisive).toBeLessThanOrEqual(counts.responders);
      }),
    ));

  test('nothing happens between now and the next moment that is told', () =>
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 60 * DAY }), (list, wait) => {
        const { script, at } = play(list);
        const now = ask(script, roster, at);
        const later = Math.min(at + wait, (now.next ?? Number.POSITIVE_INFINITY) - 1);
        fc.pre(later >= at);
        expect(ask(script, roster, later)).toEqual(now);
      }),
    ));
});
