import { equalBytes } from '../../../protocol/bytes.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { accountAhead, isEmpty, type KeptAccount } from '../../store/accounts.ts';
import type { Derived, StoredThread, StoredVerdict, Transaction } from '../../store/store.ts';
import { accountsBy } from './accounts.ts';
import type { Recomputed } from './recompute.ts';

/** Rows that are read in one go. */
const STEP = 500;

/** Something stored that is another than what follows from the entries. */
export interface Difference {
  readonly what: 'verdict' | 'thread' | 'tile' | 'account';
  /** The index of the entry, the name of the thread, the place of the tile, or the subject of the resource. */
  readonly where: string;
  readonly stored: string;
  readonly computed: string;
}

export interface Differences {
  readonly differences: readonly Difference[];
  /** What has to be written so that there are none. */
  readonly derived: Derived;
}

/** Compares what is stored with what follows from the entries. */
export async function differencesIn(
  tx: Pick<Transaction, 'head' | 'entries' | 'threads' | 'threadIndices' | 'tiles' | 'accounts'>,
  log: Scid,
  recomputed: Recomputed,
): Promise<Differences> {
  const verdicts = await verdictDifferences(tx, log, recomputed);
  const threads = await threadDifferences(tx, log, recomputed);
  const tiles = await tileDifferences(tx, log, recomputed);
  const accounts = await accountDifferences(tx, log, recomputed);
  return {
    differences: [
      ...verdicts.differences,
      ...threads.differences,
      ...tiles.differences,
      ...accounts.differences,
    ],
    derived: {
      verdicts: verdicts.changed,
      threads: threads.changed,
      gone: threads.gone,
      tiles: tiles.changed,
      ...(accounts.differences.length === 0 ? {} : { accounts: accounts.all }),
    },
  };
}

async function verdictDifferences(tx: Pick<Transaction, 'entries'>, log: Scid, { verdicts }: Recomputed) {
  const differences: Difference[] = [];
  const changed: { index: number; verdict: StoredVerdict }[] = [];
  for (let after = -1; after < verdicts.length - 1; after += STEP) {
    for (const { index, verdict: stored } of await tx.entries(log, { after, limit: STEP })) {
      const verdict = verdicts[index];
      if (verdict === undefined || sorted(stored) === sorted(verdict)) continue;
      changed.push({ index, verdict });
      differences.push({
        what: 'verdict',
        where: String(index),
        stored: wordOf(stored),
        computed: wordOf(verdict),
      });
    }
  }
  return { differences, changed };
}

async function threadDifferences(
  tx: Pick<Transaction, 'threads' | 'threadIndices'>,
  log: Scid,
  { threads, verdicts }: Recomputed,
) {
  const differences: Difference[] = [];
  const changed: Derived['threads'][number][] = [];
  const gone: string[] = [];
  const seen = new Set<string>();
  for await (const stored of allThreads(tx, log)) {
    const { name } = stored;
    seen.add(name);
    const known = threads.get(name);
    if (known === undefined) {
      gone.push(name);
      differences.push({ what: 'thread', where: name, stored: sorted(stored.state), computed: 'nothing' });
      continue;
    }
    const indices = await tx.threadIndices(log, name, verdicts.length);
    const same = sorted(stored) === sorted(known.thread) && indices.join() === known.indices.join();
    if (same) continue;
    changed.push(known);
    differences.push({ what: 'thread', where: name, stored: sorted(stored), computed: sorted(known.thread) });
  }
  for (const [name, known] of threads) {
    if (seen.has(name)) continue;
    changed.push(known);
    differences.push({ what: 'thread', where: name, stored: 'nothing', computed: sorted(known.thread) });
  }
  return { differences, changed, gone };
}

async function* allThreads(tx: Pick<Transaction, 'threads'>, log: Scid): AsyncGenerator<StoredThread> {
  for (let after = ''; ; ) {
    const some = await tx.threads(log, { kind: 'any', after, limit: STEP });
    yield* some;
    const last = some.at(-1);
    if (last === undefined) return;
    after = last.name;
  }
}

async function tileDifferences(tx: Pick<Transaction, 'tiles'>, log: Scid, { tiles }: Recomputed) {
  const stored = new Map(
    (await tx.tiles(log, tiles)).map(({ level, index, hashes }) => [`${level}/${index}`, hashes]),
  );
  const changed = tiles.filter(({ level, index, hashes }) => {
    const kept = stored.get(`${level}/${index}`);
    return kept === undefined || !equalBytes(kept, hashes);
  });
  const differences = changed.map(
    ({ level, index }): Difference => ({
      what: 'tile',
      where: `${level}/${index}`,
      stored: stored.has(`${level}/${index}`) ? 'other hashes' : 'nothing',
      computed: 'the hashes of the entries',
    }),
  );
  return { differences, changed };
}

/** As far as they lie ahead of the log's last entry: what is over is kept until the account changes again. */
async function accountDifferences(
  tx: Pick<Transaction, 'head' | 'entries' | 'accounts'>,
  log: Scid,
  recomputed: Recomputed,
) {
  const at = (await tx.head(log))?.lastAt ?? 0;
  const stored = (await tx.accounts(log)).map((account) => accountAhead(account, at));
  const all = await accountsBy(tx, log, recomputed.threads, at);
  const textsOf = (accounts: readonly KeptAccount[]) =>
    new Map(
      accounts
        .filter((account) => !isEmpty(account))
        .map((account) => [account.resource, sorted(account)] as const),
    );
  const [kept, computed] = [textsOf(stored), textsOf(all)];
  const differences = [...new Set([...kept.keys(), ...computed.keys()])]
    .filter((resource) => kept.get(resource) !== computed.get(resource))
    .map(
      (resource): Difference => ({
        what: 'account',
        where: resource,
        stored: kept.get(resource) ?? 'nothing',
        computed: computed.get(resource) ?? 'nothing',
      }),
    );
  return { differences, all };
}

function wordOf(verdict: StoredVerdict | null): string {
  if (verdict === null) return 'nothing';
  return verdict.code === null ? verdict.status : `${verdict.status}: ${verdict.code}`;
}

/** JSON with sorted members: the database has an order of its own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
