import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { FINDINGS } from '../../../protocol/governance/lint/findings.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { lintView } from '../../../server/flows/views/lint-view.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben] = [] as unknown as [Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben'], START);
  [ana, ben] = at.people as unknown as [Person, Person];
});

async function domainTitled(beginning: string) {
  const found = (await at.logged('domain')).findLast(({ content }) =>
    (content.title as { en: string }).en.startsWith(beginning),
  );
  if (found === undefined) throw new TypeError(`no domain ${beginning}`);
  return found;
}

/** Ana and Ben, who coordinate, put another version of a domain in force. */
async function amend(beginning: string, change: object): Promise<void> {
  const { entry, content } = await domainTitled(beginning);
  const { refs: _, ...fields } = content;
  const { subject } = content;
  const whole = { ...fields, author: ana.author, supersedes: entry.id, ...change };
  // What is undefined is left out.
  const draft = await at.act(ana, 'domain', JSON.parse(JSON.stringify(whole)));
  await adopt({ type: 'domain', subject, id: draft.id });
}

async function adopt(adopts: object): Promise<void> {
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'To see what is said of it.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
}

/** All agree to a charter that does not say how a role asks before it decides. */
async function withoutConsultation(): Promise<void> {
  const [founding] = await at.logged('charter');
  if (founding === undefined) throw new TypeError('there is a charter');
  const { refs: _, ...fields } = founding.content;
  const { consultation: __, ...ladder } = fields.ladder as Record<string, object>;
  const { subject, id } = await at.act(ana, 'charter', {
    ...{ ...fields, author: ana.author, ladder, supersedes: founding.entry.id },
  });
  const proposal = await at.act(ana, 'proposal', {
    operations: [{ op: 'adopt', adopts: { type: 'charter', subject, id } }],
    driver: { say: 'We ask nobody.' },
  });
  for (const who of [ana, ben])
    await at.act(who, 'response', { proposal: proposal.subject, value: 'consent' });
  expect(await at.logged('outcome')).toMatchObject([{ content: { result: 'adopted' } }]);
}

async function codes(): Promise<readonly string[]> {
  const { findings } = await lintView(at.instance.context, { kind: 'member', mayRead: () => true });
  // People read these: names, no subjects, no JSON.
  for (const { words } of findings) expect(words).not.toMatch(/[0-9a-f]{8}-|ni:|[{}"]|undefined|NaN/);
  return findings.map(({ code, severity }) => `${severity} ${code}`);
}

const consent = (more: object) => ({
  consent: { openSeconds: DAY_SECONDS, deadlineSeconds: 7 * DAY_SECONDS, quorum: 'two-thirds', ...more },
});

function voteBy(quorum: 'square-root') {
  const threshold = { num: 1, den: 2, cmp: 'gt', base: 'decisive' };
  return { vote: { openSeconds: DAY_SECONDS, quorum, threshold } };
}

describe('§5 [R-5.40] what is wrong with a register', () => {
  test('the specification names every finding with its kind, and no other', async () => {
    const chapter = await readFile(new URL('../../../spec/05-things.md', import.meta.url), 'utf8');
    const rows = [...chapter.matchAll(/^ *\| `([a-z-]+)` +\| (error|warning) +\|/gm)].map(
      ([, code, kind]) => [code, kind],
    );
    expect(rows).toEqual(Object.entries(FINDINGS).map(([code, { severity }]) => [code, severity]));
  });

  test('who adopts a domain in which nothing can be decided is told so before they sign', async () => {
    const { entry, content } = await domainTitled('Changes');
    const { refs: _, ...fields } = content;
    const warned = async (change: object) => {
      const whole = { ...fields, author: ana.author, supersedes: entry.id, ...change };
      const { subject, id } = await at.act(ana, 'domain', whole);
      const operations = [{ op: 'adopt', adopts: { type: 'domain', subject, id } }];
      const drafted = await at.draft(ana, 'decision', { operations, reason: { say: 'To see.' } });
      return drafted.warning ?? '';
    };
    expect(await warned({ owner: { kind: 'none' } })).toContain(`${FINDINGS['no-owner'].sentence} (“Changes`);
    expect(await warned({ impact: 'medium' })).not.toContain('Once this holds');
  });

  test('the template is sound', async () => {
    expect(await codes()).toEqual([]);
  });

  test.each<[string, string, object, readonly string[]]>([
    ['no owner', 'Changes', { owner: { kind: 'none' } }, ['error no-owner']],
    [
      'a role where a circle answers',
      'Changes',
      { rung: 'consent', parameters: consent({}), affected: [] },
      ['error wrong-owner', 'warning no-path'],
    ],
    [
      'nobody to ask',
      'Changes',
      { rung: 'consultation', affected: [] },
      ['error nobody-to-ask', 'warning no-path'],
    ],
    ['a vote that is not set up', 'Purpose', { rung: 'vote', parameters: {} }, ['error no-parameters']],
    [
      'seats that nobody has claimed',
      'Changes',
      {
        owner: {
          ...{ kind: 'seats', seats: ['0194e000-0000-7000-8000-000000000001'] },
          endsAt: '2028-05-04T08:00:00Z',
        },
      },
      ['warning unclaimed'],
    ],
    ['nobody owns agreements any more', 'Sharing', { scope: { effects: ['transfer'] } }, ['warning gap']],
    [
      'two own changes of domains',
      'Changes',
      { scope: { effects: ['change', 'adopt:domain'] } },
      ['warning ambiguous-domain'],
    ],
    [
      'a role decides alone what cannot be undone',
      'Sharing',
      { impact: 'high', reversibility: 'irreversible' },
      ['warning rung-too-low'],
    ],
    [
      'a circle too small',
      'Purpose',
      { parameters: consent({ quorum: 'square-root' }) },
      ['error unreachable-quorum'],
    ],
    [
      'answers come after the deadline',
      'Purpose',
      { parameters: consent({ deadlineSeconds: 3600 }) },
      ['error closes-after-deadline'],
    ],
    [
      'silence about what matters',
      'Purpose',
      { parameters: consent({ lazy: true }) },
      ['error lazy-with-impact'],
    ],
    [
      'a full matter that goes nowhere',
      'Purpose',
      { weight: 'full', escalation: undefined },
      ['warning no-path'],
    ],
    ['a light one too', 'Purpose', { weight: 'light', escalation: undefined }, ['warning no-path']],
  ])('%s', async (_, beginning, change, expected) => {
    await amend(beginning, change);
    expect(await codes()).toEqual(expected);
  });

  const end = { mode: 'default', maxSeconds: 1, fallback: { kind: 'status-quo' } };
  const week = 7 * DAY_SECONDS;

  test.each<[string, (circle: unknown) => object, readonly string[]]>([
    [
      'a path that is sound',
      (body) => ({ escalation: [{ mode: 'decide', body, rung: 'consent', maxSeconds: week }, end] }),
      [],
    ],
    [
      'a step of a circle that there is not',
      () => ({
        escalation: [{ mode: 'decide', body: at.people[0]?.author, rung: 'consent', maxSeconds: week }, end],
      }),
      ['error step-without-circle'],
    ],
    [
      'a step in a way that is not set up',
      (body) => ({ escalation: [{ mode: 'decide', body, rung: 'vote', maxSeconds: week }, end] }),
      ['error step-undecidable'],
    ],
    [
      'a step that nobody can win',
      (body) => ({
        parameters: { ...consent({}), ...voteBy('square-root') },
        escalation: [{ mode: 'decide', body, rung: 'vote', maxSeconds: week }, end],
      }),
      ['error step-undecidable'],
    ],
    [
      'a cap on nothing that was agreed',
      () => ({ escalation: [{ ...end, fallback: { kind: 'interim-cap', num: 1, den: 1 } }] }),
      ['warning default-not-computable'],
    ],
    [
      'a path of 38 days after a week: twice 45 days is enough',
      () => ({ parameters: consent({}), escalation: [{ mode: 'talk', maxSeconds: 38 * DAY_SECONDS }, end] }),
      [],
    ],
    [
      'a second longer',
      () => ({
        parameters: consent({}),
        escalation: [{ mode: 'talk', maxSeconds: 38 * DAY_SECONDS + 1 }, end],
      }),
      ['warning outlives-its-time'],
    ],
  ])('%s', async (_, change, expected) => {
    const [circle] = await at.logged('circle');
    await amend('Purpose', { parameters: consent({}), ...change(circle?.content.subject) });
    expect(await codes()).toEqual(expected);
  });

  test('is told with names, as far as the reader may know them', async () => {
    await amend('Sharing', { scope: { effects: ['transfer'] } });
    const told = async (mayRead: () => boolean) => {
      const { findings } = await lintView(at.instance.context, { kind: 'member', mayRead });
      return findings.map(({ words }) => words);
    };
    const effect = 'effect: make agreements with other commons';
    expect(await told(() => true)).toEqual([`${effect}; circle “Everyone”`]);
    expect(await told(() => false)).toEqual([`${effect}; circle (not for everybody)`]);
    at.sleep(365 * DAY);
    expect(await told(() => true)).toContain('role “Coordinator”');
  });

  test('a term that ends, and nobody follows', async () => {
    at.sleep(335 * DAY - 1);
    expect(new Set(await codes())).toEqual(new Set());
    at.sleep(DAY);
    expect(new Set(await codes())).toEqual(new Set(['warning no-successor']));
    at.sleep(30 * DAY);
    expect(new Set(await codes())).toEqual(new Set(['error no-holder']));
  });

  test('§15 [R-15.16] roles that only one side keeps apart, [R-15.38] a liaison that nobody hears', async () => {
    const [role] = await at.logged('role');
    const [circle] = await at.logged('circle');
    if (role === undefined || circle === undefined) throw new TypeError('the template has both');
    const { refs: _, ...fields } = role.content;
    const draft = await at.act(ana, 'role', {
      ...fields,
      author: ana.author,
      weight: 'light',
      separateFrom: [circle.content.subject],
      liaison: { circle: circle.content.subject },
      supersedes: role.entry.id,
    });
    const adopts = { type: 'role', subject: role.content.subject, id: draft.id };
    const decision = await at.act(ana, 'decision', {
      operations: [{ op: 'adopt', adopts }],
      reason: { say: 'So we do.' },
    });
    await at.act(ben, 'confirmation', { of: decision.id });
    expect(new Set(await codes())).toEqual(new Set(['warning kept-apart-by-one', 'warning liaison-unheard']));
  });

  test('two must sign, and one holds the role', async () => {
    const [mandate] = (await at.logged('mandate')).filter(({ content }) => content.holder === ben.author);
    if (mandate === undefined) throw new TypeError('Ben has a term');
    const role = (mandate.content.role as { subject: string }).subject;
    const thing = { subject: mandate.content.subject, id: mandate.entry.id };
    const decision = await at.act(ana, 'decision', {
      operations: [{ op: 'end', type: 'mandate', thing, role }],
      reason: { say: 'Ben moves away.' },
    });
    await at.act(ben, 'confirmation', { of: decision.id });
    expect(await codes()).toEqual(['error no-second-signer']);
  });

  test('an affected circle without a voice', async () => {
    const circle = await at.act(ana, 'circle', {
      kind: 'working-group',
      name: { en: 'Neighbours' },
      aim: { en: 'To be heard.' },
      members: [ben.author],
      status: 'active',
    });
    await adopt({ type: 'circle', subject: circle.subject, id: circle.id });
    await amend('Changes', { affected: [circle.subject] });
    expect(await codes()).toEqual([]);
    const { content } = await domainTitled('Purpose');
    expect(content.rung).toBe('consent');
    // The charter's domain is changed by the coordinators as well: it is a domain like any other.
    await amend('Purpose', { affected: [circle.subject] });
    expect(await codes()).toEqual(['warning no-representative']);
  });

  test('`barred` and `no-way-up`: what rules that bind every decision make of a domain', async () => {
    const [circle] = await at.logged('circle');
    const bind = async (hard: boolean, least: string) => {
      const rule = { kind: 'requireRung', effects: ['change'], least };
      const made = await at.act(ana, 'constraint', {
        title: { en: 'Together' },
        value: { en: 'We decide together.' },
        hard,
        rule,
      });
      await adopt({
        type: 'constraint',
        subject: made.subject,
        id: made.id,
        circle: circle?.content.subject,
      });
    };
    const before = await codes();
    await bind(true, 'consent');
    await at.pass(2 * 60 * 1000);
    expect(await codes()).toEqual(expect.arrayContaining(['error barred']));
    await bind(false, 'consultation');
    expect(await codes()).not.toContain('warning no-way-up');
    await withoutConsultation();
    await at.pass(2 * 60 * 1000);
    expect((await codes()).filter((code) => !before.includes(code))).toEqual([
      'error barred',
      'warning no-way-up',
    ]);
  });

  test('[R-12.22] `barred` by a rule that nobody can keep: who must be consulted cannot be, or does not answer', async () => {
    const [circle] = await at.logged('circle');
    const before = await codes();
    const consult = async (who: string, effect: string) => {
      const rule = { kind: 'requireConsulted', effects: [effect], who: [who] };
      const fields = { title: { en: 'Ask first' }, value: { en: 'We ask.' }, hard: true, rule };
      const made = await at.act(ana, 'constraint', fields);
      const adopts = {
        ...{ type: 'constraint', subject: made.subject, id: made.id, circle: circle?.content.subject },
      };
      const { warning } = await at.draft(ana, 'decision', {
        ...{ operations: [{ op: 'adopt', adopts }], reason: { say: 'We ask.' } },
      });
      await adopt(adopts);
      await at.pass(2 * 60 * 1000);
      return { warning, found: (await codes()).filter((code) => !before.includes(code)) };
    };
    const role = await at.act(ana, 'role', {
      ...{ circle: { subject: circle?.content.subject, id: circle?.entry.id }, name: { en: 'Auditor' } },
      ...{ purpose: { en: 'Looks at it.' }, decides: [], accountabilities: [], seats: { min: 1, max: 1 } },
      ...{ termSeconds: DAY_SECONDS, maxConsecutiveTerms: 1, selection: 'appoint', separateFrom: [] },
      ...{ alternates: false, continuity: false, weight: 'light' },
    });
    await adopt({ type: 'role', subject: role.subject, id: role.id });
    // Everybody decides about the charter by consent: the role is asked, and nobody holds it.
    const unheard = await consult(role.subject, 'adopt:charter');
    expect(unheard.found).toEqual(['warning consults-nobody']);
    expect(unheard.warning).toContain('nobody is there to answer. (“Purpose and charter”)');
    // A role decides about changes alone.
    const alone = await consult(role.subject, 'change');
    expect(alone.found).toEqual(['error barred', 'warning consults-nobody']);
    const nobody = await consult(role.subject.replace(/.{4}$/, '0000'), 'adopt:charter');
    expect(nobody.found).toEqual(['error barred', 'error barred', 'warning consults-nobody']);
    expect(nobody.warning).toContain('somebody who cannot be asked. (“Purpose and charter”)');
    const oneself = await consult(circle?.content.subject as string, 'adopt:charter');
    expect(oneself.warning).toBeNull();
  });

  test('`nobody-to-ask` where all who are named are nobody; `unweighted`, where a role does not rotate', async () => {
    const [role] = await at.logged('role');
    const [circle] = await at.logged('circle');
    if (role === undefined || circle === undefined) throw new TypeError('the template has both');
    const { refs: _, weight: __, ...fields } = role.content;
    const change = { ...fields, author: ana.author, supersedes: role.entry.id };
    const { warning } = await at.draft(ana, 'role', change);
    expect(warning).toContain('does not say how it is handed over');
    expect((await at.draft(ana, 'role', { ...change, weight: 'full' })).warning).toBeNull();
    const draft = await at.act(ana, 'role', change);
    await adopt({ type: 'role', subject: role.content.subject, id: draft.id });
    expect(new Set(await codes())).toEqual(new Set(['warning unweighted']));
    const auditor = await at.act(ana, 'role', {
      ...{ ...fields, name: { en: 'Auditor' }, weight: 'light', author: ana.author },
      ...{ subject: circle.content.subject.replace(/.{4}$/, '0001') },
    });
    await adopt({ type: 'role', subject: auditor.subject, id: auditor.id });
    const consultation = {
      ...{ askSeconds: 3 * DAY_SECONDS, extendSeconds: DAY_SECONDS, deadlineSeconds: 20 * DAY_SECONDS },
    };
    const asking = { rung: 'consultation', parameters: { consultation } };
    await amend('Changes', { ...asking, affected: [auditor.subject] });
    expect(await codes()).toContain('error nobody-to-ask');
    await amend('Changes', { ...asking, affected: [auditor.subject, ben.author] });
    expect(await codes()).not.toContain('error nobody-to-ask');
  });
});
