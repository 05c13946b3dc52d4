import type { DomainRef } from '../../../protocol/documents/common.ts';
import type { DomainItem } from '../../../protocol/documents/set.ts';
import { pathPatternSchema } from '../../../protocol/governance/scope/path-pattern.ts';
import { setRoot } from '../../../protocol/governance/set-items.ts';
import { hashTextSchema, type Ref, type Scid } from '../../../protocol/ids.ts';
import { type Bundle, parseBundle } from '../../../protocol/verify/bundle.ts';
import { collectBundle } from '../../../protocol/verify/collect-bundle.ts';
import { buildExampleLogs } from '../example-logs.ts';
import { createCommons, headsOf, type TestCommons } from '../found-commons.ts';
import type { LogBuilder, LoggedEntry } from '../log-builder.ts';
import { keyOf, saltOf, subjectOf, textOf } from '../people.ts';
import { bytesOf } from './bundles.ts';
import { rotateKeys } from './hostile.ts';
import { domainByRole, type SmallCommons, smallCommons } from './small-commons.ts';

/** A bundle that passes on every level for a verifier who trusts these witnesses. */
export interface GoodBundle {
  readonly name: string;
  readonly bundle: Bundle;
  readonly trust: readonly Scid[];
  /** The moment at which it is verified. */
  readonly now: number;
}

const NOW = Date.parse('2026-03-01T00:00:00Z');

/** One bundle of every kind of evidence that there is. */
export async function goodBundles(): Promise<readonly GoodBundle[]> {
  const example = await exampleBundles();
  return [
    ...example,
    await secondSigner(),
    await domainOfASet(),
    await afterRotation(),
    await freshByHeads(),
    await hiddenProposal(),
  ];
}

/** Of the two example logs: a decision by delegation, an outcome by consent, an agreement of two commons. */
async function exampleBundles(): Promise<readonly GoodBundle[]> {
  const { a, b, attachments, entries } = await buildExampleLogs();
  const trust = [a.log.commons, b.log.commons];
  const bundled = async (name: string, entry: LoggedEntry): Promise<GoodBundle> => ({
    name,
    bundle: await collect(entry, [a, b], [a, b], attachments),
    trust,
    now: NOW,
  });
  return [
    await bundled('decision', entries.d1),
    await bundled('outcome', entries.outcome),
    await bundled('agreement', entries.seal),
  ];
}

async function secondSigner(): Promise<GoodBundle> {
  return witnessed('second-signer', { signers: 2 }, async (commons) => {
    const { log, people, refs, subjects } = commons;
    const target = await commons.decide(people.ana, 100);
    log.setClock('2026-01-11T12:00:00.000Z');
    await log.append('confirmation', people.ben, {
      subject: subjectOf('second'),
      of: { subject: target.entry.document.subject, id: target.entry.id },
      decision: {
        changes: [target.entry.document.subject, refs.X.subject, `usage:${subjects.D}`],
        by: { mandate: refs.MB, role: refs.R, domain: refs.D },
      },
    });
    return target;
  });
}

/** A decision under a domain that is in force as an item of a set of two pages. */
async function domainOfASet(): Promise<GoodBundle> {
  return witnessed('domain-of-a-set', {}, async (commons) => {
    const { log, people, refs } = commons;
    const items = ['src/', 'doc/'].map((path) => domainItem(refs.R, path)).sort(bySubject);
    const root = hashTextSchema.parse(setRoot(items));
    const [set, effects] = [subjectOf('set of two pages'), ['change' as const]];
    const pages: LoggedEntry[] = [];
    for (const [position, item] of items.entries()) {
      const content = { of: 'domain' as const, effects, items: [item] };
      const page = { subject: set, page: position + 1, pages: 2, count: 2, root, content };
      pages.push(await log.append('set', people.ana, page));
    }
    await commons.decide(people.ana, 1, {
      domain: refs.S,
      binding: {
        operations: [
          { op: 'adopt', adopts: { type: 'set', of: 'domain', subject: set, root, count: 2, effects } },
        ],
      },
    });
    const [item, page] = [items[1], pages[1]];
    if (item === undefined || page === undefined) throw new TypeError('the set has two pages');
    const domain: DomainRef = { subject: item.subject, id: page.entry.id, set };
    const content = hashTextSchema.parse(saltOf('change').padEnd(42, 'A').concat('A'));
    const paths = [`${item.scope.paths?.[0] ?? ''}one.txt`];
    return commons.decide(people.ben, 1, {
      domain,
      binding: { operations: [{ op: 'change', paths, content, title: 'A small change' }] },
    });
  });
}

/** The commons has new keys since the founding, for documents and for checkpoints. */
async function afterRotation(): Promise<GoodBundle> {
  return witnessed('after-rotation', {}, async (commons) => {
    await rotateKeys(commons, 'small', { checkpoint: keyOf('small checkpoint 2') });
    return commons.decide(commons.people.ana, 100);
  });
}

/** Heads spare the leaves between the target and them; a leaf after them is shown alone. */
async function freshByHeads(): Promise<GoodBundle> {
  return witnessed('fresh-by-heads', {}, async (commons) => {
    const target = await commons.decide(commons.people.ana, 100);
    for (let count = 1; count <= 3; count++) await commons.decide(commons.people.ben, count);
    const fields = { subject: subjectOf('heads'), ...headsOf(commons) };
    await commons.log.append('heads', commons.self, fields);
    await commons.decide(commons.people.ben, 9);
    return target;
  });
}

/** The proposal that is decided on is for members; the reader is one. Its thread has a hidden key. */
async function hiddenProposal(): Promise<GoodBundle> {
  return witnessed('hidden-proposal', {}, async (commons) => {
    const { people, refs, log } = commons;
    const binding = {
      operations: [
        { op: 'transfer' as const, resource: refs.X, quantity: 10, to: { party: people.ben.author } },
      ],
    };
    const subject = subjectOf('secret proposal');
    const proposal = await log.append('proposal', people.ben, {
      subject,
      audience: 'members',
      domain: refs.D,
      driver: textOf('why').text,
      binding,
      explanation: [],
      alternatives: [],
    });
    return commons.decide(people.ana, 10, { proposal: { subject, id: proposal.entry.id }, binding });
  });
}

/** A small commons whose log a third commons cosigns just before the target and at the end. */
async function witnessed(
  name: string,
  wish: Parameters<typeof smallCommons>[1],
  play: (commons: SmallCommons) => Promise<LoggedEntry>,
): Promise<GoodBundle> {
  const commons = await smallCommons('small', wish);
  const witness = await createCommons('witness', '2026-01-05T09:00:00Z');
  const { log } = commons;
  const by = [{ commons: witness.log.commons, witness: witness.log.keyring.witness }];
  log.setClock('2026-01-10T12:00:00.000Z');
  await log.checkpoint(by);
  const target = await play(commons);
  log.setClock('2026-01-12T12:00:00.000Z');
  await log.checkpoint(by);
  const bundle = await collect(target, [commons], [witness], new Map());
  return { name, bundle, trust: [witness.log.commons], now: NOW };
}

async function collect(
  { entry }: LoggedEntry,
  commons: readonly TestCommons[],
  witnesses: readonly TestCommons[],
  attachments: ReadonlyMap<string, Uint8Array>,
): Promise<Bundle> {
  const bundle = await collectBundle(
    { commons: entry.document.commons, id: entry.id },
    {
      logs: new Map(commons.map(({ log }: { log: LogBuilder }) => [log.commons, log.evidence()])),
      attachments: async () => attachments,
      witnesses: async (named) =>
        witnesses
          .filter(({ log }) => named.includes(log.commons))
          .map(({ log, line }) => ({ commons: log.commons, lines: [line] })),
    },
  );
  return parseBundle(bytesOf(bundle));
}

function domainItem(role: Ref, path: string): DomainItem {
  const { subject, ...body } = domainByRole(subjectOf(`domain of ${path}`), role);
  return {
    subject,
    salt: saltOf(path),
    ...body,
    scope: { effects: ['change'], paths: [pathPatternSchema.parse(path)] },
  };
}

function bySubject(one: DomainItem, other: DomainItem): number {
  return one.subject < other.subject ? -1 : 1;
}
