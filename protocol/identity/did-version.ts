import type { Multikey, Scid } from '../ids.ts';
import { type Millis, parseTime } from '../time.ts';
import { type CommonsKeys, readDidDocument } from './did-document.ts';
import { type DidEntry, entryHashOf, nextKeyHashOf, parseDidEntry, scidOf } from './did-entry.ts';
import { didInvalid } from './did-fault.ts';
import { assertKeysServeOnePurpose } from './did-key-purposes.ts';
import { assertStatementFollows } from './did-log-statement.ts';

/** The only version of the method that is understood. Spec §1. */
export const DID_METHOD = 'did:webvh:1.0';

/** One version of a commons' DID, after every check. Spec §1 [R-1.20]. */
export interface DidVersion {
  /** From 1, without gaps. */
  readonly number: number;
  /** `<number>-<entry hash>`: names this version and all before it. */
  readonly versionId: string;
  readonly time: Millis;
  readonly did: string;
  readonly scid: Scid;
  /** Decoded: `example.org:4180`. */
  readonly host: string;
  readonly baseUrl: string;
  readonly alsoKnownAs: readonly string[];
  readonly portable: boolean;
  /** True for the last version of a commons that gave up its DID. */
  readonly deactivated: boolean;
  /** Promises for the next version; false in a deactivated version alone. */
  readonly prerotation: boolean;
  readonly updateKeys: readonly Multikey[];
  readonly nextKeyHashes: readonly Scid[];
  readonly keys: CommonsKeys;
  /** The exact line, without its newline. */
  readonly line: string;
}

/**
 * Everything about one line that needs neither a clock nor a signature check. Spec §1.
 *
 * @param known the versions before it, all of them, in order; empty for the genesis.
 * @returns the entry beside its version, so that its proof can be verified.
 * @throws {ProtocolError} `did-invalid` (the extension `fault` says why), `key-unsound`, `too-large`.
 */
export function readDidVersion(line: string, known: readonly DidVersion[]) {
  const entry = parseDidEntry(line);
  const previous = known.at(-1);
  const number = assertNumber(entry, known.length + 1);
  const time = assertLater(entry, previous);
  const scid = previous === undefined ? assertGenesis(entry) : assertSuccessor(entry, previous);
  assertChained(entry, previous?.versionId ?? scid);

  const { keys, did, host, baseUrl, alsoKnownAs, scid: named } = readDidDocument(entry.state);
  if (named !== scid) throw didInvalid('scid', `the DID must carry the SCID ${scid} in every version`);
  const { updateKeys, nextKeyHashes, deactivated = false } = entry.parameters;
  const portable = entry.parameters.portable ?? previous?.portable ?? false;
  const version: DidVersion = {
    number,
    versionId: entry.versionId,
    time,
    did,
    scid,
    host,
    baseUrl,
    alsoKnownAs,
    portable,
    deactivated,
    prerotation: nextKeyHashes.length > 0,
    updateKeys,
    nextKeyHashes,
    keys,
    line,
  };
  if (previous !== undefined) assertMove(version, previous);
  assertStatementFollows(version, previous);
  assertKeysServeOnePurpose(version, known);
  return { version, entry };
}

/** Numbers count from 1 without a gap. */
function assertNumber(entry: DidEntry, expected: number): number {
  if (!entry.versionId.startsWith(`${expected}-`)) {
    throw didInvalid('number', `version ${expected} is expected here, not ${entry.versionId}`);
  }
  return expected;
}

/** Each version is later than the one before. */
function assertLater(entry: DidEntry, previous: DidVersion | undefined): Millis {
  const time = parseTime(entry.versionTime);
  if (time === null || (previous !== undefined && time <= previous.time)) {
    throw didInvalid('time', `${entry.versionTime} is not later than the version before`);
  }
  return time;
}

/** What only the first version says. */
function assertGenesis(entry: DidEntry): Scid {
  const { method, scid, portable, nextKeyHashes, deactivated } = entry.parameters;
  if (method !== DID_METHOD) throw didInvalid('method', `the method must be ${DID_METHOD}`);
  if (scid === undefined || scid !== scidOf(entry, scid)) {
    throw didInvalid('scid', 'the SCID must be the hash of the first entry');
  }
  if (portable !== true) throw didInvalid('portability', 'the first version must be portable: true');
  if (deactivated === true) throw didInvalid('deactivated', 'the first version cannot be the last');
  if (nextKeyHashes.length === 0) throw didInvalid('rotation', 'the first version must promise the next key');
  return scid;
}

/** What holds between a version and the one before. */
function assertSuccessor(entry: DidEntry, previous: DidVersion): Scid {
  const { method = DID_METHOD, scid, portable, updateKeys, nextKeyHashes, deactivated } = entry.parameters;
  if (previous.deactivated) throw didInvalid('deactivated', 'no version follows a deactivation');
  if (method !== DID_METHOD) throw didInvalid('method', `the method must stay ${DID_METHOD}`);
  if (scid !== undefined) throw didInvalid('scid', 'only the first version states the SCID');
  if (portable === true) throw didInvalid('portability', 'only the first version can say portable: true');
  if (!updateKeys.every((key) => previous.nextKeyHashes.includes(nextKeyHashOf(key)))) {
    throw didInvalid('rotation', 'every update key must have been promised by the version before');
  }
  // Promises end with the DID: there is no going on without them, and nothing to promise after the end.
  if ((nextKeyHashes.length === 0) !== (deactivated === true)) {
    throw didInvalid('rotation', 'the next key is promised by every version but a deactivation');
  }
  return previous.scid;
}

/** The entry hash covers the entry and names the version before. */
function assertChained(entry: DidEntry, before: string): void {
  const [, hash] = entry.versionId.split('-');
  if (entry.versionId.split('-').length !== 2 || hash !== entryHashOf(entry, before)) {
    throw didInvalid('hash', `${entry.versionId} does not end with the hash of its entry`);
  }
}

/** A move needs portability and names the former DID. */
function assertMove(version: DidVersion, previous: DidVersion): void {
  if (version.did === previous.did) return;
  if (!version.portable) throw didInvalid('portability', 'this DID gave up moving');
  if (!version.alsoKnownAs.includes(previous.did)) {
    throw didInvalid('portability', 'after a move the former DID must stand in alsoKnownAs');
  }
}
