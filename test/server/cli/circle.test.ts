import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

let ana: Device;
let ben: Device;

/** Two founders at two keyboards, and a server in a process of its own. */
beforeAll(async () => {
  await ensureBuilt();
  const data = await newFolder();
  const port = String(await freePort());
  [ana, ben] = [await newDevice(), await newDevice()];
  const { key } = await ben.json<{ key: string }>('login', '--new-key', '--name', 'Ben');
  const wish = ['init', '--name', 'Pair', '--founder', 'Ana', '--co-founder', `Ben=${key}`];
  await ana.json(...wish, '--data', data, '--port', port);
  const { origin } = await startServer(['--data', data, '--port', port]);
  await ben.json('login', '--server', origin, '--as', 'Ben');
  await ben.json('confirm');
}, 120_000);
afterAll(cleanUp, 60_000);

interface Logged {
  readonly id: string;
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}
interface Shown {
  readonly id: string;
  readonly state: string;
  readonly unmet: readonly string[];
  readonly answers: readonly { readonly by: string; readonly value: string; readonly text: string | null }[];
  readonly objections: readonly { readonly fate: string }[];
  readonly decision: string | null;
}

/** The circle is asked as soon as the server has opened it. */
async function propose(words: string): Promise<string> {
  const text = ['--text', words, '--domain', 'Purpose and charter', '--reason', 'We should settle this.'];
  const { short } = await ana.json<Logged>('propose', ...text);
  await eventually('the proposal is open', async () => (await shown(short)).state === 'open');
  return short;
}

function shown(proposal: string): Promise<Shown> {
  return ana.json<Shown>('proposals', proposal);
}

describe('§6 [R-6.20] a circle decides, from two keyboards', () => {
  test('by consent: adopted with the last answer, and anybody can ask why', async () => {
    const proposal = await propose('We meet on Tuesdays.');
    const { proposals } = await ben.json<{ proposals: readonly Shown[] }>('proposals');
    expect(proposals.map(({ state }) => state)).toEqual(['open']);
    const asked = (await ben.run('proposals', proposal)).stdout;
    expect(asked.match(/^quorum .*$/gm)).toEqual([
      expect.stringMatching(/^quorum +0 of 2 answers and 0 of 2 consents that are needed$/),
    ]);
    await ana.json('respond', proposal, 'consent');
    const answer = await ben.json<Logged>('respond', proposal, 'concern', '--reason', 'Not before seven.');
    expect(answer.verdict.status).toBe('counted');
    const adopted = await eventually('it is adopted', async () => {
      const now = await shown(proposal);
      return now.decision === null ? null : now;
    });
    expect(adopted).toMatchObject({
      state: 'adopted',
      deadline: null,
      closesAt: null,
      answers: [
        { by: 'Ana', value: 'consent', text: null },
        { by: 'Ben', value: 'concern', text: 'Not before seven.' },
      ],
    });
    const why = await ben.json<{ sentence: string; counts: object }>('why', adopted.decision ?? '');
    expect(why.sentence).toContain('“Everyone” decided to agree: “We meet on Tuesdays.”');
    expect(why.counts).toMatchObject({ roster: 2, responders: 2, answers: { consent: 1, concern: 1 } });
    expect(await ben.json('proposals')).toEqual({ proposals: [] });
  });

  test('[R-6.113] what an objection claims the rules say, and nobody tests', async () => {
    const proposal = await propose('We meet on Wednesdays.');
    const claimed = ['--ground', 'exceeds-authority', '--beyond', 'scope', '--argument', 'Not ours to say.'];
    const { short } = await ben.json<Logged>('object', proposal, ...claimed, '--resolved-by', 'Ask all.');
    await eventually('it is recomputed', async () => {
      const [objection] = (await shown(proposal)).objections as readonly { readonly fate: string }[];
      return objection?.fate === 'not-qualified';
    });
    const { stdout } = await ana.run('proposals', proposal);
    expect(stdout).toContain('Something in it belongs to another domain (kept)');
    expect(stdout).toMatch(/phase\s+settle/);
    const words = ['test-objection', short, 'no-argument', '--reason', 'None.'];
    expect((await ana.problem(1, ...words)).code).toBe('machine-checked');
    await ana.json('withdraw', proposal);
  });

  test('an objection stands until its author ends it', async () => {
    const proposal = await propose('We meet at six in the morning.');
    const { short } = await ben.json<Logged>(
      ...['object', proposal, '--ground', 'harms-affected'],
      ...['--argument', 'Nobody with children can come.', '--resolved-by', 'Any hour after eight.'],
    );
    await ana.json('respond', proposal, 'consent');
    expect(await shown(proposal)).toMatchObject({
      state: 'open',
      objections: [{ fate: 'standing' }],
      unmet: ['time', 'quorum', 'objection'],
    });
    await ana.problem(1, 'withdraw', short);
    await ben.json('withdraw', short, '--reluctantly', 'We ask again in spring.');
    await ben.json('respond', proposal, 'consent');
    await eventually('it is adopted', async () => (await shown(proposal)).state === 'adopted');
  });

  test('what would not count is said before it is signed', async () => {
    const proposal = await propose('We meet on Mondays.');
    expect((await ben.problem(1, 'respond', proposal, 'agree')).code).toBe('wrong-rung');
    expect((await ben.problem(2, 'respond', proposal, 'perhaps')).detail).toContain('the answers are');
    expect((await ben.problem(2, 'object', proposal)).detail).toContain('--ground');
    await ana.json('withdraw', proposal);
    expect(await shown(proposal)).toMatchObject({ state: 'withdrawn', decision: null });
    expect((await ben.problem(1, 'respond', proposal, 'consent')).code).toBe('closed');
  });
});

describe('§6 [R-6.60] what comes after a decision, from two keyboards', () => {
  interface Life {
    readonly standing: string;
    readonly challenges: readonly { readonly text: string; readonly ruling: string | null }[];
    readonly requests: readonly { readonly state: string }[];
    readonly actions: readonly { readonly owner: string; readonly result: string | null }[];
  }
  const lifeOf = async (decision: string) => (await ana.json<{ life: Life }>('why', decision)).life;

  test('challenged, asked about, carried out, and ruled on one rung up', async () => {
    const proposal = await propose('We meet on Sundays.');
    for (const device of [ana, ben]) await device.json('respond', proposal, 'consent');
    const { decision } = await eventually('it is adopted', async () => {
      const now = await shown(proposal);
      return now.decision === null ? null : { ...now, decision: now.decision };
    });
    expect((await lifeOf(decision)).standing).toBe('cooling');

    const challenge = await ben.json<Logged>(
      ...['challenge', decision, '--ground', 'harms-affected'],
      ...['--argument', 'Some go to church.', '--resolved-by', 'The afternoon.'],
    );
    await ben.json('question', decision, '--words', 'Every Sunday?');
    const due = ['--due', '2099-01-01T00:00:00Z'];
    const { short } = await ana.json<Logged>('action', decision, '--what', 'Tell the others.', ...due);
    await ana.json('done', short, 'fulfilled', '--evidence', 'They all know.');
    expect(await lifeOf(decision)).toMatchObject({
      standing: 'challenged',
      challenges: [{ text: 'Some go to church.', ruling: null }],
      requests: [{ state: 'open' }],
      actions: [{ owner: 'Ana', result: 'fulfilled' }],
    });
    expect((await ben.problem(1, 'done', short, 'failed', '--evidence', 'No.')).code).toBe('not-author');

    const ruling = await ana.json<Logged>('rule', challenge.short, 'upheld', '--words', 'It is at four.');
    await eventually('it is open', async () => (await shown(ruling.short)).state === 'open');
    for (const device of [ana, ben]) await device.json('respond', ruling.short, 'agree');
    // Consensus asks twice: nobody settles this before the first time of asking is over.
    expect(await shown(ruling.short)).toMatchObject({
      state: 'open',
      asked: { rung: 'consensus' },
      counts: { answers: { agree: 2 } },
      unmet: ['time'],
    });
    expect((await lifeOf(decision)).standing).toBe('challenged');
  });
});

describe('§12 rules that bind every decision, from two keyboards', () => {
  test('[R-12.40] drafted, put forward, decided by two, and listed; the rules look whether people can keep it', async () => {
    const { constraint, proposal } = await ana.json<{ constraint: Logged; proposal: Logged }>(
      ...['constraint', 'propose', 'Four eyes', '--kind', 'separateDuties', '--effect', 'transfer'],
      ...['--value', 'Nobody serves themself.'],
    );
    expect(constraint.verdict.status).toBe('counted');
    const decided = await ana.json<Logged>('decide', '--proposal', proposal.short, '--reason', 'We want it.');
    await ben.json('confirm', decided.short);
    const { constraints } = await ben.json<{ constraints: readonly object[] }>('constraint', 'list');
    expect(constraints).toMatchObject([{ title: { en: 'Four eyes' }, hard: true, until: null }]);
    expect((await ben.run('constraint', 'list')).stdout).toContain('Four eyes');
  });

  test('what a kind does not take is said at once', async () => {
    const propose = ['constraint', 'propose', 'Rule', '--value', 'We care.'];
    expect((await ben.problem(2, ...propose, '--kind', 'kindness')).detail).toContain('--kind takes one of');
    expect((await ben.problem(2, ...propose, '--kind', 'forbidEffect')).detail).toContain('needs --effect');
    expect(
      (await ben.problem(2, ...propose, '--kind', 'requireHuman', '--effect', 'transfer', '--most', '3'))
        .detail,
    ).toContain('takes no --most');
  });
});

describe('§13 an agent at a keyboard of its own', () => {
  test('[R-13.3], [R-13.4] joins, is answered for, puts something forward, and is stopped', async () => {
    const { subject } = await ana.json<{ subject: string }>('whoami');
    const { code } = await ana.json<{ code: string }>('invite');
    const bot = await newDevice();
    const { server } = await ana.json<{ server: string }>('whoami');
    const join = [
      'login',
      '--server',
      server,
      `--invitation=${code}`,
      '--name',
      'Helper',
      '--agent-of',
      subject,
    ];
    await bot.json(...join);
    const propose = [
      ...['propose', '--text', 'We meet online.', '--domain', 'Purpose and charter', '--reason', 'It rains.'],
      ...[
        '--alternative',
        'We wait.',
        '--model',
        'small-model',
        '--model-version',
        '1',
        '--inputs',
        'README.md',
      ],
    ];
    expect((await bot.problem(1, ...propose)).code).toBe('no-steward');
    await ana.json('agent', 'vouch', 'Helper', '--reason', 'I know it.');
    expect((await bot.json<Logged>(...propose)).verdict.status).toBe('counted');
    await ben.json('agent', 'stop', 'Helper', '--reason', 'It repeats itself.');
    expect((await ben.run('agent', 'list')).stdout).toMatch(/Helper \(agent\)\s+Ana\s+stopped by Ben/);
    expect((await ben.problem(1, 'agent', 'resume', 'Helper', '--reason', 'Sorry.')).code).toBe('stopped-it');
  });
});
