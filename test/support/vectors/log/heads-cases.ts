import { toBase64url } from '../../../../protocol/bytes.ts';
import { headProof, headsRoot, type ThreadHead } from '../../../../protocol/log/heads-tree.ts';
import { subjectOf } from '../../people.ts';

/** `root`: the heads give it. `proof`: the head is among the `count` heads with that root. */
export type HeadsInput =
  | { readonly heads: readonly ThreadHead[]; readonly root: string }
  | {
      readonly head: ThreadHead;
      readonly index: number;
      readonly path: readonly string[];
      readonly count: number;
      readonly root: string;
    };

export interface HeadsCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly valid: boolean;
  readonly input: HeadsInput;
}

export function headsVectors(): { readonly description: string; readonly cases: readonly HeadsCase[] } {
  return {
    description:
      'Heads of threads (Spec §3.9). A case with `heads`: these, in whatever order, give `root`. A case with `head`: it is ' +
      'the one at `index` among `count` heads with that `root`, by the inclusion proof `path`. Where not `valid`, it is not so.',
    cases: [...roots(), ...proofs()],
  };
}

const HEADS: readonly ThreadHead[] = [
  { key: 'charter', last: 2, n: 3 },
  { key: 'constraints', last: 0, n: 1 },
  { key: 'register', last: 25, n: 2 },
  { key: subjectOf('Ana'), last: 0, n: 1 },
  { key: `usage:${subjectOf('spending')}`, last: 29, n: 3 },
  { key: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU', last: 7, n: 1 },
  { key: 'Ä thread that cannot be, and is sorted all the same', last: 1, n: 1 },
];

function roots(): HeadsCase[] {
  const root = (heads: readonly ThreadHead[]) => toBase64url(headsRoot(heads));
  const one = HEADS.slice(0, 1);
  const later = HEADS.map((head, index) => (index === 3 ? { ...head, last: 30, n: 2 } : head));
  return [
    accept('none', 'no thread', { heads: [], root: root([]) }),
    accept('one', 'one thread', { heads: one, root: root(one) }),
    accept('all', 'seven threads', { heads: HEADS, root: root(HEADS) }),
    accept('reversed', 'the same in another order', { heads: HEADS.toReversed(), root: root(HEADS) }),
    refuse('later', 'a thread has moved since', { heads: later, root: root(HEADS) }),
    refuse('fewer', 'a thread is left out', { heads: HEADS.slice(1), root: root(HEADS) }),
  ];
}

function proofs(): HeadsCase[] {
  const root = toBase64url(headsRoot(HEADS));
  const proofOf = (head: ThreadHead) => {
    const proof = headProof(HEADS, head.key);
    if (proof === null) throw new TypeError('a head of the list');
    return { head, index: proof.index, path: proof.path.map(toBase64url), count: HEADS.length, root };
  };
  const [first, second] = HEADS as readonly [ThreadHead, ThreadHead]; // there are seven
  return [
    ...HEADS.map((head, index) => accept(`proof-${index}`, `the head of ${head.key}`, proofOf(head))),
    refuse('proof-n', 'a head with more entries', { ...proofOf(first), head: { ...first, n: first.n + 1 } }),
    refuse('proof-last', 'a head with another last entry', {
      ...proofOf(first),
      head: { ...first, last: 1 },
    }),
    refuse('proof-key', "another thread's head in its place", { ...proofOf(first), head: second }),
    refuse('proof-index', 'another place', { ...proofOf(first), index: proofOf(first).index - 1 }),
    refuse('proof-count', 'another number of heads', { ...proofOf(first), count: 4 }),
    refuse('proof-path', 'a path that lacks a hash', {
      ...proofOf(first),
      path: proofOf(first).path.slice(1),
    }),
  ];
}

function accept(id: string, what: string, input: HeadsInput): HeadsCase {
  return { id, rule: 'R-3.12', what, valid: true, input };
}

function refuse(id: string, what: string, input: HeadsInput): HeadsCase {
  return { id, rule: 'R-3.12', what, valid: false, input };
}
