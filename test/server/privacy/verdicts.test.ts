import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { draft } from '../../../server/flows/drafts/draft.ts';
import type { StoredVerdict } from '../../../server/store/store.ts';
import { type Logged, loggedIn } from './support/addresses.ts';
import { type HiddenCommons, hiddenCommons, MARKS } from './support/hidden-commons.ts';

/** What somebody learns of a hidden document by submitting others about it, or by asking for its proof. Spec §16. */
const BUILD_MS = 60_000;
const SAY = { say: 'Words.' };
const NOWHERE = { id: `ni:///sha-256;${'A'.repeat(43)}`, subject: '019a0000-0000-7000-8000-000000000000' };
type Named = typeof NOWHERE;
type Wish = readonly [DocumentTypeName, object];

let commons: HiddenCommons;
let hidden: readonly Logged[];
beforeAll(async () => {
  commons = await hiddenCommons();
  const ofCircle = (await loggedIn(commons)).filter(
    ({ audience }) => audience === `circle:${commons.circle.subject}`,
  );
  // One of every type is enough.
  hidden = [...new Map(ofCircle.map((one) => [one.type, one])).values()];
}, BUILD_MS);

const ERASURES = ({ id, subject }: Named): readonly Wish[] => [
  ['erasure', { erases: [{ document: id, payload: { thread: subject } }], ground: 'author-request' }],
  ['erasure', { erases: [{ document: id, attachments: ['A'.repeat(43)] }], ground: 'author-request' }],
];

/** Whatever names something else by its id, in a document that anybody can sign. */
const wishes = (named: Named, type: string): readonly Wish[] => [
  ['confirmation', { of: named }],
  ['withdrawal', { of: named, fate: 'withdrawn' }],
  ['challenge', { decision: named, ground: 'harms-aim', argument: SAY, resolvedBy: SAY }],
  ['ruling-request', { decision: named, question: SAY }],
  ['disavowal', { minutes: named }],
  ['call-answer', { call: named, text: SAY }],
  ['call', { role: named, text: SAY }],
  ['advice', { proposal: named, stance: 'for', text: SAY }],
  ['response', { proposal: named, value: 'consent' }],
  ['tally', { proposal: named, counts: { yes: 1, no: 1, abstain: 1 } }],
  ['handling', { matter: named, act: 'close', reason: SAY }],
  ['decision', { proposal: named, reason: SAY }],
  ...(['proposal', 'decision'] as const).flatMap((by): readonly Wish[] => {
    const why = by === 'proposal' ? { driver: SAY } : { reason: SAY };
    return [
      [by, { ...why, operations: [{ op: 'adopt', adopts: { type, ...named } }] }],
      [by, { ...why, operations: [{ op: 'end', type, thing: named }] }],
    ];
  }),
];

/**
 * What becomes of a document by somebody outside that is about a hidden one, with other names in the place of its own.
 *
 * @returns null where nobody could draft it: what it names is of another type.
 */
async function verdictOn(wish: Wish, named: Named, instead: Named): Promise<StoredVerdict | null> {
  const { inside, outside, home } = commons;
  const { context, committer } = home.instance;
  const drafted = await draft(context, inside, ...wish).catch((error: unknown) => {
    if (error instanceof ProtocolError) return null;
    throw error;
  });
  if (drafted === null) return null;
  const text = Buffer.from(drafted.payload)
    .toString()
    .replaceAll(inside.author, outside.author)
    .replaceAll(named.id, instead.id)
    .replaceAll(named.subject, instead.subject);
  const content = JSON.parse(text) as JsonObject & { readonly refs: readonly string[] };
  const payload = canonicalBytes({
    ...content,
    audience: 'public',
    subject: context.random.subject(),
    refs: [...new Set(content.refs)].sort(),
  });
  const envelope = await signEnvelope({ payload, ...outside });
  const { placed } = await submit(context, committer, envelope, drafted.attachments);
  if (placed.kind === 'refused') throw placed.problem;
  const { verdict } = placed.entry;
  return JSON.parse(JSON.stringify(verdict).replaceAll(instead.id, '<id>'));
}

const namesOf = ({ hash, subject }: Logged): Named => ({ id: `ni:///sha-256;${hash}`, subject });

describe('§16 [R-16.8] whoever knows a hidden document by its id alone', () => {
  test(
    'learns by no verdict what it is, nor what became of it',
    async () => {
      let compared = 0;
      for (const one of hidden) {
        const named = namesOf(one);
        for (const wish of wishes(named, one.type)) {
          const nothing = await verdictOn(wish, named, NOWHERE);
          if (nothing === null) continue;
          const idAlone = await verdictOn(wish, named, { ...NOWHERE, id: named.id });
          expect([one.type, wish[0], idAlone]).toEqual([one.type, wish[0], nothing]);
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(hidden.length);
    },
    BUILD_MS,
  );

  test('learns by an erasure that it is in the log, as its leaf says, and not which words it names', async () => {
    for (const one of hidden) {
      const named = namesOf(one);
      const found: unknown[] = [];
      for (const wish of ERASURES(named))
        found.push(await verdictOn(wish, named, { ...NOWHERE, id: named.id }));
      for (const attachments of one.attachments.length > 0 ? [one.attachments] : [])
        found.push(
          await verdictOn(
            ['erasure', { erases: [{ document: named.id, attachments }], ground: 'author-request' }],
            named,
            { ...NOWHERE, id: named.id },
          ),
        );
      for (const verdict of found)
        expect([one.type, verdict]).toEqual([
          one.type,
          { status: 'not-counted', code: 'not-author', detail: { document: '<id>' } },
        ]);
    }
  });

  test('is given its leaf with the proof that it is there, and nothing of what it says', async () => {
    const { instance, commons: log } = commons.home;
    for (const one of hidden) {
      const id = namesOf(one).id as DocumentId;
      const bundle = await exportBundle(instance.context, id, publicOnly);
      const entries = bundle.logs.find((part) => part.commons === log)?.entries ?? [];
      const target = entries.find(({ leaf }) => (leaf as { readonly doc: string }).doc === id);
      expect([one.type, Object.keys(target ?? {}).sort()]).toEqual([one.type, ['index', 'leaf', 'path']]);
      const decoded = entries.map(({ envelope }) => Buffer.from(envelope?.payload ?? '', 'base64url'));
      const whole = [JSON.stringify(bundle), ...decoded].join('\n');
      expect([one.type, whole.includes(one.subject), whole.includes(MARKS.circle)]).toEqual([
        one.type,
        false,
        false,
      ]);
      for (const hash of one.attachments) expect(bundle.attachments).not.toHaveProperty(hash);
    }
  });
});
