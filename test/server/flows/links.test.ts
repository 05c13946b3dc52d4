import { beforeEach, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { createApp } from '../../../server/app.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { proofOf } from '../../../server/flows/links/secret.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { subjectOf } from '../../support/people.ts';
import { plain } from '../web/support/html.ts';
import { BROWSER_ACCEPT } from '../web/support/memory-commons.ts';
import { addMember } from './support/members.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];
const fay = subjectOf('Fay, who has no key');
let proposal: string;

/** Fay is a member and has no key. Dia puts something forward, and the circle decides it by consent. */
async function begin(rung: 'consent' | 'consultation' = 'consent', declared: object = {}) {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  await decideChangesBy(at, rung, declared);
  await addMember(at, fay);
  const operation = {
    op: 'change',
    paths: ['docs/a.md'],
    content: 'A'.repeat(43),
    title: 'Drain the cellar',
  };
  const put = await at.act(dia, 'proposal', { driver: { say: 'It is wet.' }, operations: [operation] });
  proposal = put.subject;
}
beforeEach(() => begin());

let count = 0;
/** A link that somebody hands over, and the secret that only its reader has. */
async function hand(by: Person, fields: object) {
  const secret = new Uint8Array(24).fill(++count);
  const { lock } = proofOf(secret);
  const { id, entry } = await at.act(by, 'answer-link', { proposal, lock, ...fields });
  const path = `/links/${id.slice('ni:///sha-256;'.length)}/${toBase64url(secret)}`;
  return { id, path, secret, verdict: entry.verdict };
}

const code = async (by: Person, fields: object) =>
  (await at.draft(by, 'answer-link', { proposal, lock: 'A'.repeat(43), ...fields })).verdict.code;

function look(path: string, accept = BROWSER_ACCEPT, method = 'GET') {
  return createApp(at.instance, HOOKS).request(path, { method, headers: { accept } });
}

async function send(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await createApp(at.instance, HOOKS).request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
    body: new URLSearchParams(form).toString(),
  });
  await at.happen();
  return answer;
}

const words = async () =>
  (await at.logged('link-word')).map(({ entry, content }) => ({ status: entry.verdict?.status, ...content }));
const consent = { say: 'answer', value: 'consent', text: 'Gladly.' };

describe('§14 [R-14.21] a member without a key answers by a link', () => {
  test('and the answer counts like any other, shown as what came through somebody', async () => {
    const { path, verdict } = await hand(ana, { for: fay });
    expect(verdict?.status).toBe('counted');
    const page = await look(path);
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const html = await page.text();
    expect(html).not.toContain('<script');
    expect(plain(html)).toContain('Drain the cellar');
    expect(plain(html)).toContain('It is wet.');
    const sent = await send(path, consent);
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toBe(path);
    expect(await words()).toMatchObject([{ status: 'counted', by: fay, answer: { value: 'consent' } }]);
    expect(plain(await (await look(path)).text())).toContain('Recorded');
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal, value: 'consent' });
    await at.pass(8 * DAY);
    const [outcome] = await at.logged('outcome');
    expect(outcome?.entry.verdict?.status).toBe('counted');
    expect(outcome?.content as unknown as Outcome).toMatchObject({
      result: 'adopted',
      counts: { roster: 5, responders: 4, answers: { consent: 4 }, passedOn: 1 },
    });
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, outcome?.entry.id as DocumentId, publicOnly);
    const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect(levels.V2.result).toBe('pass');
    expect(levels.V3.result).toBe('attested');
    expect(levels.V3.reason).toContain('links');
  });

  test('objects, and takes it back by another link', async () => {
    const first = await hand(ana, { for: fay });
    const objection = { say: 'objection', ground: 'harms-aim', argument: 'Dear.', resolvedBy: 'Half.' };
    expect((await send(first.path, objection)).status).toBe(303);
    for (const who of at.people) await at.act(who, 'response', { proposal, value: 'consent' });
    await at.pass(8 * DAY);
    expect(await at.logged('outcome')).toEqual([]);
    const second = await hand(ben, { for: fay });
    const view = (await (await look(second.path, 'application/json')).json()) as {
      objections: readonly { id: string; argument: string }[];
    };
    expect(view.objections).toMatchObject([{ argument: 'Dear.' }]);
    expect((await send(second.path, { say: 'ended', objection: view.objections[0]?.id ?? '' })).status).toBe(
      303,
    );
    await at.pass(DAY);
    expect((await at.logged('outcome'))[0]?.content).toMatchObject({
      result: 'adopted',
      objections: [{ fate: 'withdrawn' }],
    });
  });
});

describe('§14 [R-14.20] who hands a link to whom', () => {
  test('not to somebody with a key, to oneself, to a stranger, or for what one put forward', async () => {
    expect(await code(ana, { for: fay })).toBeNull();
    expect(await code(ana, { for: ben.author })).toBe('has-key');
    expect(await code(dia, { for: fay })).toBe('conflict');
    expect(await code(ana, { for: subjectOf('a stranger') })).toBe('not-on-roster');
    expect(await code(ana, {})).toBe('contradictory');
    expect(await code(ana, { for: fay, guest: { say: 'Gil' } })).toBe('contradictory');
    expect(await code(ana, { for: fay, endsAt: '2026-05-01T00:00:00Z' })).toBe('too-late');
  });
});

describe('§14 [R-14.22] a link holds', () => {
  test('once: what came second is refused, and uses up nothing', async () => {
    const { path } = await hand(ana, { for: fay });
    await send(path, consent);
    const again = await send(path, { ...consent, value: 'concern' });
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ code: 'duplicate' });
    expect(await words()).toHaveLength(1);
  });

  test('once, however many send it at the same moment', async () => {
    const { path } = await hand(ana, { for: fay });
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(path, consent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409]);
    expect(await words()).toHaveLength(1);
  });

  test('until its end, and never longer than 14 days', async () => {
    const { path } = await hand(ana, { for: fay, endsAt: '2026-05-05T08:00:00Z' });
    await at.pass(DAY);
    const late = await send(path, consent);
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ code: 'too-late' });
    expect(plain(await (await look(path)).text())).toContain('Ask for another one');
    const long = await hand(ana, { for: fay, endsAt: '2030-01-01T00:00:00Z' });
    expect(await (await look(long.path, 'application/json')).json()).toMatchObject({
      until: new Date(at.now() + 14 * DAY).toISOString(),
    });
  });

  test('unless whoever handed it over takes it back', async () => {
    const { id, path } = await hand(ana, { for: fay });
    const of = { subject: proposal, id };
    expect((await at.draft(ben, 'withdrawal', { of, fate: 'withdrawn' })).verdict.code).toBe('not-author');
    await at.act(ana, 'withdrawal', { of, fate: 'withdrawn' });
    expect((await send(path, consent)).status).toBe(409);
    expect(await words()).toEqual([]);
  });
});

describe('§14 [R-14.26] whoever does not have the link', () => {
  test('finds nothing by guessing, by the log, or by the secret of another link', async () => {
    const mine = await hand(ana, { for: fay });
    const other = await hand(ana, { guest: { say: 'Gil' } });
    const swapped = mine.path.replace(/[^/]+$/, toBase64url(other.secret));
    const guessed = mine.path.replace(/[^/]+$/, toBase64url(new Uint8Array(24).fill(255)));
    const fromLog = mine.path.replace(/[^/]+$/, proofOf(mine.secret).lock);
    const proof = mine.path.replace(/[^/]+$/, proofOf(mine.secret).proof);
    const short = mine.path.slice(0, -1);
    const bodies = [];
    for (const path of [swapped, guessed, fromLog, proof, short, `${mine.path}A`, '/links/x/y']) {
      const answer = await send(path, consent);
      expect(answer.status).toBe(404);
      bodies.push(((await answer.json()) as { detail: string }).detail);
      expect((await look(path)).status).toBe(404);
    }
    expect(new Set(bodies).size).toBe(1);
    expect(await words()).toEqual([]);
  });

  test('a word with a wrong secret does not count, and leaves the link as it was', async () => {
    const { id, path } = await hand(ana, { for: fay });
    const { tryAsCommons } = await import('../../../server/flows/acts/commons-act.ts');
    const { content } = (await at.logged('answer-link'))[0] ?? {};
    const forged = {
      proposal: content?.proposal as never,
      link: id,
      proof: `${'B'.repeat(42)}A`,
      by: fay as Subject,
      answer: { value: 'consent' as const },
    } as never;
    const { context, committer } = at.instance;
    expect(await tryAsCommons(context, committer, 'link-word', forged)).toMatchObject({
      code: 'wrong-secret',
    });
    expect((await send(path, consent)).status).toBe(303);
  });

  test('looking never acts, however often and by whatever method a scanner looks', async () => {
    const { path } = await hand(ana, { for: fay });
    const before = (await at.logged('answer-link')).length;
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await look(`${path}?say=answer&value=consent`, '*/*', method)).status).toBe(200);
    for (const method of ['PUT', 'DELETE', 'OPTIONS']) await look(path, '*/*', method);
    expect(await words()).toEqual([]);
    expect((await at.logged('answer-link')).length).toBe(before);
    expect((await send(path, consent)).status).toBe(303);
  });

  test('a form of another site is refused, and so is what is no form', async () => {
    const { path } = await hand(ana, { for: fay });
    expect((await send(path, consent, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send(path, consent, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await send(path, consent, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await send(path, consent, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send(path, { say: 'answer' })).status).toBe(400);
    expect((await send(path, { say: 'answer', value: 'yes' })).status).toBe(409);
    expect((await send(path, { ...consent, text: 'x'.repeat(4001) })).status).toBe(400);
    expect(await words()).toEqual([]);
    expect((await send(path, consent, { 'sec-fetch-site': 'same-origin', origin: 'null' })).status).toBe(303);
  });
});

describe('§14 [R-14.23] a guest', () => {
  test('asks and advises, is counted nowhere, and cannot answer', async () => {
    const { path } = await hand(ana, { guest: { say: 'Gil of the council' } });
    expect((await send(path, consent)).status).toBe(409);
    const advice = { say: 'advice', stance: 'against', text: 'Ask the water board first.' };
    expect((await send(path, advice)).status).toBe(303);
    const asking = await hand(ben, { guest: { say: 'Gil of the council' } });
    expect((await send(asking.path, { say: 'question', text: 'What does it cost?' })).status).toBe(303);
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal, value: 'consent' });
    await at.pass(8 * DAY);
    // Two thirds of five are four: a guest is none of them.
    expect(await at.logged('outcome')).toEqual([]);
    await at.act(dia, 'response', { proposal, value: 'consent' });
    await at.happen();
    await at.pass(DAY);
    const [outcome] = await at.logged('outcome');
    expect(outcome?.content).toMatchObject({ counts: { roster: 5, responders: 4 } });
    expect(outcome?.content.counts).not.toHaveProperty('passedOn');
  });

  test('in a consultation no one has to answer what a guest advised, but a member by a link is answered', async () => {
    await begin('consultation');
    const guest = await hand(ana, { guest: { say: 'Gil' } });
    await send(guest.path, { say: 'advice', stance: 'against', text: 'No.' });
    const mine = await hand(ana, { for: fay });
    expect((await send(mine.path, { say: 'advice', stance: 'for', text: 'Yes.' })).status).toBe(303);
    const view = (await look(`/proposals/${proposal}`, 'application/json')).json() as Promise<{
      advice: unknown[];
    }>;
    expect((await view).advice).toMatchObject([{ stance: 'for', through: 'link' }]);
  });
});

describe('§14 [R-14.25] a domain demands keys of their own', () => {
  test('with more answers by links than that, nothing is decided', async () => {
    await begin('consent', { minOwnKeys: { num: 4, den: 5 } });
    const { path } = await hand(ana, { for: fay });
    await send(path, consent);
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal, value: 'consent' });
    await at.pass(8 * DAY);
    expect(await at.logged('outcome')).toEqual([]);
    const view = (await (await look(`/proposals/${proposal}`, 'application/json')).json()) as {
      unmet: unknown;
    };
    expect(view.unmet).toEqual(['own-keys']);
    await at.act(dia, 'response', { proposal, value: 'consent' });
    await at.pass(DAY);
    expect((await at.logged('outcome'))[0]?.content).toMatchObject({ result: 'adopted' });
  });
});

describe('§14 [R-14.24] a key that the instance holds', () => {
  /** Ben's next version says that the server holds his key. */
  const keepKeyOf = (who: Person, name: string) =>
    at.act(who, 'participant', {
      subject: who.author,
      kind: 'human',
      pseudonym: name,
      keys: [{ key: who.key, custody: 'instance' }],
      status: 'active',
    });
  const shown = async () =>
    (await (await look(`/proposals/${proposal}`, 'application/json')).json()) as {
      counts: { passedOn?: number; answers: object };
      answers: readonly { by: string; through: string | null }[];
    };

  test('is shown wherever it answers, and counted as passed on; its holder may get a link', async () => {
    await at.act(ben, 'response', { proposal, value: 'consent' });
    expect((await shown()).counts.passedOn).toBeUndefined();
    await keepKeyOf(ben, 'Ben');
    expect(await code(ana, { for: ben.author })).toBeNull();
    // What he signed before stays his own.
    expect((await shown()).answers).toMatchObject([{ through: null }]);
    await at.act(ben, 'response', { proposal, value: 'concern' });
    expect(await shown()).toMatchObject({ counts: { passedOn: 1 }, answers: [{ through: 'instance' }] });
  });

  test('that confirms minutes makes all that they record passed on', async () => {
    await keepKeyOf(cem, 'Cem');
    const { content } = (await at.logged('circle')).at(-1) ?? {};
    const meeting = await at.act(ana, 'meeting', {
      circle: content?.subject,
      startsAt: new Date(at.now() + 4 * DAY).toISOString(),
      agenda: [{ proposal }],
      minuteTaker: ben.author,
    });
    await at.pass(4 * DAY);
    const answers = [ana, ben, cem].map(({ author }) => ({ by: author, value: 'consent' }));
    const minutes = await at.act(ben, 'minutes', {
      meeting: meeting.subject,
      attendance: [ana, ben, cem].map(({ author }) => author),
      matters: [{ proposal, answers }],
    });
    await at.act(cem, 'confirmation', { of: minutes.id });
    expect(await shown()).toMatchObject({ counts: { passedOn: 3, answers: { consent: 3 } } });
  });
});

test('a proof in the log opens no page', () => {
  const { proof, lock } = proofOf(new Uint8Array(24));
  expect(proof).not.toBe(lock);
  expect(fromBase64url(proof)).toHaveLength(32);
});
