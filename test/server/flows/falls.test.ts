import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { lintView } from '../../../server/flows/views/lint-view.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem] = [] as unknown as [Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
});

/** The domain that owns who decides what ends: afterwards none owns that. */
async function endOf(beginning: string) {
  const domains = await at.logged('domain');
  const found = domains.find(({ content }) => (content.title as { en: string }).en.startsWith(beginning));
  if (found === undefined) throw new TypeError('the template has it');
  const thing = { subject: found.content.subject, id: found.entry.id };
  return { found, operations: [{ op: 'end', type: 'domain', thing }] };
}

async function endRegister() {
  const { found, operations } = await endOf('Register');
  const fields = { operations, reason: { say: 'We want none.' } };
  const { warning } = await at.draft(ana, 'decision', fields);
  const decision = await at.act(ana, 'decision', fields);
  await at.act(ben, 'confirmation', { of: decision.id });
  return { found, warning };
}

describe('§5 [R-5.50] what no single domain owns falls to the circle above', () => {
  test('whoever ends the last domain that owns something is told; the circle then adopts it again', async () => {
    const { found, warning } = await endRegister();
    expect(warning).toContain('no domain owns');
    expect(warning).toContain('adopt:domain');
    const reader = { kind: 'member', mayRead: () => true } as const;
    const { findings } = await lintView(at.instance.context, reader);
    expect(findings.map(({ code, detail }) => `${code} ${detail.effect}`)).toContain('gap adopt:domain');

    const { refs: _, salt: __, subject: ___, ...body } = found.content as Record<string, unknown>;
    const again = await at.act(ana, 'domain', {
      ...body,
      author: ana.author,
      issuedAt: formatMillis(at.now()),
    });
    const operations = [{ op: 'adopt', adopts: { type: 'domain', subject: again.subject, id: again.id } }];
    const fields = { driver: { say: 'We are locked out.' }, operations };
    const draft = await at.draft(ana, 'proposal', fields);
    expect(draft.verdict).toMatchObject({ status: 'counted' });
    expect(draft.warning).toContain('No single domain owns this');
    expect(draft.summary).toContain('You propose under “Everyone”');
    const { subject } = await at.act(ana, 'proposal', fields);
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal: subject, value: 'consent' });
    const [outcome] = await at.logged('outcome');
    expect(outcome?.entry.verdict?.status).toBe('counted');
    expect(outcome?.content.result).toBe('adopted');
    const after = await lintView(at.instance.context, reader);
    expect(after.findings.filter(({ code }) => code === 'gap')).toEqual([]);

    if (outcome === undefined) throw new TypeError('there is one');
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, outcome.entry.id, () => true);
    const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect(levels.V2.result).toBe('pass');
    expect(levels.V4.result).toBe('pass');
  });

  test('a matter that falls to it ends: at the deadline things stay as they are', async () => {
    await endRegister();
    const [role] = await at.logged('role');
    const operations = [
      { op: 'end', type: 'role', thing: { subject: role?.content.subject, id: role?.entry.id } },
    ];
    const { subject } = await at.act(ana, 'proposal', { driver: { say: 'No roles.' }, operations });
    await at.act(ana, 'response', { proposal: subject, value: 'consent' });
    await at.pass(62 * DAY);
    const [outcome] = await at.logged('outcome');
    expect(outcome?.content).toMatchObject({ result: 'default', byDefault: { kind: 'status-quo' } });
    const view = await proposalView(at.instance.context, subject as never, () => true);
    expect(view).not.toBeNull();
  });
});
