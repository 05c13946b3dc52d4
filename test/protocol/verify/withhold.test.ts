import { beforeAll, describe, expect, test } from 'vitest';
import { attachmentsOf, parseDocument } from '../../../protocol/documents/parse-document.ts';
import type { DocumentId, HashText } from '../../../protocol/ids.ts';
import { type Bundle, bundleBytes } from '../../../protocol/verify/bundle.ts';
import { disclose, withhold } from '../../../protocol/verify/withhold.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { type Acted, type MemoryInstance, memoryInstance } from '../../support/memory-instance.ts';
import { levelsOf, verify } from '../../support/verify/bundles.ts';

let at: MemoryInstance;
let whole: Bundle;
let decision: Acted;
let challenge: Acted;

beforeAll(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], Date.parse('2026-05-04T08:00:00.000Z'));
  const [ana, ben] = at.people;
  if (ana === undefined || ben === undefined) throw new TypeError('three people founded it');
  decision = await at.act(ana, 'decision', {
    operations: [{ op: 'change', paths: ['cellar'], content: 'A'.repeat(43), title: 'Drain the cellar' }],
    reason: { say: 'It is wet.' },
  });
  challenge = await at.act(ben, 'challenge', {
    decision: decision.id,
    ground: 'harms-affected',
    argument: { say: 'The well runs dry.' },
    resolvedBy: { say: 'Ask the neighbours.' },
  });
  await publishIfBehind(at.instance.context);
  whole = await exportBundle(at.instance.context, decision.id, publicOnly);
});

function textsIn({ entry }: Acted): readonly HashText[] {
  return attachmentsOf(parseDocument(JSON.parse(Buffer.from(entry.document?.payload ?? []).toString())));
}

const bytesOf = (bundle: Bundle) => Buffer.from(bundleBytes(bundle)).toString();

describe('§16 [R-16.35] withholding from a bundle', () => {
  test('a document: what rests on it is unresolved, and the report says of how many', async () => {
    const part = withhold(whole, [challenge.id]);
    const report = await verify(part);
    expect(levelsOf(await verify(whole)).V5).not.toBe('unresolved');
    expect(report.levels.V5.result).toBe('unresolved');
    expect(report.withheld).toBe(1);
    for (const hash of textsIn(challenge)) expect(part.attachments[hash]).toBeUndefined();
  });

  test('the target itself', async () => {
    const report = await verify(withhold(whole, [decision.id]));
    expect(report.levels.V0.result).toBe('unresolved');
    expect(report.withheld).toBe(1);
  });

  test('one that is asked for by its id: the domain by which it was decided', async () => {
    const entries = whole.logs[0]?.entries.filter(({ envelope }) => envelope !== undefined) ?? [];
    const doc = String(entries.findLast(({ leaf }) => leaf.type === 'domain')?.leaf.doc);
    const report = await verify(withhold(whole, [doc]));
    expect(report.levels.V2).toMatchObject({
      result: 'unresolved',
      missing: [{ kind: 'document', id: doc }],
    });
    expect(report.withheld).toBe(1);
  });

  test('texts alone change no level', async () => {
    const part = withhold(whole, textsIn(decision));
    expect(Object.keys(part.attachments)).toHaveLength(Object.keys(whole.attachments).length - 1);
    expect(levelsOf(await verify(part))).toEqual(levelsOf(await verify(whole)));
  });

  test('what it does not show cannot be withheld', () => {
    expect(() => withhold(whole, ['A'.repeat(43)])).toThrow('does not show');
  });
});

describe('§16 [R-16.36] disclosing later', () => {
  test('gives the bundle that was there, to the byte, and its levels', async () => {
    const part = withhold(whole, [challenge.id, decision.id]);
    expect(bytesOf(disclose(part, whole, null))).toBe(bytesOf(whole));
    const one = disclose(part, whole, [decision.id]);
    expect((await verify(one)).levels.V0.result).toBe('pass');
    expect((await verify(one)).levels.V5.result).toBe('unresolved');
    expect(bytesOf(disclose(one, whole, [challenge.id]))).toBe(bytesOf(whole));
  });

  test('nothing else is added', () => {
    const part = withhold(whole, [challenge.id]);
    const [hash = ''] = textsIn(challenge);
    const forged = { ...whole, attachments: { ...whole.attachments, [hash]: 'AAAA' } };
    expect(() => disclose(part, forged, null)).toThrow('is not what the bundle names');
    expect(() => disclose(part, whole, [`ni:///sha-256;${'A'.repeat(43)}` as DocumentId])).toThrow(
      'does not show',
    );
    const swapped = bytesOf(whole).replace(challenge.id, `ni:///sha-256;${'A'.repeat(43)}`);
    expect(() => disclose(part, JSON.parse(swapped) as Bundle, null)).toThrow('is not what the bundle names');
  });
});

describe('§16 [R-16.22] evidence', () => {
  test('holds no texts, and proves as much', async () => {
    const evidence = await exportBundle(at.instance.context, decision.id, publicOnly, { withoutTexts: true });
    expect(evidence.attachments).toEqual({});
    expect(Object.keys(whole.attachments).length).toBeGreaterThan(0);
    expect(levelsOf(await verify(evidence))).toEqual(levelsOf(await verify(whole)));
  });
});
