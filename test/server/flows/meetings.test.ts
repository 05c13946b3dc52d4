import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../../protocol/ids.ts';
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

  test('a member without a key takes full part', async () => {
    const fay = subjectOf('Fay, who has no key');
    await addMember(fay);
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

/** The circle's next version has one more member, who has no participant document. */
async function addMember(subject: Subject) {
  const [known] = await at.logged('circle');
  if (known === undefined) throw new TypeError('the template has a circle');
  const { refs: _, ...fields } = known.content;
  const members = [...(fields.members as readonly string[]), subject];
  const draft = await at.act(ana, 'circle', {
    ...fields,
    ...{ members, author: ana.author, supersedes: known.entry.id },
  });
  const adopts = { type: 'circle', subject: circle, id: draft.id };
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'Fay is one of us.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
}
