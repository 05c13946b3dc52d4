import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { type DocumentId, type Ref, subjectSchema } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { subjectOf } from '../../support/people.ts';
import { plain } from '../web/support/html.ts';
import { askerOf } from '../web/support/memory-commons.ts';
import { addMember } from './support/members.ts';
import { adoptRole, nominate, select, stand } from './support/seats.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const HOUR = 3600 * SECOND;
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
});

/** Ana calls the circle together in a day, about one matter; Ben takes the minutes. */
async function meet(proposal: string) {
  const [circle] = (await at.logged('circle')).slice(-1);
  const meeting = await at.act(ana, 'meeting', {
    circle: circle?.content.subject,
    startsAt: formatMillis(at.now() + DAY),
    agenda: [{ proposal }],
    minuteTaker: ben.author,
  });
  await at.pass(DAY);
  const attendance: string[] = [ana, ben, cem].map(({ author }) => author);
  const fields = (matter: object, more: readonly string[] = []) => ({
    meeting: meeting.subject,
    attendance: [...attendance, ...more],
    matters: [{ proposal, ...matter }],
  });
  return {
    code: async (matter: object) => (await at.draft(ben, 'minutes', fields(matter))).verdict.code,
    /** Written by Ben, and confirmed by Cem. */
    record: async (matter: object, more: readonly string[] = []) => {
      const minutes = await at.act(ben, 'minutes', fields(matter, more));
      expect(minutes.entry.verdict).toMatchObject({ status: 'pending' });
      const confirmed = await at.act(cem, 'confirmation', { of: minutes.id });
      expect(confirmed.entry.verdict).toMatchObject({ status: 'counted' });
      return minutes.id;
    },
  };
}

const answers = (value: string, ...people: readonly { readonly author: string }[]) =>
  people.map(({ author }) => ({ by: author, value }));

const ballot = (who: { readonly author: string }, ...people: readonly Person[]) => ({
  by: who.author,
  approves: people.map(({ author }) => author),
});

const outcome = async () => {
  const [last] = (await at.logged('outcome')).slice(-1);
  return last === undefined
    ? null
    : { ...(last.content as unknown as Outcome), id: last.entry.id, status: last.entry.verdict?.status };
};

async function verified(id: DocumentId | undefined) {
  if (id === undefined) throw new TypeError('there is something to verify');
  await publishIfBehind(at.instance.context);
  const bundle = await exportBundle(at.instance.context, id, publicOnly);
  return (await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() })).levels;
}

/** Minutes are why a stranger takes it as attested. */
async function isAttested(id: DocumentId | undefined) {
  const { V2, V3, V4 } = await verified(id);
  expect([V2.result, V3.result, V4.result]).toEqual(['pass', 'attested', 'pass']);
  expect(V3.reason).toContain('minutes');
}

describe('§14 [R-14.7] a selection by approval in a room', () => {
  let role: Ref;
  let selection: string;

  /** Cem and Dia stand. */
  beforeEach(async () => {
    role = await adoptRole(at);
    selection = (await select(at, ana, role)).subject;
    await nominate(at, ana, selection, cem);
    await nominate(at, ben, selection, dia);
    await stand(at, cem, selection, role);
    await stand(at, dia, selection, role);
  });

  test('[R-14.9] takes ballots from minutes, none of these among them, and is attested', async () => {
    await at.pass(10 * DAY);
    const { record } = await meet(selection);
    const minutes = await record({ ballots: [ballot(ana, cem), ballot(ben, cem, dia), ballot(cem)] });
    const { page } = askerOf(at.instance);
    expect(plain((await page(`/proposals/${selection}`)).html)).toContain('Ben took the minutes');
    await at.pass(6 * DAY);
    const said = await outcome();
    expect(said).toMatchObject({
      status: 'counted',
      result: 'adopted',
      minutes: [minutes],
      selection: {
        candidates: expect.arrayContaining([
          { nominee: cem.author, nominations: 1, approvals: 2, chosen: true },
          { nominee: dia.author, nominations: 1, approvals: 1, chosen: false },
        ]),
        none: 1,
      },
    });
    await isAttested(said?.id);
    const why = await whyView(at.instance.context, said?.id as DocumentId, () => true);
    expect(why.meetings).toMatchObject([{ minutes, takenBy: 'Ben', confirmedBy: 'Cem' }]);
  });

  test('closes no sooner than 48 hours after they were confirmed, in which people disown them', async () => {
    await at.pass(15 * DAY);
    const { record } = await meet(selection);
    const minutes = await record({ ballots: [ballot(ana, cem), ballot(ben, cem), ballot(cem, dia)] });
    await at.pass(47 * HOUR);
    expect(await outcome()).toBeNull();
    const disowned = await at.act(ana, 'disavowal', { minutes });
    expect(disowned.entry.verdict).toMatchObject({ status: 'counted' });
    await at.pass(HOUR);
    // Of two ballots left Cem is on one, and Dia on one: nobody has more than half.
    expect(await outcome()).toMatchObject({ result: 'not-adopted', minutes: [minutes] });
  });

  test('is what people sign themselves, where they do', async () => {
    await at.pass(10 * DAY);
    const { record } = await meet(selection);
    await at.act(ana, 'approval', { proposal: selection, approves: [dia.author] });
    await record({ ballots: [ballot(ana, cem), ballot(ben, dia), ballot(cem, cem)] });
    await at.act(cem, 'approval', { proposal: selection, approves: [dia.author] });
    await at.pass(6 * DAY);
    expect((await outcome())?.selection?.candidates).toEqual(
      expect.arrayContaining([{ nominee: dia.author, nominations: 1, approvals: 3, chosen: true }]),
    );
  });

  test('hears a member without a key', async () => {
    const fay = subjectOf('Fay, who has no key');
    await addMember(at, fay);
    const { subject } = await select(at, ana, role);
    await nominate(at, ana, subject, dia);
    await stand(at, dia, subject, role);
    await at.pass(10 * DAY);
    const { record } = await meet(subject);
    await record({ ballots: [{ by: fay, approves: [dia.author] }, ballot(ana, dia), ballot(ben, dia)] }, [
      fay,
    ]);
    await at.pass(6 * DAY);
    expect((await outcome())?.selection?.candidates).toMatchObject([{ approvals: 3, chosen: true }]);
  });

  test('[R-14.3a] says before anybody signs what would not count', async () => {
    const { code } = await meet(selection);
    expect(await code({ ballots: [ballot(ana, cem)] })).toBe('not-open');
    await at.pass(6 * DAY);
    const late = await meet(selection);
    await at.pass(3 * DAY);
    expect(await late.code({ ballots: [ballot(ana, cem)] })).toBeNull();
    expect(await late.code({ ballots: [ballot(ana, ben)] })).toBe('unknown-reference');
    expect(await late.code({ ballots: [ballot(dia, cem)] })).toBe('not-attending');
    expect(await late.code({ answers: answers('yes', ana) })).toBe('wrong-rung');
    expect(await late.code({ counted: { yes: 2 } })).toBe('wrong-rung');
    expect(await late.code({ ballots: [ballot(ana, cem)], closes: true })).toBe('wrong-rung');
  });
});

describe('§14 [R-14.7] a selection by consent in a room', () => {
  let selection: string;

  beforeEach(async () => {
    const role = await adoptRole(at, { selection: 'consent' });
    selection = (await select(at, ana, role)).subject;
    await nominate(at, ana, selection, cem);
    await stand(at, cem, selection, role);
  });

  test('[R-14.9] asks for consent to the nominee, and is attested', async () => {
    await at.pass(10 * DAY);
    const { record, code } = await meet(selection);
    expect(await code({ ballots: [ballot(ana, cem)] })).toBe('wrong-rung');
    const minutes = await record({ answers: answers('consent', ana, ben, cem) });
    await at.act(dia, 'response', { proposal: selection, value: 'consent' });
    await at.pass(48 * HOUR - 1);
    expect(await outcome()).toBeNull();
    await at.pass(1);
    const said = await outcome();
    expect(said).toMatchObject({
      ...{ status: 'counted', result: 'adopted', minutes: [minutes] },
      counts: { roster: 4, responders: 4, answers: { consent: 4 } },
      selection: { candidates: [{ nominee: cem.author, chosen: true }] },
    });
    await isAttested(said?.id);
  });

  test('[R-14.3a] not before it is clear whom it is about', async () => {
    const { code } = await meet(selection);
    expect(await code({ answers: answers('consent', ana) })).toBe('not-open');
    expect(await code({ advice: [{ by: ana.author, stance: 'for', text: { say: 'Good.' } }] })).toBeNull();
  });
});

describe('§14 [R-14.7] a recall in a room', () => {
  test('[R-14.9] ends a term by what minutes say, and is attested', async () => {
    const held = (await at.logged('mandate')).find(({ content }) => content.holder === ana.author);
    const { subject } = await at.act(ben, 'proposal', {
      driver: { say: 'She does not answer.' },
      operations: [{ op: 'recall', mandate: held?.entry.id }],
    });
    for (const who of [ben, cem, dia]) await at.act(who, 'support', { proposal: subject });
    const { record, code } = await meet(subject);
    // She was there, and is not asked.
    expect(await code({ answers: answers('consent', ana) })).toBe('not-on-roster');
    const minutes = await record({ answers: answers('consent', ben, cem) });
    await at.act(dia, 'response', { proposal: subject, value: 'consent' });
    await at.pass(48 * HOUR - 1);
    expect(await outcome()).toBeNull();
    await at.pass(1);
    const said = await outcome();
    expect(said).toMatchObject({ status: 'counted', result: 'adopted', minutes: [minutes] });
    await isAttested(said?.id);
  });
});

describe('§14 [R-14.7] advice in a room', () => {
  const advice = (who: { readonly author: string }, stance: string) => ({
    ...{ by: who.author, stance },
    text: { say: `I am ${stance}.` },
  });
  const decided = (subject: string, ids: readonly string[]) => ({
    proposal: subject,
    reason: { say: 'It dries the wall.' },
    consulted: {
      answers: ids.map((id) => ({ advice: id, answer: 'partly', reason: { say: 'As far as money goes.' } })),
    },
  });

  test('[R-14.9] is answered like any other, after 48 hours, and the decision is attested', async () => {
    await decideChangesBy(at, 'consultation');
    const { subject } = await at.act(ana, 'proposal', {
      driver: { say: 'The wall is wet.' },
      operations: [{ op: 'change', paths: ['docs/wall.md'], content: 'A'.repeat(43), title: 'Drain it' }],
    });
    await at.pass(3 * DAY);
    const { record } = await meet(subject);
    const minutes = await record({
      advice: [advice(ana, 'for'), advice(ben, 'against'), advice(cem, 'for')],
    });
    const { advice: shown } = await proposalView(
      at.instance.context,
      subjectSchema.parse(subject),
      () => true,
    );
    expect(shown.map(({ by, through }) => [by, through])).toEqual([
      ['Ana', 'minutes'],
      ['Ben', 'minutes'],
      ['Cem', 'minutes'],
    ]);
    const ids = shown.map(({ id }) => id);
    expect((await at.draft(ana, 'decision', decided(subject, ids))).verdict.code).toBe('too-early');
    await at.act(cem, 'disavowal', { minutes });
    await at.pass(48 * HOUR);
    const early = await at.draft(ana, 'decision', decided(subject, ids));
    expect(early.verdict.code).toBe('contradictory');
    const decision = await at.act(ana, 'decision', decided(subject, ids.slice(0, 2)));
    expect(decision.entry.verdict).toMatchObject({ status: 'counted' });
    await isAttested(decision.id);
    const why = await whyView(at.instance.context, decision.id, () => true);
    expect(why.advice).toMatchObject([
      { by: 'Ana', stance: 'for', text: 'I am for.', answer: 'partly' },
      { by: 'Ben', stance: 'against', answer: 'partly' },
    ]);
    expect(why.meetings).toMatchObject([{ minutes, confirmedBy: 'Cem', disownedBy: ['Cem'] }]);
  });
});
