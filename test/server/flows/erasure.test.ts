import { beforeEach, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { attachmentsOf, parseDocument } from '../../../protocol/documents/parse-document.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import type { DocumentId, HashText } from '../../../protocol/ids.ts';
import { leafHash, rootOf } from '../../../protocol/log/tree.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { withhold } from '../../../protocol/verify/withhold.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { eraseNow } from '../../../server/flows/privacy/erase-now.ts';
import { openAttachment } from '../../../server/flows/privacy/open-attachment.ts';
import { sweepErasures } from '../../../server/flows/privacy/sweep-erasures.ts';
import { rebuildLog } from '../../../server/flows/rebuild/rebuild.ts';
import { erasuresView } from '../../../server/flows/views/erasures-view.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { auditLog } from '../../support/audit-log.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';

import { levelsOf, verify } from '../../support/verify/bundles.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const HARSH = 'Ana never keeps her word.';

let at: MemoryInstance;
let [ana, ben, cem] = [] as unknown as [Person, Person, Person];
let proposal: Acted;
let advice: Acted;

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
  const domains = await at.logged('domain');
  const charter = domains.find(({ content }) => JSON.stringify(content.title).includes('charter'));
  proposal = await at.act(ana, 'proposal', {
    driver: { say: 'The fence is down.' },
    operations: [{ op: 'resolve', text: { say: 'We mend the fence.' } }],
    domain: charter?.content.subject,
  });
  advice = await at.act(ben, 'advice', {
    proposal: proposal.subject,
    stance: 'against',
    text: { say: HARSH },
  });
});

test('[R-10.30a] whoever erases words that people still answer is told so, and of others is not', async () => {
  const warned = async (of: Acted) => (await at.draft(ana, 'erasure', { of: of.id })).warning ?? '';
  expect(await warned(proposal)).toContain('It is put forward and not decided yet');
  expect((await at.draft(ben, 'erasure', { of: advice.id })).warning ?? '').not.toContain('put forward');
  await at.act(ana, 'withdrawal', { of: proposal.id });
  expect(await warned(proposal)).not.toContain('put forward');
});

const erase = (who: Person, of: Acted, more: object = {}) => at.act(who, 'erasure', { of: of.id, ...more });

async function hashesOf({ entry }: Acted): Promise<readonly HashText[]> {
  return attachmentsOf(parseDocument(JSON.parse(Buffer.from(entry.document?.payload ?? []).toString())));
}

async function bytesOf(of: Acted) {
  return at.instance.context.store.attachments(await hashesOf(of));
}

async function entryOf(id: DocumentId) {
  const [entry] = await at.instance.context.store.entries(at.commons, { ids: [id] });
  return entry;
}

async function decideToErase(erases: object[], ground = 'safety') {
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'erase', erases, ground }],
    reason: { say: 'It hurts somebody.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
  await at.happen();
  return decision;
}

describe('§16 [R-16.14] whoever wrote words erases them', () => {
  test('[R-16.18] [R-16.41] their bytes are gone, and the page says so; leaf, verdict and place stay', async () => {
    const [hash] = await hashesOf(advice);
    const erasure = await erase(ben, advice);
    expect(erasure.entry.verdict?.status).toBe('counted');
    expect((await bytesOf(advice)).size).toBe(0);
    expect(await entryOf(advice.id)).toStrictEqual(advice.entry);
    expect(await openAttachment(at.instance.context, hash ?? ('' as HashText), publicOnly)).toStrictEqual({
      bytes: null,
      erasedBy: { log: at.commons, index: erasure.entry.index },
    });
    const view = await proposalView(at.instance.context, proposal.subject as never, () => true);
    // Where it stood, it is said that it is gone.
    const text = '[This text was erased on 2026-05-04: Its author asked for it.]';
    expect(view.advice).toMatchObject([{ by: 'Ben', stance: 'against', text }]);
  });

  test('somebody else does not, nor does another ground', async () => {
    expect((await erase(cem, advice)).entry.verdict?.code).toBe('not-author');
    expect((await erase(ben, advice, { ground: 'law' })).entry.verdict?.code).toBe('no-right');
    expect((await bytesOf(advice)).size).toBe(1);
  });

  test('what is said in an office belongs to those for whom it is held', async () => {
    const decision = await at.act(ana, 'decision', {
      operations: [{ op: 'change', paths: ['roof'], content: 'A'.repeat(43), title: 'Mend the roof' }],
      reason: { say: 'It rains in.' },
    });
    expect((await erase(ana, decision)).entry.verdict?.code).toBe('no-right');
  });

  test('who names another’s words in a document of their own cannot erase them', async () => {
    const [hash] = await hashesOf(advice);
    const text = { attachment: hash, bytes: 41, media: 'text/plain' };
    const copied = await at.act(cem, 'advice', { proposal: proposal.subject, stance: 'against', text });
    expect((await erase(cem, copied)).entry.verdict?.status).toBe('counted');
    expect((await bytesOf(advice)).size).toBe(1);
    await erase(ben, advice);
    expect((await bytesOf(advice)).size).toBe(0);
  });

  test('[R-16.12] nothing is erased of a document that does not name it', async () => {
    const [hash] = await hashesOf(proposal);
    const stray = await erase(ben, advice, {
      erases: [{ document: advice.id, attachments: [hash] }],
      of: undefined,
    });
    expect(stray.entry.verdict?.code).toBe('unknown-reference');
    expect((await bytesOf(proposal)).size).toBe(2);
  });
});

describe('§16 [R-16.19] what was erased', () => {
  test('never comes in again, whoever brings the bytes', async () => {
    const [[hash, bytes] = []] = await bytesOf(advice);
    await erase(ben, advice);
    if (hash === undefined || bytes === undefined) throw new TypeError('there were words');
    const { context, committer } = at.instance;
    const text = { attachment: hash, bytes: bytes.length, media: 'text/plain' };
    const drafted = await at.draft(cem, 'advice', { proposal: proposal.subject, stance: 'for', text });
    const envelope = await signEnvelope({
      payload: drafted.payload,
      author: cem.author,
      key: cem.key,
      sign: cem.sign,
    });
    await expect(submit(context, committer, envelope, new Map([[hash, bytes]]))).rejects.toMatchObject({
      type: 'erased',
      extensions: { reference: hash },
    });
    // Naming it is no offence: decisions repeat what was proposed.
    const { placed } = await submit(context, committer, envelope, new Map());
    expect(placed.kind).toBe('logged');
    expect((await context.store.attachments([hash])).size).toBe(0);
  });

  test('[R-16.20] goes again where a part of the database comes back', async () => {
    const { store } = at.instance.context;
    const before = await bytesOf(advice);
    const erasure = await erase(ben, advice);
    await sweepErasures(at.instance.context);
    expect((await bytesOf(advice)).size).toBe(0);
    expect(toBase64url([...before.values()][0] ?? new Uint8Array())).not.toBe('');
    await eraseNow(store, at.commons, erasure.entry.index, await hashesOf(advice));
    expect((await store.head(at.commons))?.size).toBeGreaterThan(erasure.entry.index);
  });
});

describe('§16 [R-16.15] a decision erases what others wrote', () => {
  test('by those who own that effect, and the commons carries it out once', async () => {
    const decision = await decideToErase([{ document: advice.id }]);
    expect((await bytesOf(advice)).size).toBe(0);
    const erasures = await at.logged('erasure');
    expect(erasures.map(({ content }) => content)).toMatchObject([
      { ground: 'safety', by: { id: decision.id }, author: at.commons },
    ]);
    await at.happen();
    expect(await at.logged('erasure')).toHaveLength(1);
  });

  test('[R-16.40] its page says what, when, why and by whom, and what is out of reach', async () => {
    const decision = await decideToErase([{ document: advice.id }]);
    const { erasures, outOfReach } = await erasuresView(at.instance.context, publicOnly);
    expect(outOfReach).toContain('cannot be called back');
    expect(erasures).toMatchObject([
      {
        by: 'this commons, by a decision',
        decision: decision.id,
        ground: 'safety',
        because: 'It endangered somebody',
        what: [{ document: advice.id, type: 'advice', texts: 1, whole: false }],
        peers: [],
      },
    ]);
  });

  test('[R-16.13] a payload goes where nothing rests on it, and otherwise stays', async () => {
    const whole = (document: DocumentId, thread: string, attachments: readonly HashText[]) => [
      { document, attachments, payload: { thread } },
    ];
    const needed = await at.act(ana, 'decision', {
      operations: [
        { op: 'erase', erases: whole(advice.id, proposal.subject, await hashesOf(advice)), ground: 'law' },
      ],
      reason: { say: 'A court says so.' },
    });
    expect(needed.entry.verdict?.code).toBe('still-needed');
    const draft = await at.act(ben, 'circle', {
      kind: 'working-group',
      name: { en: 'On the illness of Cem' },
      aim: { en: 'To help.' },
      members: [ben.author],
      status: 'active',
    });
    await decideToErase([{ document: draft.id, payload: { thread: draft.subject } }], 'error');
    const gone = await entryOf(draft.id);
    expect(gone).toStrictEqual({ ...draft.entry, document: null });
    const { erasures } = await erasuresView(at.instance.context, publicOnly);
    expect(erasures[0]?.what).toMatchObject([{ document: draft.id, type: null, whole: true }]);
    // What follows from the log can still be computed, and is what it was.
    const { differences } = await rebuildLog(at.instance.context, at.commons, {
      write: false,
      onProgress: () => undefined,
    });
    expect(differences).toEqual([]);
  });
});

describe('§16 [R-16.21] an answer that never counted is erased whole, and an outcome names the root of all that was said', () => {
  test.each(['before', 'after'] as const)('%s the outcome: it stays what it was', async (when) => {
    await decideChangesBy(at, 'consent');
    const change = { op: 'change', paths: ['docs/a'], content: 'A'.repeat(43), title: 'Mend the roof' };
    const matter = await at.act(ana, 'proposal', { driver: { say: 'It rains in.' }, operations: [change] });
    const stray = await at.act(ben, 'response', { proposal: matter.subject, value: 'yes' });
    expect(stray.entry.verdict?.status).toBe('not-counted');
    const eraseStray = async () =>
      expect((await erase(ben, stray, { whole: true })).entry.verdict?.status).toBe('counted');
    if (when === 'before') await eraseStray();
    for (const who of [ana, ben, cem])
      await at.act(who, 'response', { proposal: matter.subject, value: 'consent' });
    await at.pass(8 * DAY_SECONDS * SECOND);
    const bundleNow = async () => {
      await publishIfBehind(at.instance.context);
      const [{ entry } = { entry: null }] = await at.logged('outcome');
      return exportBundle(at.instance.context, entry?.id ?? stray.id, publicOnly);
    };
    if (when === 'after') {
      // Nobody is told by a proof whether something was erased or is withheld.
      const kept = await verify(withhold(await bundleNow(), [stray.id]));
      await eraseStray();
      const gone = await verify(await bundleNow());
      expect([gone.withheld, levelsOf(gone)]).toEqual([1, levelsOf(kept)]);
      expect([kept.withheld, gone.levels.V3.result]).toEqual([1, 'unresolved']);
    }
    expect(await entryOf(stray.id)).toMatchObject({ document: null });
    const { store } = at.instance.context;
    const [outcome] = await at.logged('outcome');
    expect([outcome?.entry.verdict?.status, outcome?.content.result]).toEqual(['counted', 'adopted']);
    const said = await store.threadIndices(at.commons, matter.subject, outcome?.entry.index ?? 0);
    const ids = (await store.entries(at.commons, { at: said })).map(({ id }) => leafHash(bytesOfId(id)));
    expect(outcome?.content.evidenceRoot).toBe(toBase64url(rootOf(ids)));
    const { context } = at.instance;
    const { differences } = await rebuildLog(context, at.commons, {
      write: false,
      onProgress: () => undefined,
    });
    expect(differences).toEqual([]);
    // The audit of simulations passes over nothing: another verdict is found, also where a stranger cannot tell it.
    const faults = async () =>
      (await auditLog(context)).faults.filter((fault) => !/checkpoint|thread/.test(fault));
    expect(await faults()).toEqual([]);
    const { index = -1 } = outcome?.entry ?? {};
    const verdict = { status: 'not-counted', code: 'rules-disagree', detail: null } as const;
    const nothing = { threads: [], gone: [], tiles: [] };
    await store.transact(at.commons, (tx) => tx.rewrite({ ...nothing, verdicts: [{ index, verdict }] }));
    expect((await faults()).join()).toContain(`rebuilt: {"what":"verdict","where":"${index}"`);
  });
});

const bytesOfId = (id: DocumentId) => fromBase64url(id.slice(-43)) ?? new Uint8Array();
