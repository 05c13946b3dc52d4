import { beforeAll, describe, expect, test } from 'vitest';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const CHANGE = { op: 'change', paths: ['docs/wall'], content: 'A'.repeat(43), title: 'Drain the wall' };
const LONG = `We keep the garden. ${'It is for all of us. '.repeat(20)}`;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

async function founded(): Promise<void> {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
}

const propose = (who: Person, operation: object = CHANGE, more: object = {}) =>
  at.act(who, 'proposal', { driver: { say: 'It is wet.' }, operations: [operation], ...more });

describe('§10 [R-10.30a] a summary says what is signed', () => {
  let proposal: Acted;

  beforeAll(async () => {
    await founded();
    await decideChangesBy(at, 'consent');
    proposal = await propose(ana);
  });

  test.each([
    ['response', { value: 'consent' }],
    ['advice', { stance: 'for', text: { say: 'Yes.' } }],
    ['objection', { ground: 'harms-aim', argument: { say: 'No.' }, resolvedBy: { say: 'Time.' } }],
    ['recusal', { reason: { say: 'My wall.' } }],
  ] as const)('of a %s, what the proposal is about', async (type, fields) => {
    const { summary } = await at.draft(ben, type, { proposal: proposal.subject, ...fields });
    expect(summary).toContain('It is about this: Drain the wall (docs/wall).');
  });

  test('of a role, a mandate and a domain, who gets what by it', async () => {
    const [role] = await at.logged('role');
    const [domain] = await at.logged('domain');
    if (domain === undefined || role === undefined) throw new TypeError('the template has both');
    const { refs: _, ...body } = domain.content;
    const { refs: __, ...fields } = role.content;
    const anew = { subject: domain.content.subject, supersedes: domain.entry.id };
    expect((await at.draft(ana, 'domain', { ...body, ...anew, author: ana.author })).summary).toMatch(
      /“Coordinator” decides alone whether to give away what the commons has or make agreements.*; at most 100,000 in one decision and 300,000 in 30 days/,
    );
    const changed = { ...fields, supersedes: role.entry.id, author: ana.author };
    expect((await at.draft(ana, 'role', changed)).summary).toMatch(
      /“Coordinator”: 1 to 4 at a time, for 1 year and at most 2 terms in a row, chosen by consent; it decides “Sharing/,
    );
    const mandate = {
      role: { subject: role.content.subject, id: role.entry.id },
      holder: ben.author,
      startsAt: formatMillis(at.now()),
      endsAt: formatMillis(at.now() + 30 * DAY),
    };
    expect((await at.draft(ana, 'mandate', mandate)).summary).toContain(
      'Ben has the role “Coordinator” from 2026-05-04 until 2026-06-03',
    );
  });

  test('of a decision that adopts one, and of the second signature under it', async () => {
    const constraint = await at.act(ana, 'constraint', {
      title: { en: 'No big gifts' },
      value: { en: 'Care' },
      hard: true,
      rule: { kind: 'maxAmount', most: 50 },
    });
    const adopts = { type: 'constraint', subject: constraint.subject, id: constraint.id };
    const wish = { operations: [{ op: 'adopt', adopts }], reason: { say: 'Care.' } };
    expect((await at.draft(ana, 'decision', wish)).summary).toContain(
      'adopt the constraint “No big gifts”: One decision gives at most 50 of anything. It binds every decision',
    );
    const decision = await at.act(ana, 'decision', wish);
    expect((await at.draft(ben, 'confirmation', { of: decision.id })).summary).toContain(
      'It is about this: adopt the constraint “No big gifts”',
    );
  });

  test('of a text the whole text, and of a ruling what it says and on what', async () => {
    const [domain] = await at.logged('domain');
    const text = { op: 'resolve', text: { say: LONG } };
    const wish = { operations: [text], domain: domain?.content.subject, reason: { say: 'So be it.' } };
    expect((await at.draft(ana, 'decision', wish)).summary).toContain(`agree on a text: “${LONG}”`);
    const decision = await at.act(ana, 'decision', {
      ...wish,
      operations: [{ ...text, text: { say: 'A garden.' } }],
    });
    const asked = await at.act(cem, 'ruling-request', { decision: decision.id, question: { say: 'All?' } });
    const rule = { op: 'rule', on: asked.id, ruling: 'interpreted', text: { say: 'Every bed.' } };
    const ruling = await at.draft(ana, 'decision', { operations: [rule], reason: { say: 'Asked.' } });
    expect(ruling.summary).toContain('say what a decision means (agree: “A garden.”): “Every bed.”');
    const reversal = { reverses: { subject: decision.subject, id: decision.id } };
    expect((await at.draft(ana, 'decision', { ...wish, ...reversal })).summary).toContain(
      'It reverses what was decided (agree: “A garden.”).',
    );
  });
});

describe('§10 [R-10.30a] whoever takes back an objection is told what follows', () => {
  const object = (who: Person, proposal: Acted) =>
    at.act(who, 'objection', {
      proposal: proposal.subject,
      ground: 'harms-aim',
      argument: { say: 'It floods the yard.' },
      resolvedBy: { say: 'A drain.' },
    });

  test('that the proposal is adopted at once, or when; as it reads by now', async () => {
    await founded();
    await decideChangesBy(at, 'consent');
    const proposal = await propose(ana);
    const objection = await object(dia, proposal);
    const other = await object(cem, proposal);
    const wish = { of: objection.id };
    expect((await at.draft(dia, 'withdrawal', wish)).warning).toBeNull();
    await at.act(cem, 'withdrawal', { of: other.id });
    await propose(ana, { ...CHANGE, title: 'Drain wall and yard' }, { subject: proposal.subject });
    for (const who of [ana, ben, cem])
      await at.act(who, 'response', { proposal: proposal.subject, value: 'consent' });
    const early = await at.draft(dia, 'withdrawal', wish);
    expect(early.warning).toMatch(
      /is adopted at 2026-05-\S+Z, unless somebody objects until then\. It was changed since you objected\.$/,
    );
    expect(early.summary).toContain('It is about this: Drain wall and yard (docs/wall).');
    await at.pass(12 * DAY);
    expect((await at.draft(dia, 'withdrawal', wish)).warning).toBe(
      'Nothing else stands in the way: once you take it back the proposal is adopted at once, and nobody can object to it any more. It was changed since you objected.',
    );
    expect((await at.draft(ben, 'withdrawal', wish)).warning).toBeNull();
    await at.act(dia, 'withdrawal', wish);
    expect((await at.logged('outcome')).map(({ content }) => content.result)).toEqual(['adopted']);
    expect((await at.draft(dia, 'withdrawal', wish)).warning).toBeNull();
  });
});

describe('§10 [R-10.30a] a warning says what will come to nothing', () => {
  test('of two open proposals about the same; not of another one, nor once it was taken back', async () => {
    await founded();
    await decideChangesBy(at, 'consent');
    const first = await propose(ana);
    const wish = (paths: string[]) => ({ driver: { say: 'Dry.' }, operations: [{ ...CHANGE, paths }] });
    const same = async () => (await at.draft(ben, 'proposal', wish(['docs/wall', 'docs/roof']))).warning;
    expect(await same()).toContain(
      'Another proposal that is open is about the same: “Drain the wall (docs/wall)”.',
    );
    expect((await at.draft(ben, 'proposal', wish(['docs/roof']))).warning ?? '').not.toContain(
      'about the same',
    );
    const amended = { ...wish(['docs/wall']), subject: first.subject };
    expect((await at.draft(ana, 'proposal', amended)).warning ?? '').not.toContain('about the same');
    await at.act(ana, 'withdrawal', { of: first.id });
    expect((await same()) ?? '').not.toContain('about the same');
  });

  test('of a proposal that is announced too late for a meeting, to the second', async () => {
    await founded();
    await decideChangesBy(at, 'consent');
    const proposal = await propose(ana);
    const circle = (await at.logged('circle'))[0]?.content.subject;
    const call = async (startsAt: number) => {
      const agenda = [{ proposal: proposal.subject }];
      return (await at.draft(ana, 'meeting', { circle, startsAt: formatMillis(startsAt), agenda })).warning;
    };
    expect(await call(at.now() + 3 * DAY)).toBeNull();
    expect(await call(at.now() + 3 * DAY - SECOND)).toBe(
      '1 proposal on the agenda cannot be decided in this meeting: that takes notice of 3 days, and it begins before.',
    );
    const agenda = [{ about: { say: 'All else.' } }];
    const startsAt = formatMillis(at.now() + DAY);
    const meeting = await at.act(ana, 'meeting', { circle, startsAt, agenda });
    const wish = { driver: { say: 'Dry.' }, operations: [{ ...CHANGE, paths: ['docs/roof'] }] };
    expect((await at.draft(ben, 'proposal', { ...wish, opensIn: meeting.subject })).warning).toContain(
      'not decided there: that takes notice of 3 days.',
    );
  });

  test('of a role that nobody has any more, or one person where two must sign', async () => {
    await founded();
    const terms = await at.logged('mandate');
    const role = (await at.logged('role'))[0]?.content.subject;
    const end = (place: number) => {
      const { entry, content } = terms[place] ?? {};
      return { op: 'end', type: 'mandate', role, thing: { subject: content?.subject, id: entry?.id } };
    };
    const warned = async (...operations: readonly object[]) =>
      (await at.draft(ana, 'decision', { operations, reason: { say: 'So.' } })).warning;
    expect(terms.length).toBe(4);
    expect(await warned(end(0), end(1))).toBeNull();
    expect(await warned(end(0), end(1), end(2))).toBe(
      'Once this holds one person alone has the role “Coordinator”, and two must sign under “Register: who decides what”: nothing is decided there until a second one has it.',
    );
    const owns = '“Sharing and spending”, “Register: who decides what”, “Changes to what we look after”';
    expect(await warned(end(0), end(1), end(2), end(3))).toBe(
      `Once this holds nobody has the role “Coordinator”: nobody decides under ${owns} until somebody is selected for it, or it becomes a matter of the circle.`,
    );
    const [founding] = await at.logged('role');
    const thing = { subject: role, id: founding?.entry.id };
    expect(await warned({ op: 'end', type: 'role', thing })).toContain(
      `nobody decides under ${owns} until that has another owner.`,
    );
    const appointed = { ...founding?.content, author: ana.author, supersedes: founding?.entry.id };
    const { refs: _, weight: __, ...fields } = { refs: null, weight: null, ...appointed };
    const draft = await at.act(ana, 'role', { ...fields, selection: 'appoint' });
    const adopt = { op: 'adopt', adopts: { type: 'role', subject: role, id: draft.id } };
    const { id } = await at.act(ana, 'decision', { operations: [adopt], reason: { say: 'So.' } });
    await at.act(ben, 'confirmation', { of: id });
    expect(await warned(end(0), end(1), end(2), end(3))).toContain(
      'until somebody is given it. That is decided under “Register: who decides what” too: nobody could give it to anybody.',
    );
  });

  test('of what was erased already', async () => {
    await founded();
    await decideChangesBy(at, 'consent');
    const proposal = await propose(ana);
    const said = { proposal: proposal.subject, stance: 'against', text: { say: 'Never.' } };
    const advice = await at.act(ben, 'advice', said);
    expect((await at.draft(ben, 'erasure', { of: advice.id })).warning).toBeNull();
    await at.act(ben, 'erasure', { of: advice.id });
    expect((await at.draft(ben, 'erasure', { of: advice.id })).warning).toBe(
      'All of this was erased already: to erase it again changes nothing.',
    );
  });

  test('of an answer in the name of somebody who has answered', async () => {
    await founded();
    await decideChangesBy(at, 'vote', { proxies: { most: 2 } });
    const proposal = await propose(ana);
    const endsAt = formatMillis(at.now() + 30 * DAY);
    await at.act(dia, 'proxy', { to: ben.author, proposal: proposal.subject, endsAt });
    const wish = { proposal: proposal.subject, value: 'no', for: dia.author };
    expect((await at.draft(ben, 'response', wish)).warning).toBeNull();
    await at.act(dia, 'response', { proposal: proposal.subject, value: 'yes' });
    expect((await at.draft(ben, 'response', wish)).warning).toBe(
      'They have answered for themself: your answer in their name is logged, and changes nothing.',
    );
  });
});

test('§10 [R-10.30a] what is over says how: taken back, decided, or out of time', async () => {
  await founded();
  await decideChangesBy(at, 'consent');
  const sentence = async (of: Acted) =>
    (await at.draft(ben, 'response', { proposal: of.subject, value: 'consent' })).verdict.sentence;
  const back = await propose(ana);
  await at.act(ana, 'withdrawal', { of: back.id });
  expect(await sentence(back)).toContain('took it back');
  expect((await at.draft(ana, 'withdrawal', { of: back.id })).verdict.sentence).toBe(
    'It was taken back already.',
  );
  const decided = await propose(ana);
  for (const who of at.people) await at.act(who, 'response', { proposal: decided.subject, value: 'consent' });
  await at.pass(DAY);
  expect(await sentence(decided)).toContain('was decided already');
  const late = await propose(ana);
  await at.pass(25 * DAY);
  expect(await sentence(late)).toBe('The time to say something about this is over.');
});
