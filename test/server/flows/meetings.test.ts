import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { type DocumentId, subjectSchema } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { meetingsView } from '../../../server/flows/views/meetings-view.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
import { subjectOf } from '../../support/people.ts';
import { plain } from '../web/support/html.ts';
import { askerOf } from '../web/support/memory-commons.ts';
import { addMember } from './support/members.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const HOUR = 3600 * SECOND;
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];
let circle: string;

/** The circle of Ana, Ben, Cem and Dia decides by consent, open for a week. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  await decideChangesBy(at, 'consent');
  circle = (await at.logged('circle'))[0]?.content.subject ?? '';
});

const propose = (more: object = {}) =>
  at.act(dia, 'proposal', {
    driver: { say: 'It is wet.' },
    operations: [
      { op: 'change', paths: ['docs/cellar.md'], content: 'A'.repeat(43), title: 'Drain the cellar' },
    ],
    ...more,
  });

const call = (agenda: readonly object[], inDays = 4) =>
  at.act(ana, 'meeting', {
    circle,
    startsAt: formatMillis(at.now() + inDays * DAY),
    agenda,
    minuteTaker: ben.author,
  });

const attend = (...people: readonly Person[]) => people.map(({ author }) => author);
const answers = (value: string, ...people: readonly Person[]) =>
  people.map(({ author }) => ({ by: author, value }));

function write(meeting: Acted, matter: object, attendance = attend(ana, ben, cem)) {
  return at.act(ben, 'minutes', { meeting: meeting.subject, attendance, matters: [matter] });
}

const outcomes = async () =>
  (await at.logged('outcome')).map(({ entry, content }) => ({
    ...(content as unknown as Outcome),
    id: entry.id,
    status: entry.verdict?.status,
  }));

async function verified(id: DocumentId) {
  await publishIfBehind(at.instance.context);
  const bundle = await exportBundle(at.instance.context, id, publicOnly);
  return verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
}

describe('§14 [R-14.7] a matter is decided in a meeting', () => {
  test('[R-14.9] that was open before: 48 hours after its minutes were confirmed, and attested', async () => {
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    await at.pass(4 * DAY);
    const minutes = await write(meeting, {
      proposal: subject,
      answers: answers('consent', ana, ben, cem),
      closes: true,
    });
    expect(minutes.entry.verdict).toMatchObject({ status: 'pending' });
    const confirmed = await at.act(cem, 'confirmation', { of: minutes.id });
    expect(confirmed.entry.verdict).toMatchObject({ status: 'counted' });
    await at.pass(48 * HOUR - 1);
    expect(await outcomes()).toEqual([]);
    await at.pass(1);
    const [outcome, ...more] = await outcomes();
    expect(more).toEqual([]);
    expect(outcome).toMatchObject({
      status: 'counted',
      result: 'adopted',
      minutes: [minutes.id],
      counts: { roster: 4, responders: 3, answers: { consent: 3 } },
    });
    const { levels } = await verified(outcome?.id as DocumentId);
    expect(levels.V2.result).toBe('pass');
    expect(levels.V3.result).toBe('attested');
    expect(levels.V3.reason).toContain('minutes');
    expect(levels.V4.result).toBe('pass');
  });

  test('[R-14.4] that opens when the meeting begins', async () => {
    const meeting = await call([{ about: { say: 'The cellar.' } }]);
    const { subject } = await propose({ opensIn: meeting.subject });
    expect(await at.logged('opening')).toEqual([]);
    await at.pass(4 * DAY);
    const [opening] = await at.logged('opening');
    expect(opening?.content.meeting).toEqual({ subject: meeting.subject, id: meeting.id });
    const minutes = await write(meeting, {
      proposal: subject,
      counted: { consent: 3 },
      closes: true,
    });
    await at.act(cem, 'confirmation', { of: minutes.id });
    await at.pass(48 * HOUR);
    const [outcome] = await outcomes();
    expect(outcome).toMatchObject({ result: 'adopted', counts: { answers: { consent: 3 } } });
    expect((await verified(outcome?.id as DocumentId)).levels.V3.result).toBe('attested');
  });
});

/** Everybody but Dia was there; the minutes are confirmed. */
async function closed(matter: object = {}) {
  const { subject } = await propose();
  const meeting = await call([{ proposal: subject }]);
  await at.pass(4 * DAY);
  const said = { proposal: subject, answers: answers('consent', ana, ben, cem), closes: true, ...matter };
  const minutes = await write(meeting, said);
  await at.act(cem, 'confirmation', { of: minutes.id });
  return { subject, minutes, meeting };
}

const matterOf = (subject: string) =>
  proposalView(at.instance.context, subjectSchema.parse(subject), () => true);

describe('§14 [R-14.10] whoever was not heard rightly', () => {
  test('disowns the minutes: without three of four the meeting closes nothing', async () => {
    const { subject, minutes } = await closed();
    const disowned = await at.act(ana, 'disavowal', { minutes: minutes.id });
    expect(disowned.entry.verdict).toMatchObject({ status: 'counted' });
    expect(await matterOf(subject)).toMatchObject({
      state: 'open',
      counts: { responders: 2 },
      answers: [
        { by: 'Ben', recorded: true },
        { by: 'Cem', recorded: true },
      ],
      meetings: [{ takenBy: 'Ben', confirmedBy: 'Cem', disownedBy: ['Ana'], closes: true }],
    });
    await at.pass(3 * DAY);
    expect(await outcomes()).toEqual([]);
  });

  test('objects, where they were not there', async () => {
    const { subject } = await closed();
    const objection = {
      proposal: subject,
      ground: 'harms-aim',
      argument: { say: 'No.' },
      resolvedBy: { say: 'Less.' },
    };
    await at.act(dia, 'objection', objection);
    await at.pass(3 * DAY);
    expect(await outcomes()).toEqual([]);
    expect((await matterOf(subject)).unmet).toContain('objection');
  });

  test('[R-14.8] withdraws an objection that minutes recorded, by its own key', async () => {
    const objections = [
      { by: ana.author, ground: 'harms-aim', argument: { say: 'Dear.' }, resolvedBy: { say: 'Half.' } },
    ];
    const { subject } = await closed({ answers: answers('consent', ben, cem), objections });
    const [objection] = (await matterOf(subject)).objections;
    expect(objection).toMatchObject({ by: 'Ana', fate: 'standing', argument: 'Dear.', recorded: true });
    const proposal = subjectSchema.parse(subject);
    const of = { subject: proposal, id: objection?.id };
    const withdrawn = await at.act(ana, 'withdrawal', { of, fate: 'withdrawn' });
    expect(withdrawn.entry.verdict).toMatchObject({ status: 'counted' });
    expect((await matterOf(subject)).objections).toMatchObject([{ fate: 'withdrawn' }]);
  });
});

describe('§14 [R-14.9] what was recorded', () => {
  test('is shown by why: the meeting, who recorded it, and who confirmed', async () => {
    const { subject, meeting, minutes } = await closed();
    await at.pass(48 * HOUR);
    const [outcome] = await outcomes();
    const why = await whyView(at.instance.context, outcome?.id as DocumentId, () => true);
    expect(why.meetings).toMatchObject([
      {
        minutes: minutes.id,
        meeting: meeting.subject,
        takenBy: 'Ben',
        confirmedBy: 'Cem',
        present: ['Ana', 'Ben', 'Cem'],
      },
    ]);
    expect(why.levels.V3).toMatchObject({ result: 'attested' });
    const { page } = askerOf(at.instance);
    const whyPage = await page(`/why/${outcome?.id.slice('ni:///sha-256;'.length)}`);
    expect(plain(whyPage.html)).toContain('Ben took the minutes, and Cem');
    const proposal = await page(`/proposals/${subject}`);
    expect(plain(proposal.html)).toContain('as minutes have it');
    const list = await page('/meetings');
    expect(list.status).toBe(200);
    expect(plain(list.html)).toContain('Confirmed by Cem');
    const { meetings } = await meetingsView(at.instance.context, () => true);
    expect(meetings).toMatchObject([
      { minuteTaker: 'Ben', isOver: true, minutes: [{ confirmedBy: 'Cem', matters: [{ closes: true }] }] },
    ]);
  });

  test('minutes by themselves are attested once they are confirmed, and unresolved before', async () => {
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    await at.pass(4 * DAY);
    const minutes = await write(meeting, { proposal: subject, answers: answers('consent', ana) });
    expect((await verified(minutes.id)).levels.V3.result).toBe('unresolved');
    await at.act(cem, 'confirmation', { of: minutes.id });
    expect((await verified(minutes.id)).levels.V3.result).toBe('attested');
  });

  test('a reader who may not know by whom minutes were confirmed is not told that nobody did', async () => {
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    await at.pass(4 * DAY);
    const minutes = await write(meeting, { proposal: subject, answers: answers('consent', ana) });
    const seen = async () => {
      const { meetings } = await meetingsView(at.instance.context, ({ author }) => author !== cem.author);
      return meetings[0]?.minutes[0];
    };
    expect(await seen()).toMatchObject({ confirmed: false, confirmedBy: null });
    await at.act(cem, 'confirmation', { of: minutes.id });
    expect(await seen()).toMatchObject({ confirmed: true, confirmedBy: null, confirmBy: null });
  });

  test('[R-14.5] minutes are offered for confirming for 72 hours, and not after', async () => {
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    await at.pass(4 * DAY);
    const minutes = await write(meeting, { proposal: subject, answers: answers('consent', ana) });
    const { page } = askerOf(at.instance);
    const shown = async () => plain((await page('/meetings')).html);
    await at.pass(72 * HOUR - 1);
    expect(await shown()).toContain(`confirm ${minutes.id.slice(-43)}`);
    await at.pass(1);
    expect(await shown()).not.toContain(`confirm ${minutes.id.slice(-43)}`);
    expect(await shown()).toContain('Not confirmed in time');
    const { verdict } = await at.draft(cem, 'confirmation', { of: minutes.id });
    expect(verdict).toMatchObject({ code: 'second-signature-missing' });
  });

  test('[R-14.2] called without a circle and about no proposal it is the circle of the founding act’s', async () => {
    const startsAt = formatMillis(at.now() + 4 * DAY);
    const plainly = { startsAt, agenda: [{ about: { say: 'How we are.' } }], minuteTaker: ben.author };
    const { content } = (await at.logged('circle'))[0] ?? {};
    const drafted = await at.draft(ana, 'meeting', plainly);
    expect(drafted.verdict).toMatchObject({ status: 'counted' });
    const { circle: named } = JSON.parse(Buffer.from(drafted.payload).toString()) as {
      circle: { subject: string };
    };
    expect(named.subject).toBe(content?.subject);
    const unknown = { ...plainly, agenda: [{ proposal: subjectOf('nothing of the kind') }] };
    const refused = await at.draft(ana, 'meeting', unknown).catch((error: Error) => error);
    expect('verdict' in refused ? refused.verdict.sentence : refused.message).toMatch(
      /not in the log|no such|There is/,
    );
  });

  test('a member without a key takes full part', async () => {
    const fay = subjectOf('Fay, who has no key');
    await addMember(at, fay);
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    await at.pass(4 * DAY);
    const there = [...attend(ana, ben, cem), fay];
    const said = there.map((by) => ({ by, value: 'consent' }));
    const minutes = await write(meeting, { proposal: subject, answers: said, closes: true }, there);
    await at.act(cem, 'confirmation', { of: minutes.id });
    await at.pass(48 * HOUR);
    const [outcome] = await outcomes();
    expect(outcome).toMatchObject({ result: 'adopted', counts: { roster: 5, responders: 4 } });
  });
});

describe('§14 [R-14.3] before anybody signs', () => {
  const draft = (who: Person, fields: object) => at.draft(who, 'minutes', fields);

  test('the draft says what would not count, and why', async () => {
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    const minutes = (more: object = {}, matter: object = {}) => ({
      meeting: meeting.subject,
      attendance: attend(ana, ben, cem),
      matters: [{ proposal: subject, answers: answers('consent', ana), ...matter }],
      ...more,
    });
    const code = async (who: Person, fields: object) => (await draft(who, fields)).verdict.code;
    expect(await code(ben, minutes())).toBe('too-early');
    await at.pass(4 * DAY);
    expect(await code(ben, minutes())).toBeNull();
    expect(await code(cem, minutes())).toBe('not-minute-taker');
    expect(await code(ben, minutes({}, { answers: answers('consent', dia) }))).toBe('not-attending');
    const few = minutes({ attendance: attend(ana, ben) }, { closes: true });
    const refused = await draft(ben, few);
    expect(refused.verdict).toMatchObject({
      code: 'quorum-missing',
      sentence: 'Too few of those who are asked were there.',
      detail: { there: 2, roster: 4, share: '2/3' },
    });
    await at.pass(7 * DAY);
    expect(await code(ben, minutes())).toBe('too-late');
  });

  test('nobody was there who is not of the circle', async () => {
    const meeting = await call([{ about: { say: 'The summer.' } }]);
    await at.pass(4 * DAY);
    const stranger = { meeting: meeting.subject, attendance: [...attend(ben), subjectOf('a stranger')] };
    expect((await draft(ben, stranger)).verdict.code).toBe('not-on-roster');
  });
});

describe('§14 [R-14.30] a meeting is changed', () => {
  const consent = (subject: string, more: object = {}) => ({
    proposal: subject,
    answers: answers('consent', ana, ben, cem),
    closes: true,
    ...more,
  });
  const code = async (who: Person, type: 'meeting' | 'minutes', fields: object) =>
    (await at.draft(who, type, fields)).verdict.code;
  const there = () => attend(ana, ben, cem);

  test('to another time: notice counts anew, and nothing is closed there that was announced too late', async () => {
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    await at.pass(3 * DAY);
    const later = await at.act(ana, 'meeting', {
      subject: meeting.subject,
      startsAt: formatMillis(at.now() + 2 * DAY),
    });
    expect(later.entry.verdict?.status).toBe('counted');
    await at.pass(2 * DAY);
    const minutes = { meeting: meeting.subject, attendance: there(), matters: [consent(subject)] };
    expect(await code(ben, 'minutes', minutes)).toBe('notice-too-short');
    const open = { ...minutes, matters: [{ proposal: subject, answers: answers('consent', ana) }] };
    expect(await code(ben, 'minutes', open)).toBeNull();
  });

  test('in its minute-taker alone: what was announced stays announced, what is new is not', async () => {
    const [first, second] = [await propose(), await propose()];
    const meeting = await call([{ proposal: first.subject }]);
    await at.pass(3 * DAY);
    await at.act(ana, 'meeting', {
      subject: meeting.subject,
      minuteTaker: cem.author,
      agenda: [{ proposal: first.subject }, { proposal: second.subject }],
    });
    await at.pass(DAY);
    const minutes = (subject: string) => ({
      meeting: meeting.subject,
      attendance: there(),
      matters: [consent(subject)],
    });
    expect(await code(ben, 'minutes', minutes(first.subject))).toBe('not-minute-taker');
    expect(await code(cem, 'minutes', minutes(first.subject))).toBeNull();
    expect(await code(cem, 'minutes', minutes(second.subject))).toBe('notice-too-short');
  });

  test('by whoever called it or leads it, before it begins, by no more than 30 days, and not after it is off', async () => {
    const meeting = await call([{ about: { say: 'The summer.' } }]);
    const { subject } = meeting;
    const moved = (days: number) => ({ subject, startsAt: formatMillis(at.now() + days * DAY) });
    expect(await code(ben, 'meeting', moved(5))).toBe('not-author');
    expect(await code(ana, 'meeting', moved(34))).toBeNull();
    expect(await code(ana, 'meeting', moved(35))).toBe('too-late');
    await at.act(ana, 'meeting', { subject, calledOff: { say: 'The hall is flooded.' } });
    expect(await code(ana, 'meeting', moved(5))).toBe('called-off');
    await at.pass(4 * DAY);
    expect(await code(ben, 'minutes', { meeting: subject, attendance: there() })).toBe('called-off');
    const { page } = askerOf(at.instance);
    expect(plain((await page('/meetings')).html)).toContain('The hall is flooded.');
  });

  test('or called off: what waited for it is opened when it was to begin, and is decided as ever', async () => {
    const meeting = await call([{ about: { say: 'The cellar.' } }]);
    const { subject } = await propose({ opensIn: meeting.subject });
    const off = await at.act(ana, 'meeting', { subject: meeting.subject, calledOff: { say: 'Ill.' } });
    await at.pass(4 * DAY - 1);
    expect(await at.logged('opening')).toEqual([]);
    await at.pass(1);
    const [opening] = await at.logged('opening');
    expect(opening?.entry.verdict?.status).toBe('counted');
    expect(opening?.content.meeting).toEqual({ subject: meeting.subject, id: off.id });
    for (const who of [ana, ben, cem, dia])
      await at.act(who, 'response', { proposal: subject, value: 'consent' });
    expect((await outcomes())[0]).toMatchObject({ status: 'counted', result: 'adopted' });
  });

  test('to an earlier time: what waits for it is opened then', async () => {
    const meeting = await call([{ about: { say: 'The cellar.' } }]);
    await propose({ opensIn: meeting.subject });
    await at.act(ana, 'meeting', { subject: meeting.subject, startsAt: formatMillis(at.now() + DAY) });
    await at.pass(DAY);
    expect(await at.logged('opening')).toHaveLength(1);
  });
});

describe('§14 [R-14.31] the minute-taker is not there', () => {
  test('a member stands in and says why, and whoever led the meeting confirms', async () => {
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    await at.pass(4 * DAY);
    const said = { proposal: subject, answers: answers('consent', ana, cem, dia), closes: true };
    const fields = { meeting: meeting.subject, attendance: attend(ana, cem, dia), matters: [said] };
    const standsIn = { say: 'Ben was ill.' };
    expect((await at.draft(cem, 'minutes', fields)).verdict.code).toBe('not-minute-taker');
    const withBen = { ...fields, standsIn, attendance: attend(ana, ben, cem, dia) };
    expect((await at.draft(cem, 'minutes', withBen)).verdict.code).toBe('not-minute-taker');
    expect((await at.draft(ben, 'minutes', withBen)).verdict.code).toBe('contradictory');
    const minutes = await at.act(cem, 'minutes', { ...fields, standsIn });
    expect(minutes.entry.verdict?.status).toBe('pending');
    expect((await at.draft(dia, 'confirmation', { of: minutes.id })).verdict.code).toBe('not-facilitator');
    await at.act(ana, 'confirmation', { of: minutes.id });
    await at.pass(48 * HOUR);
    expect((await outcomes())[0]).toMatchObject({ result: 'adopted', minutes: [minutes.id] });
    const { page } = askerOf(at.instance);
    expect(plain((await page('/meetings')).html)).toContain('Ben was ill.');
  });

  test('where whoever leads is not there either, anybody else who was confirms', async () => {
    const { subject } = await propose();
    const meeting = await call([{ proposal: subject }]);
    await at.pass(4 * DAY);
    const said = { proposal: subject, answers: answers('consent', cem, dia) };
    const fields = { meeting: meeting.subject, attendance: attend(cem, dia), matters: [said] };
    const minutes = await at.act(cem, 'minutes', { ...fields, standsIn: { say: 'Both are ill.' } });
    const confirmed = await at.act(dia, 'confirmation', { of: minutes.id });
    expect(confirmed.entry.verdict?.status).toBe('counted');
  });
});
