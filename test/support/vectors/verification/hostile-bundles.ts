import { compareText, toBase64url, utf8 } from '../../../../protocol/bytes.ts';
import { hashTextOf, hashTextSchema } from '../../../../protocol/ids.ts';
import { headsRoot } from '../../../../protocol/log/heads-tree.ts';
import type { Leaf } from '../../../../protocol/log/leaf.ts';
import type { Bundle } from '../../../../protocol/verify/bundle.ts';
import { buildExampleLogs } from '../../example-logs.ts';
import { headsOf } from '../../found-commons.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { keyOf, subjectOf } from '../../people.ts';
import { bundleFor } from '../../verify/bundles.ts';
import { appendAgain, doctorLeaf, signAnew, signContent } from '../../verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../verify/small-commons.ts';

/** A log that its own commons has spoilt, and signed; or one in which something was decided against. */
interface Spoilt {
  readonly name: string;
  readonly kind?: 'money' | 'hours';
  readonly play: (commons: SmallCommons) => Promise<LoggedEntry>;
}

const changed = (change: Partial<Leaf>) => (leaf: Leaf) => ({ ...leaf, ...change });

const SPOILT: readonly Spoilt[] = [
  { name: 'by-the-operator', play: ({ decide, people }) => decide(people.ana, 100) },
  { name: 'money-by-the-operator', kind: 'money', play: ({ decide, people }) => decide(people.ana, 100) },
  {
    name: 'beyond-the-limit',
    play: ({ decide, people }) => decide(people.ana, 1001),
  },
  {
    name: 'reversed',
    play: async ({ decide, people }) => {
      const target = await decide(people.ana, 100);
      const { subject } = target.entry.document;
      await decide(people.ben, 1, { reverses: { subject, id: target.entry.id } });
      return target;
    },
  },
  {
    name: 'expired',
    play: async ({ decide, people, log }) => {
      const target = await decide(people.ana, 100, { expiresAt: '2026-02-01T00:00:00Z' });
      log.setClock('2026-02-01T00:00:00.000Z');
      await decide(people.ben, 1);
      return target;
    },
  },
  {
    name: 'two-periods',
    play: async ({ decide, people, log }) => {
      log.setClock('2026-01-20T12:00:00.000Z');
      await decide(people.ben, 900, { result: 'not-adopted' });
      log.setClock('2026-02-13T12:00:00.000Z');
      await decide(people.ben, 200);
      return decide(people.ana, 50);
    },
  },
  {
    name: 'key-never-had',
    play: async ({ decide, people, log }) => {
      const target = await decide(people.ana, 100);
      await signAnew(log, target.entry.index, { ...keyOf('somebody else'), author: people.ana.author });
      return target;
    },
  },
  {
    name: 'count-of-a-thread',
    play: async ({ decide, people, log, subjects }) => {
      await decide(people.ben, 10);
      const target = await decide(people.ana, 20);
      doctorLeaf(log, target.entry.index, (leaf) => ({
        ...leaf,
        threads: leaf.threads.map((thread) =>
          thread.key === `usage:${subjects.D}` ? { ...thread, n: 0, prev: -1 } : thread,
        ),
      }));
      return target;
    },
  },
  {
    name: 'key-of-a-thread',
    play: async ({ decide, people, log }) => {
      const target = await decide(people.ana, 20);
      const { subject } = target.entry.document;
      doctorLeaf(log, target.entry.index, (leaf) => ({
        ...leaf,
        threads: leaf.threads
          .map((thread) => (thread.key === subject ? { ...thread, key: hashTextOf(utf8(subject)) } : thread))
          .sort((a, b) => compareText(a.key, b.key)),
      }));
      return target;
    },
  },
  {
    name: 'thread-not-named',
    play: async ({ decide, people, log, subjects }) => {
      const target = await decide(people.ana, 20);
      doctorLeaf(log, target.entry.index, (leaf) => ({
        ...leaf,
        threads: leaf.threads.filter(({ key }) => key !== subjects.X),
      }));
      return target;
    },
  },
  {
    name: 'type-of-a-leaf',
    play: async ({ decide, people, log }) => {
      const target = await decide(people.ana, 20);
      doctorLeaf(log, target.entry.index, changed({ type: 'outcome' }));
      return target;
    },
  },
  {
    name: 'time-goes-back',
    play: async ({ decide, people, log }) => {
      const target = await decide(people.ana, 20);
      const late = await decide(people.ben, 10);
      doctorLeaf(log, late.entry.index, changed({ at: '2026-01-10T11:59:59.999Z' }));
      return target;
    },
  },
  {
    name: 'document-twice',
    play: async ({ decide, people, log }) => {
      const target = await decide(people.ana, 20);
      appendAgain(log, target, changed({ at: '2026-01-12T12:00:00.000Z' }));
      return target;
    },
  },
  {
    name: 'no-log-takes-it',
    play: async ({ decide, people, log }) => {
      await decide(people.ana, 20);
      const other = await smallCommons('other');
      other.log.setClock('2026-01-10T13:00:00.000Z');
      const foreign = await other.decide(other.people.ana, 1);
      appendAgain(log, foreign, changed({ threads: [], reads: [] }));
      return { ...foreign, entry: { ...foreign.entry, index: log.entries.length - 1 } };
    },
  },
  {
    name: 'unknown-type',
    play: async (commons) => {
      const { decide, people } = commons;
      const late = await decide(people.ben, 10);
      const target = await decide(people.ana, 20);
      await signContent(commons, late.entry.index, (content) => ({ ...content, type: 'ballot' }));
      return target;
    },
  },
  {
    name: 'false-heads',
    play: async (commons) => {
      const { decide, people, log, self } = commons;
      const target = await decide(people.ana, 20);
      const before = log.heads();
      const { subject } = target.entry.document;
      await decide(people.ben, 1, { reverses: { subject, id: target.entry.id } });
      const root = hashTextSchema.parse(toBase64url(headsRoot(before)));
      const heads = { ...headsOf(commons), count: before.length, root };
      const { entry } = await log.append('heads', self, { subject: subjectOf('heads'), ...heads });
      const evidence = log.evidence;
      log.evidence = () => ({ ...evidence(), heads: async () => ({ id: entry.id, of: before }) });
      return target;
    },
  },
];

/** Bundles of the spoilt logs, by name. */
export async function hostileBundles(): Promise<Readonly<Record<string, Bundle>>> {
  const bundles: Record<string, Bundle> = {};
  for (const { name, kind = 'hours', play } of SPOILT) {
    const commons = await smallCommons('small', { kind });
    commons.log.setClock('2026-01-10T12:00:00.000Z');
    const { entry } = await play(commons);
    await commons.log.checkpoint();
    const shownAs =
      commons.log.entries.findLast(({ leaf }) => leaf.doc === entry.id)?.leaf.doc ??
      targetOf(commons, entry.index);
    bundles[name] = await bundleFor({ commons: commons.log.commons, id: shownAs }, [commons]);
  }
  bundles['void-acceptance'] = await voidAcceptance();
  return bundles;
}

/** A document that was signed anew has another id. */
function targetOf({ log }: SmallCommons, index: number) {
  const entry = log.entries[index];
  if (entry === undefined) throw new TypeError('the log has its entries');
  return entry.leaf.doc;
}

/** B's acceptance is dated after the time for it: it does not count in B's own log. */
async function voidAcceptance(): Promise<Bundle> {
  const { a, b, entries } = await buildExampleLogs();
  const late = changed({ at: '2026-02-01T00:00:01.000Z' });
  doctorLeaf(b.log, entries.a2.entry.index, late);
  doctorLeaf(b.log, entries.a2.entry.index + 1, late);
  await a.log.checkpoint([{ commons: b.log.commons, witness: b.log.keyring.witness }]);
  await b.log.checkpoint([{ commons: a.log.commons, witness: a.log.keyring.witness }]);
  return bundleFor({ commons: a.log.commons, id: entries.seal.entry.id }, [a, b]);
}
