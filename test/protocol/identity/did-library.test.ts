import {
  createDID,
  MultibaseEncoding,
  multibaseEncode,
  prepareDataForSigning,
  resolveDIDFromLog,
  updateDID,
} from 'didwebvh-ts';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { didDocumentOf } from '../../../protocol/identity/did-document.ts';
import { nextKeyHashOf } from '../../../protocol/identity/did-entry.ts';
import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import { SCID_PLACEHOLDER } from '../../../protocol/identity/did-name.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { type DidCase, linesOf } from '../../support/vectors/did-case.ts';
import { didCases } from '../../support/vectors/did-cases.ts';
import {
  DAY,
  GENESIS_TIME,
  genesisFields,
  headOf,
  LOCAL_HOST,
  namedKey,
  namedMultikey,
  publishedKeys,
  wholeLife,
} from '../../support/vectors/did-commons.ts';
import { canonical, type RawEntry } from '../../support/vectors/did-forge.ts';
import { verifyEd25519 } from '../../support/vectors/ed25519.ts';

// In tests the library writes every log that it sees into a folder of ours, unless it thinks that it is in use.
vi.hoisted(() => {
  process.env.NODE_ENV = 'production';
});

const verifier = {
  verify: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) =>
    verifyEd25519(publicKey, message, signature),
};

let life: DidVersion[];
beforeAll(async () => {
  life = await wholeLife();
});

describe('§1 another implementation of did:webvh (didwebvh-ts)', () => {
  test('resolves every version that we make to the same parameters', async () => {
    for (const version of life) {
      const { did, meta } = await byLibrary(linesOf(life.slice(0, version.number)));
      expect(did).toBe(version.did);
      expect(meta.error).toBeUndefined();
      const { versionId, scid, portable, deactivated, prerotation, updateKeys, nextKeyHashes } = version;
      expect(meta).toMatchObject({
        versionId,
        scid,
        portable,
        deactivated,
        prerotation,
        updateKeys,
        nextKeyHashes,
      });
    }
  });

  test('writes logs that we read', async () => {
    const log = await libraryLog();
    const lines = log.map(canonical);
    const versions = await resolveDidLog(lines, { now: GENESIS_TIME + 30 * DAY, verify: verifyEd25519 });
    expect(versions.map((version) => version.versionId)).toEqual(log.map((entry) => entry.versionId));
    expect(versions.map((version) => version.keys.log.head)).toEqual([undefined, headOf(7)]);
    expect(versions[1]?.updateKeys).toEqual([namedMultikey('update-2')]);
  });

  test('accepts all good vectors that its clock lets it accept', async () => {
    const good = (await didCases()).filter((vector) => vector.valid && vector.id !== 'far-future');
    for (const vector of good) {
      await expect(byLibrary(vector.lines)).resolves.toMatchObject({
        meta: { scid: vector.versions?.[0]?.scid },
      });
    }
  });

  test('judges by the clock of the machine, whatever clock we have', async () => {
    const far = (await didCases()).find((vector) => vector.id === 'far-future');
    await expect(byLibrary(far?.lines ?? [])).rejects.toThrow('in the future');
  });

  // Spec §1, "Why a reader of our own". When a newer library refuses one of them, take it off the list.
  test('accepts logs that the method forbids, so that it can only be a second opinion', async () => {
    const accepted: string[] = [];
    for (const vector of await broken()) {
      if (await isAcceptedByLibrary(vector)) accepted.push(vector.id);
    }
    expect(accepted).toEqual(expect.arrayContaining([...LIBRARY_LETS_THROUGH]));
  });
});

const LIBRARY_LETS_THROUGH = [
  'nobody', // no update key, no proof: anybody can append it to any log
  'empty-proof',
  'genesis-hash',
  'unknown-parameter',
  'promise-inherited',
  'portable-again',
  'alias-missing',
  'host-number',
] as const;

async function broken(): Promise<DidCase[]> {
  return (await didCases()).filter((vector) => vector.problem !== undefined);
}

async function isAcceptedByLibrary({ lines }: DidCase): Promise<boolean> {
  try {
    const { meta } = await byLibrary(lines);
    return meta.error === undefined;
  } catch {
    return false;
  }
}

/** No witness proofs: with none given the library would go and fetch them. */
function byLibrary(lines: readonly string[]) {
  const log: RawEntry[] = lines.map((line) => JSON.parse(line));
  return resolveDIDFromLog(log, { verifier, witnessProofs: [] });
}

/** A commons founded and rotated by the library alone, with the documents that we demand. */
async function libraryLog(): Promise<RawEntry[]> {
  const { host, baseUrl, nextUpdateKeys } = genesisFields();
  const place = { host, baseUrl, alsoKnownAs: [], ...publishedKeys() };
  const { log, meta } = await createDID({
    address: LOCAL_HOST,
    signer: signerOf('update-1'),
    updateKeys: [namedMultikey('update-1')],
    nextKeyHashes: nextUpdateKeys.map(nextKeyHashOf),
    portable: true,
    created: '2026-01-01T00:00:00Z',
    didDocument: didDocumentOf({ scid: SCID_PLACEHOLDER, ...place }),
    verifier,
  });
  const scid = life[0]?.scid ?? SCID_PLACEHOLDER;
  const document = didDocumentOf({ scid, ...place, head: headOf(7) });
  const services = JSON.parse(JSON.stringify(document.service).replaceAll(scid, meta.scid));
  const updated = await updateDID({
    log,
    signer: signerOf('update-2'),
    updateKeys: [namedMultikey('update-2')],
    nextKeyHashes: [nextKeyHashOf(namedMultikey('update-3'))],
    services,
    updated: '2026-01-02T00:00:00Z',
    verifier,
  });
  return updated.log;
}

function signerOf(label: string) {
  const multikey = namedMultikey(label);
  return {
    getVerificationMethodId: () => `did:key:${multikey}#${multikey}`,
    sign: async ({ document, proof }: { document: unknown; proof: never }) => {
      const signature = await namedKey(label).sign(await prepareDataForSigning(document, proof));
      return { proofValue: multibaseEncode(signature, MultibaseEncoding.BASE58_BTC) };
    },
  };
}
