import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { decideChangesBy } from '../flows/support/usual-acts.ts';
import { type Keyboard, type Keyboards, keyboardsFor } from './keyboards.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY_MS = DAY_SECONDS * SECOND;
/** What somebody types in the place of an ellipsis. */
const FILLED: readonly (readonly [RegExp, string])[] = [
  [/(?<=^nominate \S+ )"…"/, 'Ben'],
  [/--ground …/, '--ground harms-aim'],
  [/--for … --against …/, '--for 2 --against 1'],
  [/…/g, 'some words'],
];

let keyboards: Keyboards;
let [ana, ben, cem] = [] as unknown as [Keyboard, Keyboard, Keyboard];

beforeEach(async () => {
  keyboards = await keyboardsFor(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = keyboards.people as unknown as [Keyboard, Keyboard, Keyboard];
});
afterEach(() => keyboards.stop());

interface Logged {
  readonly id: string;
  readonly short: string;
}

/** Types it, and then each command that is printed after it, in that order: somebody can. @returns what was printed. */
async function eachWorks(who: Keyboard, words: readonly string[], wait = 0): Promise<string> {
  const { status, stdout, stderr } = await who.run(...words, '--yes');
  expect([status, stdout, stderr]).toEqual([0, stdout, stderr]);
  await keyboards.pass(wait);
  const printed = [...stdout.matchAll(/npm run -s folkmoot -- (.*)$/gm)].map(([, rest = '']) => rest);
  expect(printed.length).toBeGreaterThan(0);
  for (const command of printed) await somebodyCan(command);
  return stdout.replaceAll(/[-\w]{43}/g, 'ID');
}

async function somebodyCan(command: string): Promise<void> {
  const whole = FILLED.reduce(
    (text, [what, words]) => text.replaceAll(new RegExp(what, 'g'), words),
    command,
  );
  const typed = [...whole.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
  const answers: string[] = [];
  for (const device of keyboards.people) {
    const { status, stdout, stderr } = await device.run(...typed, '--json');
    answers.push(`${status} ${stdout}${stderr}`);
    if (status === 0) return;
  }
  expect([command, answers]).toEqual([command, expect.arrayContaining([expect.stringMatching(/^0 /)])]);
}

const text = (domain: string) => [
  'propose',
  '--text',
  'We swim.',
  '--domain',
  domain,
  '--reason',
  'To plan.',
];
const spending = text('Sharing and spending');

async function decidedAlone(): Promise<Logged> {
  const wish = [
    '--text',
    'We paint.',
    '--domain',
    'Changes to what we look after',
    '--reason',
    'It is grey.',
  ];
  return ana.json<Logged>('decide', ...wish);
}

describe('what was put forward and came to nothing is taken up', () => {
  const matterOf = async (id: string) =>
    ana.json<{ subject: string; by: string; state: string }>('proposals', id);

  test('by somebody else as theirs, in the same matter, where its author took it back', async () => {
    const { short } = await ana.json<Logged>(...text('Purpose and charter'));
    expect((await ben.problem(1, 'take-up', short)).detail).toContain('has not ended without a yes');
    await ana.json('withdraw', short);
    const taken = await ben.json<Logged>('take-up', short);
    const { subject } = await matterOf(short);
    expect(await matterOf(taken.short)).toMatchObject({ subject, by: 'Ben', state: 'open' });
  });

  test('by whoever took it back themself, or after its time, as another matter with the same content', async () => {
    const { short } = await ana.json<Logged>(...text('Purpose and charter'));
    await ana.json('withdraw', short);
    const again = await ana.json<Logged>('take-up', short, '--reason', 'I was rash.');
    const { subject } = await matterOf(short);
    expect(await matterOf(again.short)).toMatchObject({ by: 'Ana', state: 'open', driver: 'I was rash.' });
    expect((await matterOf(again.short)).subject).not.toBe(subject);
    await keyboards.pass(91 * DAY_MS);
    const anew = await cem.json<Logged>('take-up', again.short);
    expect(await matterOf(anew.short)).toMatchObject({
      by: 'Cem',
      texts: ['We swim.'],
      driver: 'I was rash.',
    });
  });
});

describe('pages offer to one person alone what only they can do', () => {
  test('take back a proposal, end an objection', async () => {
    const { short } = await ana.json<Logged>(...text('Purpose and charter'));
    const harm = ['--ground', 'harms-aim', '--argument', 'x', '--resolved-by', 'y'];
    await cem.json('object', short, ...harm);
    const { subject } = await ana.json<{ subject: string }>('proposals', short);
    const page = await fetch(`${keyboards.origin}/proposals/${subject}`, {
      headers: { accept: 'text/html' },
    });
    const offered = [...(await page.text()).matchAll(/data-by="([^"]*)"><summary>([^<]*)</g)];
    const [first, , third] = keyboards.at.people;
    expect(offered.map(([, by, title]) => [by, title])).toEqual([
      [first?.author, 'I put it forward, and take it back'],
      [third?.author, 'It is mine, and I end it'],
    ]);
  });
});

describe('every command that is printed after another one can be typed', () => {
  test('after a proposal that one person decides', async () => {
    expect(await eachWorks(ana, spending)).toContain('decide --proposal ID');
  });

  test('after one that its author announces', async () => {
    const printed = await eachWorks(ana, [...spending, '--wait', '3d'], 3 * DAY_MS);
    expect(printed).toContain('It waits until 2026-05-07T08:00:00.000Z');
  });

  test('after one that the circle decides', async () => {
    expect(await eachWorks(ana, text('Purpose and charter'))).toContain('object ID');
  });

  test('after one that the circle votes on in secret: a teller types what was counted', async () => {
    await decideChangesBy(keyboards.at, 'vote', { secret: {} });
    const printed = await eachWorks(ana, text('Changes to what we look after'), 8 * DAY_MS);
    expect(printed).toContain('Members vote by ballot');
    expect(printed).toContain('tally ID --for … --against …');
  });

  test('after one that asks who is to have a role', async () => {
    await ana.json(
      ...[
        'role',
        'change',
        'Coordinator',
        '--field',
        'selection=consent',
        '--field',
        'weight=light',
        '--reason',
        'x',
      ],
    );
    const printed = await eachWorks(ana, ['propose', '--select', 'Coordinator', '--reason', 'Somebody new.']);
    expect(printed).toContain('nominate ID');
    expect(printed).not.toContain('decide --proposal');
  });

  test('after one that asks for a recall', async () => {
    const printed = await eachWorks(ana, [
      'propose',
      '--recall',
      'Coordinator/Ben',
      '--reason',
      'They are away.',
    ]);
    expect(printed).toContain('support ID');
  });

  test('after one that is to be opened in a meeting', async () => {
    const { short } = await ana.json<Logged>(
      'meeting',
      'call',
      '--at',
      '4d',
      '--about',
      'x',
      '--circle',
      'Everyone',
    );
    const printed = await eachWorks(ana, [...text('Purpose and charter'), '--meeting', short]);
    expect(printed).toContain('proposals ID');
  });

  test('after a challenge, and after what is put forward to settle it', async () => {
    const { short } = await decidedAlone();
    const harm = ['--ground', 'harms-aim', '--argument', 'x', '--resolved-by', 'y'];
    expect(await eachWorks(cem, ['challenge', short, ...harm])).toContain('rule ID upheld');
    const { short: again } = await decidedAlone();
    const challenge = await cem.json<Logged>('challenge', again, ...harm);
    const ruling = await eachWorks(ben, ['rule', challenge.short, 'reversed', '--words', 'He is right.']);
    expect(ruling).toContain('The circle decides it by consent');
  });

  test.each(['upheld', 'reversed', 'remanded'])(
    'after a challenge of what is announced, and what is put forward to settle it: %s',
    async (word) => {
      const { short } = await ana.json<Logged>(...spending, '--wait', '3d');
      const harm = ['--ground', 'harms-aim', '--argument', 'x', '--resolved-by', 'y'];
      expect(await eachWorks(cem, ['challenge', short, ...harm])).toContain('rule ID upheld');
      const again = await ana.json<Logged>(...spending, '--wait', '3d');
      const challenge = await cem.json<Logged>('challenge', again.short, ...harm);
      const ruling = await ben.json<Logged>('rule', challenge.short, word, '--words', 'So we see it.');
      for (const person of keyboards.people) await person.json('respond', ruling.short, 'consent');
      expect(await ana.json('proposals', ruling.short)).toMatchObject({ state: 'adopted' });
      expect(await ana.json('proposals', again.short)).toMatchObject({ announced: { challenges: [] } });
    },
  );

  test('what is announced and challenged is shown with who is against it, why, and what would settle it', async () => {
    const { short } = await ana.json<Logged>(...spending, '--wait', '3d');
    const { subject } = await ana.json<{ subject: string }>('proposals', short);
    const page = async () => {
      const headers = { accept: 'text/html' };
      return (await fetch(`${keyboards.origin}/proposals/${subject}`, { headers })).text();
    };
    expect(await page()).toContain('Whoever holds the role decides it.');
    const harm = ['--ground', 'harms-aim', '--argument', 'It is cold.', '--resolved-by', 'Wait for June.'];
    const challenge = await cem.json<Logged>('challenge', short, ...harm);
    const { stdout } = await ana.run('proposals', short);
    expect(stdout).toMatch(/suspended by Cem +harms-aim: It is cold\. \[/);
    expect(stdout).toMatch(/what would settle it +Wait for June\./);
    const shown = await page();
    for (const words of ['Suspended', 'It is cold.', 'Wait for June.', `rule ${challenge.short} upheld`])
      expect(shown).toContain(words);
    for (const words of ['Whoever holds the role decides it.', 'I decide it', `decide --proposal ${short}`])
      expect(shown).not.toContain(words);
  });

  test('a file of operations names a ruling by the challenge alone; nobody rules on an announcement itself', async () => {
    const { short } = await ana.json<Logged>(...spending, '--wait', '3d');
    const harm = ['--ground', 'harms-aim', '--argument', 'x', '--resolved-by', 'y'];
    const challenge = await cem.json<Logged>('challenge', short, ...harm);
    const path = join(ben.home, 'ruling.json');
    await writeFile(
      path,
      JSON.stringify([{ op: 'rule', on: challenge.id, ruling: 'upheld', text: { say: 'It is fine.' } }]),
    );
    const put = await ben.json<Logged>('propose', '--operations', path, '--reason', 'To settle it.');
    expect(await ana.json('proposals', put.short)).toMatchObject({ state: 'open', way: { rung: 'consent' } });
    const itself = await ben.problem(1, 'rule', short, 'upheld', '--words', 'It is fine.');
    expect(itself.detail).toContain('nothing to rule on');
  });

  test('what a circle rules on is shown as decided by it, whatever its domain says', async () => {
    const { short } = await decidedAlone();
    const harm = ['--ground', 'harms-aim', '--argument', 'x', '--resolved-by', 'y'];
    const challenge = await cem.json<Logged>('challenge', short, ...harm);
    const ruling = await ben.json<Logged>('rule', challenge.short, 'upheld', '--words', 'It is fine.');
    const { stdout } = await ana.run('proposals', ruling.short);
    expect(stdout).toContain('Changes to what we look after (consent)');
  });

  test('after a question about what somebody decided alone, and about what a circle did', async () => {
    const { short } = await decidedAlone();
    expect(await eachWorks(cem, ['question', short, '--words', 'Blue?'])).toContain('rule ID interpreted');
    const proposal = await ana.json<Logged>(...text('Purpose and charter'));
    for (const person of keyboards.people) await person.json('respond', proposal.short, 'consent');
    const { decision } = await ana.json<{ decision: string }>('proposals', proposal.short);
    const question = await cem.json<Logged>('question', decision, '--words', 'When?');
    const answer = await eachWorks(ana, ['rule', question.short, 'interpreted', '--words', 'At noon.']);
    expect(answer).toContain('The circle decides it by consent');
  });

  test.each(['Sharing and spending', 'Purpose and charter'])(
    'after an act in an emergency, where this decides: %s',
    async (domain) => {
      await eachWorks(ana, [
        ...['emergency', 'report', '--harm', 'It burns.', '--did', 'I called them.', '--at', '2h'],
        ...['--domain', domain],
      ]);
    },
  );
});
