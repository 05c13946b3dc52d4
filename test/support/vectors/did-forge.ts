import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { MultibaseEncoding, multibaseEncode } from 'didwebvh-ts';
import type { SignBytes } from '../../../protocol/identity/signature.ts';

/** An entry as plain JSON, so that a test can break it in any way. */
export interface RawEntry {
  versionId: string;
  versionTime: string;
  parameters: Record<string, unknown>;
  state: Record<string, unknown> & { id: string };
  proof: Record<string, unknown>[];
  [other: string]: unknown;
}

export interface Forger {
  readonly multikey: string;
  readonly sign: SignBytes;
}

const PLACEHOLDER = '{SCID}';

/**
 * The last line changed, then hashed and signed again as the method says: what an attacker with that key can make. It
 * shares no code with the reader that it is to fool.
 *
 * @param lines the lines before stay as they are.
 * @param change of the entry before it is hashed and signed.
 * @param spoil of the entry after that.
 */
export async function forgeLast(
  lines: readonly string[],
  forger: Forger,
  change: (entry: RawEntry) => void,
  spoil: (entry: RawEntry) => void = () => undefined,
): Promise<string[]> {
  const before = lines.slice(0, -1);
  const entry = rawEntry(lines.at(-1) ?? '');
  change(entry);
  const forged = before.length === 0 ? chainGenesis(entry) : chain(entry, before);
  await prove(forged, forger);
  spoil(forged);
  return [...before, canonical(forged)];
}

function rawEntry(line: string): RawEntry {
  return JSON.parse(line);
}

export function canonical(value: unknown): string {
  return canonicalize(value) ?? '';
}

/** base58btc of the SHA-256 multihash, by the library's encoder. */
export function multihash(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return multibaseEncode(Uint8Array.of(0x12, 0x20, ...digest), MultibaseEncoding.BASE58_BTC).slice(1);
}

function chainGenesis(entry: RawEntry): RawEntry {
  const former = String(entry.parameters.scid);
  const { proof, ...rest } = entry;
  const text = canonical({ ...rest, versionId: PLACEHOLDER }).replaceAll(former, PLACEHOLDER);
  const scid = multihash(text);
  const named = JSON.parse(text.replaceAll(PLACEHOLDER, scid));
  return { ...named, versionId: `1-${multihash(canonical(named))}`, proof };
}

function chain(entry: RawEntry, before: readonly string[]): RawEntry {
  const { proof, ...rest } = entry;
  const previous = rawEntry(before.at(-1) ?? '').versionId;
  const hash = multihash(canonical({ ...rest, versionId: previous }));
  return { ...entry, versionId: `${before.length + 1}-${hash}`, proof };
}

/** Signs with the forger's key whatever options the first proof has. */
async function prove(entry: RawEntry, { multikey, sign }: Forger): Promise<void> {
  const { proof, ...rest } = entry;
  const { proofValue, ...first } = proof[0] ?? {};
  const options = { ...first, verificationMethod: `did:key:${multikey}#${multikey}` };
  const digest = (value: unknown) => createHash('sha256').update(canonical(value)).digest();
  const signature = await sign(Buffer.concat([digest(options), digest(rest)]));
  entry.proof = [{ ...options, proofValue: multibaseEncode(signature, MultibaseEncoding.BASE58_BTC) }];
}
