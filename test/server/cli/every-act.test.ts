import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { type Keyboard, type Keyboards, keyboardsFor } from './keyboards.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY_MS = DAY_SECONDS * SECOND;

let keyboards: Keyboards;
let [ana, ben, cem] = [] as unknown as [Keyboard, Keyboard, Keyboard];

/** Three founders, whose charter is changed by consent. */
beforeEach(async () => {
  keyboards = await keyboardsFor(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = keyboards.people as unknown as [Keyboard, Keyboard, Keyboard];
});
afterEach(() => keyboards.stop());

interface Logged {
  readonly id: string;
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}
interface Shown {
  readonly state: string;
  readonly decision: string | null;
  readonly answers: readonly object[];
  readonly versions: readonly object[];
  readonly alternatives: readonly string[];
}

const shown = (proposal: string) => ana.json<Shown>('proposals', proposal);
const propose = (...more: readonly string[]) =>
  ana.json<Logged>(
    ...['propose', '--text', 'We swim on Tuesdays.', '--domain', 'Purpose and charter'],
    ...['--reason', 'We should settle this.', ...more],
  );

describe('§6 a proposal in another version, from keyboards', () => {
  test('[R-6.33] takes up an objection: what is not said stays, and everybody answers anew', async () => {
    const { short: proposal } = await propose('--alternative', 'We do not swim.');
    await ben.json('respond', proposal, 'consent');
    const objection = await cem.json<Logged>(
      ...['object', proposal, '--ground', 'harms-affected', '--argument', 'I work on Tuesdays.'],
      ...['--resolved-by', 'Another day.'],
    );
    const anew = ['amend', proposal, '--text', 'We swim on Saturdays.', '--integrates'];
    expect((await ben.problem(1, ...anew, objection.short)).code).toBe('not-author');
    expect((await ana.problem(1, ...anew, proposal)).code).toBe('unknown-reference');
    const { short, verdict } = await ana.json<Logged>(...anew, objection.short);
    expect(verdict.status).toBe('counted');
    expect(await shown(proposal)).toMatchObject({
      what: [expect.stringContaining('Saturdays')],
      driver: 'We should settle this.',
      alternatives: ['We do not swim.'],
      answers: [],
      versions: [{}, { changed: true }],
      objections: [{ by: 'Cem', fate: 'standing' }],
    });
    await cem.json('withdraw', objection.short, '--resolved-by', 'amendment');
    for (const device of [ana, ben, cem]) await device.json('respond', short, 'consent');
    expect((await shown(proposal)).state).toBe('adopted');
    expect((await ana.problem(1, 'amend', proposal, '--reason', 'For fun.')).code).toBe('closed');
  });

  test('[R-6.33] nobody answers the offer: the objection lapses', async () => {
    const { short: proposal } = await propose();
    const objection = await cem.json<Logged>(
      ...['object', proposal, '--ground', 'harms-affected', '--argument', 'I work on Tuesdays.'],
      ...['--resolved-by', 'Another day.'],
    );
    const offer = (words: string) =>
      ana.json<Logged>('amend', proposal, '--integrates', objection.short, '--explain', words);
    await offer('Only until June.');
    await keyboards.pass(3 * DAY_MS);
    await offer('Cem, what do you say?');
    await ana.json('respond', proposal, 'consent');
    await ben.json('respond', proposal, 'consent');
    await keyboards.pass(7 * DAY_MS);
    expect(await shown(proposal)).toMatchObject({ objections: [{ fate: 'lapsed' }], answers: [{}, {}] });
  });

  test('an explanation alone leaves the answers as they are', async () => {
    const { short: proposal } = await propose();
    await ben.json('respond', proposal, 'consent');
    const { short } = await ana.json<Logged>('amend', proposal, '--explain', 'In the lake.');
    expect(await shown(short)).toMatchObject({
      answers: [{ by: 'Ben', value: 'consent' }],
      versions: [{ changed: false }, { changed: false }],
    });
  });
});

describe('§12 a rule that binds every decision, from keyboards', () => {
  /** Put forward, decided by one, confirmed by another. */
  async function decided(proposal: string): Promise<void> {
    const { short } = await ana.json<Logged>('decide', '--proposal', proposal, '--reason', 'We want it.');
    await ben.json('confirm', short);
  }
  const rules = async () =>
    (await cem.json<{ constraints: readonly { until: string | null }[] }>('constraint', 'list')).constraints;

  test('[R-12.3] is changed, ended, and binds on for a while', async () => {
    const { proposal } = await ana.json<{ proposal: Logged }>(
      ...['constraint', 'propose', 'Look again', '--kind', 'requireReviewWithin', '--effect', 'transfer'],
      ...['--days', '90', '--value', 'We learn.'],
    );
    await decided(proposal.short);
    expect(
      (await ana.problem(2, 'constraint', 'change', 'Look again', '--most', '3', '--reason', 'x')).detail,
    ).toContain('takes no --most');
    expect((await ana.problem(1, 'constraint', 'end', 'Look away', '--reason', 'x')).detail).toContain(
      'Look away',
    );
    const changed = await ana.json<{ proposal: Logged }>(
      ...[
        'constraint',
        'change',
        'look again',
        '--days',
        '60',
        '--soft',
        '--reason',
        'It is late.',
        '--propose',
      ],
    );
    await decided(changed.proposal.short);
    expect(await rules()).toMatchObject([
      { words: expect.stringContaining('60 days'), hard: false, until: null },
      { words: expect.stringContaining('90 days'), hard: true, until: expect.any(String) },
    ]);
    const ended = await ana.json<{ decision: Logged }>(
      ...['constraint', 'end', 'Look again', '--reason', 'We look each month anyway.'],
    );
    await ben.json('confirm', ended.decision.short);
    expect((await rules()).map(({ until }) => until)).toEqual([expect.any(String), expect.any(String)]);
    await keyboards.pass(90 * DAY_MS);
    expect(await rules()).toEqual([]);
  });
});

describe('§17 [R-17.10] a proxy for one meeting, from keyboards', () => {
  test('answers there, and nowhere else', async () => {
    const vote = {
      ...{ openSeconds: 20 * DAY_SECONDS, quorum: { num: 1, den: 2 }, proxies: {} },
      threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
    };
    const change = await ana.json<{ decision: Logged }>(
      ...['domain', 'change', 'Purpose and charter', '--rung', 'vote', '--reason', 'We are many.'],
      ...['--field', `parameters=${JSON.stringify({ vote })}`],
    );
    await ben.json('confirm', change.decision.short);

    const { short: meeting } = await ana.json<Logged>(
      'meeting',
      'call',
      '--at',
      '8d',
      '--about',
      'The summer.',
    );
    const { short: there } = await propose('--meeting', meeting);
    const { short: elsewhere } = await propose();
    const both = ['--meeting', meeting, '--vote', there];
    expect((await cem.problem(2, 'proxy', 'Ben', ...both)).detail).toContain('one of the three');
    expect((await cem.problem(2, 'proxy', 'Ben', '--vote', elsewhere)).detail).toContain('--until');
    const { short: proxy } = await cem.json<Logged>('proxy', 'Ben', '--meeting', meeting);
    await keyboards.pass(8 * DAY_MS);
    const inTheirName = ['yes', '--for', 'Cem'];
    expect((await ben.problem(1, 'respond', elsewhere, ...inTheirName)).code).toBe('no-proxy');
    await ben.json('respond', there, ...inTheirName);
    expect((await shown(there)).answers).toMatchObject([{ by: 'Cem, by Ben', value: 'yes' }]);
    await cem.json('respond', there, 'no');
    expect((await shown(there)).answers).toMatchObject([{ by: 'Cem', value: 'no' }]);
    await cem.json('withdraw', proxy);
    expect((await ben.problem(1, 'respond', there, ...inTheirName)).code).toBe('no-proxy');
  });
});

describe('§6 [R-6.110] a block whose ground the rules recompute, from keyboards', () => {
  test('says which rule is violated, and that there is more to it', async () => {
    const { proposal } = await ana.json<{ proposal: Logged }>(
      ...['constraint', 'propose', 'No charter', '--kind', 'requireHuman', '--effect', 'adopt:charter'],
      ...['--value', 'People decide.'],
    );
    const { short } = await ana.json<Logged>(
      'decide',
      '--proposal',
      proposal.short,
      '--reason',
      'We want it.',
    );
    await ben.json('confirm', short);
    const [rule] = (await ana.json<{ constraints: readonly Logged[] }>('constraint', 'list')).constraints;
    const change = await ana.json<{ decision: Logged }>(
      ...['domain', 'change', 'Purpose and charter', '--rung', 'consensus', '--reason', 'Together.'],
    );
    await ben.json('confirm', change.decision.short);

    const { short: matter } = await propose();
    const block = ['respond', matter, 'block', '--ground', 'value', '--reason', 'It is not who we are.'];
    expect((await cem.problem(1, ...block, '--violates', matter)).code).toBe('unknown-reference');
    const blocked = await cem.json<Logged>(...block, '--violates', rule?.id ?? '', '--besides');
    expect(blocked.verdict.status).toBe('counted');
    const { stdout } = await ana.run('proposals', matter);
    expect(stdout).toContain('block');
  });
});

describe('§1 [R-1.16] a second device of one person', () => {
  test('is named by the first one, logs in by name, and signs; without that nobody lets it in', async () => {
    const phone = await keyboards.another();
    const { key } = await phone.json<{ key: string }>('login', '--new-key', '--name', 'Ana');
    const login = ['login', '--server', keyboards.origin, '--as'];
    expect((await phone.problem(1, ...login, 'Ana')).type).toContain('key-not-in-force');
    const added = await ana.run('me', 'add-key', key, '--yes');
    expect(added.stdout).toContain(`On the other device: `);
    const [, next = ''] = added.stdout.split('login --server ');
    const who = await phone.json<{ pseudonym: string; subject: string }>(...login, 'Ana');
    expect(next.trim()).toBe(`${keyboards.origin} --as ${who.subject}`);
    expect(who.pseudonym).toBe('Ana');
    const { short } = await propose();
    expect((await phone.json<Logged>('respond', short, 'consent')).verdict.status).toBe('counted');
    expect((await ana.json<Logged>('me', 'drop-key', key)).verdict.status).toBe('counted');
    expect((await phone.problem(1, 'respond', short, 'concern')).type).toContain('unauthenticated');
  });

  test('of somebody whom members alone know logs in by their subject', async () => {
    const { subject } = await ben.json<{ subject: string }>('whoami');
    const phone = await keyboards.another();
    const { key } = await phone.json<{ key: string }>('login', '--new-key', '--name', 'Ben');
    await ben.json('me', 'add-key', key, '--audience', 'members');
    const login = ['login', '--server', keyboards.origin, '--as'];
    expect((await phone.problem(1, ...login, 'Ben')).type).toContain('key-not-in-force');
    expect((await phone.json<{ subject: string }>(...login, subject)).subject).toBe(subject);
    expect((await phone.json<{ subject: string }>('whoami')).subject).toBe(subject);
  });
});

describe('§15 [R-15.66] an unclaimed seat of a register, from keyboards', () => {
  interface Roles {
    readonly roles: readonly {
      readonly name: { readonly en: string };
      readonly claims: readonly object[];
      readonly terms: readonly { readonly holder: { readonly name: string } }[];
    }[];
  }
  interface Domain {
    readonly title: { readonly en: string };
    readonly owner: { readonly kind: string; readonly people: readonly { readonly name: string }[] };
  }
  function nothing(): never {
    throw new TypeError('it is there');
  }
  const coordinator = async (device: Keyboard) =>
    (await device.json<Roles>('roles')).roles.find(({ name }) => name.en === 'Coordinator');
  const page = async () => {
    const answer = await fetch(`${keyboards.origin}/roles`, { headers: { accept: 'text/html' } });
    return answer.text();
  };

  test('is claimed, shown to everybody, granted, and decides from then on', async () => {
    const { decision } = await ana.json<{ decision: string }>('import', 'maintainers', '--example');
    await ben.json('confirm', decision);
    const { domains } = await ana.json<{ domains: readonly Domain[] }>('register');
    const { title, owner } = domains.find(({ owner }) => owner.kind === 'seats') ?? nothing();
    const room = await ana.json<{ decision: Logged }>(
      ...['role', 'change', 'Coordinator', '--seats', '5', '--reason', 'People of the register come in.'],
    );
    await ben.json('confirm', room.decision.short);
    const as = owner.people[0]?.name ?? '';
    const claim = [
      'claim',
      title.en,
      '--role',
      'Coordinator',
      '--as',
      as,
      '--evidence',
      'My key signed release 4.',
    ];
    const { term } = await cem.json<Logged & { term: string }>(...claim);
    expect((await coordinator(ana))?.claims).toMatchObject([
      {
        by: { name: 'Cem' },
        seat: { name: as },
        domain: { title },
        term,
        evidence: 'My key signed release 4.',
      },
    ]);
    const { stdout } = await ana.run('roles');
    expect(stdout).toContain(`Cem claims the seat of “${as}” under “${title.en}”, as Coordinator: My key`);
    const [, rest = ''] = stdout.split('decide --adopt ');
    const adopt = ['decide', '--adopt', rest.split(' ')[0] ?? '', '--reason', 'It is he.'];
    expect(await page()).toContain(`decide --adopt ${adopt[2]}`);

    const granted = await ana.json<Logged>(...adopt);
    await ben.json('confirm', granted.short);
    const { claims, terms } = (await coordinator(ana)) ?? nothing();
    expect([claims, terms.map(({ holder }) => holder.name)]).toEqual([[], expect.arrayContaining(['Cem'])]);
    expect(await page()).not.toContain('decide --adopt');
    const decided = await cem.json<Logged>(
      ...['decide', '--text', 'We mend the pump.', '--domain', title.en, '--reason', 'It leaks.'],
    );
    expect(decided.verdict.status).toBe('counted');
    expect((await ana.run('why', decided.short)).stdout).toContain('Cem');
  });
});
