import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
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
