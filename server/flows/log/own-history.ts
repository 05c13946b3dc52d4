import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';

/**
 * What is known of our own log's end since this process started. A database that was restored from a backup looks sound,
 * and whatever is appended to it makes a second history; only whoever saw the first one can tell. Spec §3.
 */
export type HistoryStanding =
  /** Witnesses have vouched for the log before, and none of them has answered yet. */
  { readonly kind: 'asking' } | { readonly kind: 'confirmed' } | Contradiction;

/** A checkpoint that we signed once and that our log does not lead to any more. */
export interface Contradiction {
  readonly kind: 'contradicted';
  readonly witness: Scid;
  /** Of the checkpoint, and of our log when it was compared. */
  readonly signedSize: number;
  readonly size: number;
  /** The signed note: proof for anybody. */
  readonly note: string;
}

export interface OwnHistory {
  readonly standing: () => HistoryStanding;
  /** A contradiction stays for as long as the process runs: nothing that comes later makes two histories one. */
  readonly settle: (standing: HistoryStanding) => void;
  /** @throws {ProtocolError} `unavailable` while nothing may be appended or signed. */
  readonly assertWritable: () => void;
}

/** Confirmed until somebody settles it otherwise: a server that starts asks first. */
export function createOwnHistory(): OwnHistory {
  let standing: HistoryStanding = { kind: 'confirmed' };
  return {
    standing: () => standing,
    settle: (next) => {
      if (standing.kind !== 'contradicted') standing = next;
    },
    assertWritable() {
      if (standing.kind === 'confirmed') return;
      throw new ProtocolError('unavailable', sentenceOn(standing), { standing: standing.kind });
    },
  };
}

/** What whoever runs the server should know, and do. */
export function sentenceOn(standing: Exclude<HistoryStanding, { readonly kind: 'confirmed' }>): string {
  if (standing.kind === 'asking') {
    return 'The log is read-only until one of its witnesses answers: it may have seen a later end of it.';
  }
  const { signedSize, size } = standing;
  return signedSize > size
    ? `The log is read-only: it has ${size} entries, and a witness has seen ${signedSize}. This database is an older copy; restore a newer one.`
    : `The log is read-only: a witness has seen another history of its first ${signedSize} entries. This database is not the one that was signed.`;
}
