import type { Identity } from '../../../protocol/documents/identity.ts';
import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { getOrMake } from '../../../protocol/identity/recent.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { readDocument } from './read-document.ts';
import { recordCacheOf } from './record-cache.ts';
import type { RecordReader } from './stored-record.ts';

export type DidVersions = ReadonlyMap<DocumentId, DidVersion>;

const IDENTITY = 'identity';

/**
 * The verified DID versions that a log carries, by the `identity` document that logged each. Spec §1.
 *
 * @throws {ProtocolError} `did-invalid` where a mirrored log's lines do not verify.
 */
export async function didVersionsOf(context: Context, log: Scid, reader: RecordReader): Promise<DidVersions> {
  const [thread] = await reader.threads(log, { names: [IDENTITY] });
  if (thread === undefined) return new Map();
  const { histories } = recordCacheOf(context.store);
  const name = `${log} ${thread.n} ${thread.last}`;
  const known = histories.entries.get(name);
  if (known !== undefined) return known;

  const indices = await reader.threadIndices(log, IDENTITY, thread.last + 1);
  const versions = await resolveLogged(context, log, await reader.entries(log, { at: indices }));
  return getOrMake(histories, name, () => versions);
}

/** The known versions and the one that a candidate brings, if its line verifies after them. */
export async function withCandidate(
  context: Context,
  known: DidVersions,
  candidate: { readonly id: DocumentId; readonly document: Identity },
): Promise<DidVersions> {
  const lines = [...known.values()].map(({ line }) => line);
  try {
    const versions = await resolveDidLog([...lines, candidate.document.line], {
      now: await context.now(),
      verify: context.verify,
      expectedScid: candidate.document.commons,
    });
    const version = versions.at(-1);
    return version === undefined ? known : new Map([...known, [candidate.id, version]]);
  } catch (error) {
    if (error instanceof ProtocolError) return known;
    throw error;
  }
}

async function resolveLogged(
  context: Context,
  log: Scid,
  entries: readonly StoredEntry[],
): Promise<DidVersions> {
  const logged = entries.flatMap((entry) => {
    const document = readDocument(entry)?.document;
    const counts = entry.verdict === null || entry.verdict.status === 'counted';
    return document?.type === 'identity' && counts
      ? [{ id: entry.id, at: entry.at, line: document.line }]
      : [];
  });
  const last = logged.at(-1);
  if (last === undefined) return new Map();
  const lines = logged.map(({ line }) => line);
  const versions = await resolveDidLog(lines, { now: last.at, verify: context.verify, expectedScid: log });
  return new Map(
    logged.flatMap(({ id }, position) => {
      const version = versions[position];
      return version === undefined ? [] : [[id, version] as const];
    }),
  );
}
