import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { type Keyboard, type Keyboards, keyboardsFor } from './keyboards.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY_MS = DAY_SECONDS * SECOND;
/** What somebody types in the place of an ellipsis, by what stands before it. */
const FILLED: readonly (readonly [RegExp, string])[] = [
  [/"1 of …"/g, '"1 of Fund"'],
  [/"…=consent"/g, '"Ben=consent"'],
  [/--there "…" --there "…"/g, '--there Ana --there Ben'],
  [/(?<=^refer .*--to )"…"/g, 'Coordinator'],
  [/(?<=^(?:proxy|delegate|mandate give) )"…"/g, 'Ben'],
  [/(?<=^circle join \S+ )"…"/g, 'Dia'],
  [/(?<=^circle leave \S+ )"…"/g, 'Cem'],
  [/(?<=^(?:nominate|approve) \S+ )"…"/g, 'Cem'],
  [/(?<=--for )"…"/g, 'Cem'],
  [/(?<=^propose --meeting .*--domain )"…"/g, '"Purpose and charter"'],
  [/…/g, 'some words'],
];

let keyboards: Keyboards;
let [ana, ben, cem] = [] as unknown as [Keyboard, Keyboard, Keyboard];

interface Logged {
  readonly id: string;
  readonly short: string;
}

/** Three founders, and something to give. */
async function found(): Promise<void> {
  keyboards = await keyboardsFor(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = keyboards.people as unknown as [Keyboard, Keyboard, Keyboard];
}
beforeEach(found);
afterEach(() => keyboards.stop());

const propose = (...more: readonly string[]) =>
  ana.json<Logged>(
    ...['propose', '--text', 'We swim on Tuesdays.', '--domain', 'Purpose and charter'],
    ...['--reason', 'We should settle this.', ...more],
  );

/** Commands under “What can be done now, by command line” of a page, as they stand there. */
async function shownOn(path: string): Promise<readonly string[]> {
  const answer = await fetch(`${keyboards.origin}${path}`, { headers: { accept: 'text/html' } });
  const html = await answer.text();
  const acts = [
    ...html.matchAll(/<details><summary>What can be done now, by command line<\/summary>(.*?)<\/details>/gs),
  ];
  return acts.flatMap(([, inside = '']) =>
    [...inside.matchAll(/<code>npm run -s folkmoot -- (.*?)<\/code>/gs)].map(([, rest = '']) =>
      rest.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ),
  );
}

function wordsOf(command: string): readonly string[] {
  const whole = FILLED.reduce((text, [what, words]) => text.replaceAll(what, words), command);
  return [...whole.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
}

/**
 * Each command that the page shows is typed in a commons that has just come to where this one is: somebody can.
 *
 * @returns the commands, without ids.
 */
async function eachCanBeTyped(come: () => Promise<string>): Promise<readonly string[]> {
  await keyboards.stop();
  await found();
  const { length } = await shownOn(await come());
  expect(length).toBeGreaterThan(0);
  const typed: string[] = [];
  for (let place = 0; place < length; place++) {
    await keyboards.stop();
    await found();
    const command = (await shownOn(await come()))[place] ?? '';
    const answers: string[] = [];
    for (const device of keyboards.people) {
      const { status, stdout, stderr } = await device.run(...wordsOf(command), '--yes');
      answers.push(`${status} ${stdout}${stderr}`);
      if (status === 0) break;
    }
    expect([command, answers.at(-1)]).toEqual([command, expect.stringMatching(/^0 /)]);
    typed.push(command.replaceAll(/(?<=[ "])[-\w]{36,43}(?= |$|")/g, 'ID'));
  }
  return typed;
}

describe('what can be done now is shown where the thing is, and can be typed', () => {
  test('of a proposal that a circle is asked about, and of an objection to it', async () => {
    const typed = await eachCanBeTyped(async () => {
      const { short } = await propose();
      await cem.json(
        ...['object', short, '--ground', 'harms-aim', '--argument', 'I work.', '--resolved-by', 'Saturdays.'],
      );
      return `/proposals/${await subjectOf(short)}`;
    });
    expect(typed).toContain('test-objection ID no-argument --reason "…"');
    expect(typed).toContain('amend ID --integrates ID --explain "…"');
  });

  test('of a proposal that waits for whoever decides it alone', async () => {
    const typed = await eachCanBeTyped(async () => {
      const text = [
        '--text',
        'We paint it green.',
        '--domain',
        'Sharing and spending',
        '--reason',
        'It is grey.',
      ];
      return `/proposals/${await subjectOf((await ana.json<Logged>('propose', ...text)).short)}`;
    });
    expect(typed).toContain('decide --proposal ID --reason "…"');
  });

  test('of a proposal about which advice was given', async () => {
    const typed = await eachCanBeTyped(async () => {
      const changes = 'Changes to what we look after';
      const changed = await ana.json<{ decision: Logged }>(
        ...[
          'domain',
          'change',
          changes,
          '--rung',
          'consultation',
          '--affected',
          'Everyone',
          '--reason',
          'We ask.',
        ],
      );
      await ben.json('confirm', changed.decision.short);
      const text = ['--text', 'We paint it green.', '--domain', changes, '--reason', 'It is grey.'];
      const { short } = await ana.json<Logged>('propose', ...text);
      await cem.json('advise', short, 'for', '--words', 'Dark green.');
      await keyboards.pass(10 * DAY_MS);
      return `/proposals/${await subjectOf(short)}`;
    });
    expect(typed).toContain('decide --proposal ID --reason "…" --answer "ID adopted …"');
  });

  test('of a selection, while people are named and once it is clear who stands', async () => {
    const asked = async (selection: string) => {
      const change = ['role', 'change', 'Coordinator', '--field', `selection=${selection}`, '--reason', 'x'];
      const changed = await ana.json<{ decision: Logged }>(...change);
      await ben.json('confirm', changed.decision.short);
      return (await ana.json<Logged>('propose', '--select', 'Coordinator', '--reason', 'New.')).short;
    };
    const named = await eachCanBeTyped(async () => {
      const short = await asked('consent');
      await ana.json('nominate', short, 'Ben', '--reason', 'She asks.');
      return `/proposals/${await subjectOf(short)}`;
    });
    expect(named).toEqual(expect.arrayContaining(['nominate ID "…" --reason "…"', 'stand ID']));
    const decided = await eachCanBeTyped(async () => {
      const short = await asked('approval');
      await ana.json('nominate', short, 'Cem', '--reason', 'She asks.');
      await cem.json('stand', short);
      await keyboards.pass(15 * DAY_MS);
      return `/proposals/${await subjectOf(short)}`;
    });
    expect(decided).toContain('approve ID "…"');
  });

  test('of what its author took back, and of what ended without a yes', async () => {
    const taken = await eachCanBeTyped(async () => {
      const { short } = await propose();
      await ana.json('withdraw', short);
      return `/proposals/${await subjectOf(short)}`;
    });
    expect(taken).toEqual(['take-up ID']);
    const late = await eachCanBeTyped(async () => {
      const { short } = await propose();
      await keyboards.pass(91 * DAY_MS);
      return `/proposals/${await subjectOf(short)}`;
    });
    expect(late).toEqual(['take-up ID']);
  });

  test('of a recall that nobody has supported yet', async () => {
    const typed = await eachCanBeTyped(async () => {
      const { short } = await ana.json<Logged>('propose', '--recall', 'Coordinator/Ben', '--reason', 'x');
      return `/proposals/${await subjectOf(short)}`;
    });
    expect(typed).toContain('support ID');
    expect(typed.join()).not.toContain('decide');
  });

  test('of a vote with proxies', async () => {
    const vote = {
      ...{ openSeconds: 20 * DAY_SECONDS, quorum: { num: 1, den: 2 }, proxies: {} },
      threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
    };
    await eachCanBeTyped(async () => {
      const changed = await ana.json<{ decision: Logged }>(
        ...['domain', 'change', 'Purpose and charter', '--rung', 'vote', '--reason', 'We are many.'],
        ...['--field', `parameters=${JSON.stringify({ vote })}`],
      );
      await ben.json('confirm', changed.decision.short);
      const { short } = await propose();
      await cem.json('proxy', 'Ana', '--vote', short, '--until', '30d');
      return `/proposals/${await subjectOf(short)}`;
    });
  });

  test('of a meeting to come, and of one that was held', async () => {
    const call = async () => {
      const { short } = await propose();
      const on = ['--proposal', short, '--at', '4d', '--about', 'The summer.'];
      return { proposal: short, meeting: (await ana.json<Logged>('meeting', 'call', ...on)).short };
    };
    const written = async (confirmed: boolean) => {
      const { proposal, meeting } = await call();
      await keyboards.pass(4 * DAY_MS);
      const there = ['--there', 'Ana', '--there', 'Ben', '--text', 'We talked.', '--audience', 'public'];
      const said = confirmed ? ['--proposal', proposal, '--said', 'Ana=consent'] : [];
      return (await ana.json<Logged>('meeting', 'minutes', meeting, ...there, ...said)).short;
    };
    const coming = await eachCanBeTyped(async () => {
      await call();
      return '/meetings';
    });
    expect(coming).toContain('meeting call-off ID --because "…"');
    const held = await eachCanBeTyped(async () => {
      await written(false);
      return '/meetings';
    });
    expect(held).toContain('confirm ID');
    expect(held).toContain('meeting minutes ID --there "…" --there "…" --proposal ID --said "…=consent"');
    const confirmed = await eachCanBeTyped(async () => {
      await ben.json('confirm', await written(true));
      return '/meetings';
    });
    expect(confirmed).toContain('meeting disown ID --proposal ID --words "…"');
    await keyboards.stop();
    await found();
    await ben.json('confirm', await written(true));
    expect((await shownOn('/meetings')).join()).toContain('meeting disown');
    await keyboards.pass(2 * DAY_MS);
    expect((await shownOn('/meetings')).join()).not.toContain('meeting disown');
  });

  test('of a decision that is challenged and asked about, and has something to be done', async () => {
    const typed = await eachCanBeTyped(async () => {
      const { short } = await propose();
      for (const device of [ana, ben, cem]) await device.json('respond', short, 'consent');
      const { decision } = await ana.json<{ decision: string }>('proposals', short);
      await ben.json('question', decision, '--words', 'Every Tuesday?');
      await ben.json('action', decision, '--what', 'Tell the others.', '--due', '14d');
      await ben.json(
        ...[
          'challenge',
          decision,
          '--ground',
          'harms-affected',
          '--argument',
          'I work.',
          '--resolved-by',
          'x',
        ],
      );
      return `/why/${decision.replace('ni:///sha-256;', '')}`;
    });
    expect(typed).toContain('done ID fulfilled --evidence "…"');
  });

  test('of domains, roles and circles', async () => {
    const { domains } = await ana.json<{ domains: readonly { readonly title: { readonly en: string } }[] }>(
      'register',
    );
    for (const { title } of domains) {
      await eachCanBeTyped(async () => {
        await stock();
        const register = await ana.json<{ domains: readonly Domain[] }>('register');
        return `/domains/${register.domains.find((domain) => domain.title.en === title.en)?.subject}`;
      });
    }
    await eachCanBeTyped(async () => '/roles');
    await eachCanBeTyped(async () => {
      await newcomer('Dia');
      return '/circles';
    });
  });
});

interface Domain {
  readonly subject: string;
  readonly title: { readonly en: string };
}

/** Something to give. */
async function stock(): Promise<void> {
  const fund = ['resource', 'add', 'Fund', '--kind', 'hours', '--unit', 'minute', '--quantity', '1000'];
  const { decision } = await ana.json<{ decision: Logged }>(...fund);
  await ben.json('confirm', decision.short);
}

async function newcomer(name: string): Promise<void> {
  const { code } = await ana.json<{ code: string }>('invite');
  const device = await keyboards.another();
  await device.json('login', '--server', keyboards.origin, `--invitation=${code}`, '--name', name);
}

async function subjectOf(short: string): Promise<string> {
  return (await ana.json<{ subject: string }>('proposals', short)).subject;
}
