import { toBase64url } from '../../../../protocol/bytes.ts';
import type { JsonObject } from '../../../../protocol/canonical.ts';
import { ProtocolError } from '../../../../protocol/problem.ts';
import { advanceMirror } from '../../../../server/flows/peers/advance-mirror.ts';
import { parseLogPage } from '../../../../server/flows/peers/log-page.ts';
import { pageOf } from '../../network/scripted-peer.ts';
import { keyOf } from '../../people.ts';
import { appendAgain, doctorLeaf, signContent } from '../../verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../verify/small-commons.ts';
import { type Change, json, patched } from '../verification/json-patch.ts';
import { createReader } from './reader.ts';

const DESCRIPTION = [
  'Pages of a peer’s log, and what becomes of them (§10.3).',
  'The follower knows the peer by its DID log, `did`. It takes the page `before`, if the case names one; then the page `page` of',
  '`pages`, after `patch` (RFC 6902), where there is one. `expected` is the size of the mirror and the result of each entry, or the problem for',
  'which the page is refused; then the mirror is as it was before. A case is `valid` if the page is taken.',
].join(' ');

interface Plan {
  readonly id: string;
  /** That of pages, unless the case is about another one. */
  readonly rule?: string;
  readonly what: string;
  readonly before?: string;
  readonly page: string;
  readonly patch?: readonly Change[];
}

const replace = (path: string, value: unknown): Change => ({ op: 'replace', path, value: value as never }); // pages hold JSON values only
const remove = (path: string): Change => ({ op: 'remove', path });

const PLANS: readonly Plan[] = [
  { id: 'whole', what: 'the whole log in one page', page: 'whole' },
  { id: 'first-half', what: 'its first entries, under a checkpoint of all', page: 'first-half' },
  { id: 'second-half', what: 'the page that follows them', before: 'first-half', page: 'second-half' },
  { id: 'again', what: 'the same page again: every entry is known', before: 'whole', page: 'whole' },
  {
    id: 'overlapping',
    what: 'a page of which the first entries are known',
    before: 'first-half',
    page: 'whole',
  },
  { id: 'later', what: 'a page that begins after the mirror’s end: nothing is taken', page: 'second-half' },
  {
    id: 'late',
    what: 'a page under an older checkpoint, of entries that are known',
    before: 'whole',
    page: 'older',
  },
  {
    id: 'nothing-new',
    what: 'a page without entries under the checkpoint that is known',
    before: 'whole',
    page: 'empty',
  },
  {
    id: 'a-document-withheld',
    what: 'an entry without its document',
    page: 'whole',
    patch: [remove('/entries/4/envelope')],
  },
  { id: 'unknown-type', what: 'a document of an unknown type is kept', page: 'unknown-type' },
  {
    id: 'a-member-more',
    what: 'a member that is none',
    page: 'whole',
    patch: [{ op: 'add', path: '/more', value: 1 }],
  },
  {
    id: 'another-log',
    what: 'a page that says it is another log’s',
    page: 'whole',
    patch: [replace('/commons', 'QmYZrnXsE45wtQEk1AqkZnsgaPam8Y6Z9WNYxQHiNYsfTk')],
  },
  {
    id: 'another-leaf',
    what: 'a leaf says another time',
    page: 'whole',
    patch: [replace('/entries/4/leaf/at', '2026-01-05T09:00:01.000Z')],
  },
  { id: 'no-leaf', what: 'a leaf that is none', page: 'whole', patch: [replace('/entries/4/leaf', {})] },
  {
    id: 'another-signature',
    what: 'another signature than the leaf’s',
    page: 'whole',
    patch: [replace('/entries/4/envelope/signature', toBase64url(new Uint8Array(64)))],
  },
  {
    id: 'another-index',
    what: 'an entry at another index',
    page: 'whole',
    patch: [replace('/entries/9/index', 10)],
  },
  { id: 'a-gap', what: 'an entry is left out', page: 'whole', patch: [remove('/entries/4')] },
  {
    id: 'another-entry-where-one-is-known',
    what: 'another leaf at a known index',
    before: 'whole',
    page: 'whole',
    patch: [replace('/entries/4/leaf/at', '2026-01-05T09:00:01.000Z')],
  },
  {
    id: 'another-proof',
    what: 'a proof of something else',
    page: 'first-half',
    patch: [replace('/consistency/0', toBase64url(new Uint8Array(32)))],
  },
  { id: 'no-proof', what: 'no proof', page: 'first-half', patch: [replace('/consistency', [])] },
  {
    id: 'no-checkpoint',
    what: 'no checkpoint',
    page: 'whole',
    patch: [replace('/checkpoint', 'believe me\n')],
  },
  { id: 'checkpoint-by-a-thief', what: 'a checkpoint by another key', page: 'thief' },
  {
    id: 'two-histories',
    what: 'a checkpoint of a known size with another root',
    before: 'whole',
    page: 'twin',
  },
  { id: 'document-twice', what: 'a log with one document twice', page: 'document-twice' },
  { id: 'time-goes-back', what: 'a log in which time goes back', page: 'time-goes-back' },
  {
    id: 'thread-elsewhere',
    rule: 'R-3.11',
    what: 'a leaf whose thread stands elsewhere',
    page: 'thread-elsewhere',
  },
];

type Pages = Readonly<Record<string, JsonObject>>;

/** The vectors of pages. */
export async function pageVectors() {
  const peer = await small();
  const pages = await pagesOf(peer);
  const did = [peer.line];
  const cases = [];
  for (const { id, rule = 'R-10.38', what, ...plan } of PLANS) {
    const expected = await follow(did, pages, plan);
    cases.push({ id, rule, what, valid: 'size' in expected, ...plan, expected });
  }
  return { description: DESCRIPTION, did, pages, cases };
}

/** A follower takes one page after the other. */
export async function follow(
  did: readonly string[],
  pages: Pages,
  { before, page, patch = [] }: Omit<Plan, 'id' | 'rule' | 'what'>,
) {
  const peer = (await small()).log.commons;
  const context = await createReader('');
  await context.store.records.put('peer-did', peer, { lines: [...did] });
  const take = async (value: unknown) => {
    const { size, results } = await advanceMirror(context, peer, parseLogPage(value));
    return { size, results: results.map(({ index, result }) => ({ index, result })) };
  };
  if (before !== undefined) await take(pages[before]);
  const known = await context.store.head(peer);
  try {
    return await take(patched(pages[page] ?? null, patch));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const after = await context.store.head(peer);
    if (after?.size !== known?.size)
      throw new TypeError('a page that is refused changes nothing', { cause: error });
    return { problem: error.type };
  }
}

async function small(): Promise<SmallCommons> {
  const peer = await smallCommons('small');
  peer.log.setClock('2026-01-10T12:00:00.000Z');
  return peer;
}

async function pagesOf(peer: SmallCommons): Promise<Pages> {
  const whole = await pageOf(peer, -1);
  const pages: Record<string, JsonObject> = {
    whole: json(whole),
    'first-half': json(await pageOf(peer, -1, 6)),
    'second-half': json(await pageOf(peer, 5)),
    empty: json({ ...whole, entries: [] }),
    older: json(await older()),
    thief: json(await spoilt(({ log }) => void Object.assign(log.keyring, { checkpoint: keyOf('a thief') }))),
    twin: json({
      ...(await spoilt(({ log }) =>
        doctorLeaf(log, 9, (leaf) => ({ ...leaf, at: '2026-01-06T09:00:00.000Z' })),
      )),
      entries: [],
    }),
    'document-twice': json(
      await spoilt(({ log }) => {
        const last = log.entries.at(-1);
        if (last !== undefined) appendAgain(log, last, (leaf) => ({ ...leaf, threads: [], reads: [] }));
      }),
    ),
    'time-goes-back': json(
      await spoilt(({ log }) => doctorLeaf(log, 9, (leaf) => ({ ...leaf, at: '2026-01-04T09:00:00.000Z' }))),
    ),
    'thread-elsewhere': json(
      await spoilt(({ log }) =>
        doctorLeaf(log, 9, (leaf) => ({
          ...leaf,
          threads: leaf.threads.map((thread) => ({ ...thread, n: 3, prev: 5 })),
        })),
      ),
    ),
    'unknown-type': json(
      await spoilt((one) => signContent(one, 9, (content) => ({ ...content, type: 'ballot' }))),
    ),
  };
  return pages;
}

/** A page of the first entries, as they were when the log had no more. */
async function older() {
  const peer = await small();
  peer.log.entries.splice(6);
  return pageOf(peer, -1);
}

/** The page of a log that its own commons has spoilt. */
async function spoilt(spoil: (peer: SmallCommons) => void | Promise<void>) {
  const peer = await small();
  await spoil(peer);
  return pageOf(peer, -1);
}
