import * as z from 'zod';
import { concatBytes, textOf, utf8 } from '../bytes.ts';
import { canonicalBytes, type JsonObject, type JsonValue, parseCanonical } from '../canonical.ts';
import { sha256 } from '../hash.ts';
import { type Multikey, multikeySchema, type Scid, scidSchema } from '../ids.ts';
import { ProtocolError } from '../problem.ts';
import { parseTime } from '../time.ts';
import { fromBase58, toBase58 } from './base58.ts';
import { didInvalid, didMisformed } from './did-fault.ts';
import { SCID_PLACEHOLDER } from './did-name.ts';
import { SIGNATURE_BYTES } from './signature-soundness.ts';

/** One version of a DID: with eight keys of each purpose it takes 13 kB. */
export const DID_LINE_BYTES_MAX = 16 * 1024;
/** Update keys of one version, and promises for the next: one in use, a few spares in other drawers. */
export const UPDATE_KEYS_MAX = 8;
/** Watchers are of no use here; the limit bounds what a foreign tool may write. */
const WATCHERS_MAX = 16;
/** Largest `ttl` of did:webvh v1.0: 2^31 seconds. */
const TTL_SECONDS_MAX = 2 ** 31;

/** Multihash of SHA-256: function 0x12, length 32. */
const MULTIHASH_PREFIX = Uint8Array.of(0x12, 0x20);

const didTimeSchema = z
  .string()
  .refine((text) => parseTime(text) !== null, 'an RFC 3339 time in UTC with Z, no decimals or three');

const parametersSchema = z.strictObject({
  method: z.string().exactOptional(),
  scid: scidSchema.exactOptional(),
  updateKeys: z.array(multikeySchema).min(1).max(UPDATE_KEYS_MAX),
  /** Multihashes of SHA-256 in base58btc: an SCID is one too. */
  nextKeyHashes: z.array(scidSchema).max(UPDATE_KEYS_MAX),
  portable: z.boolean().exactOptional(),
  deactivated: z.boolean().exactOptional(),
  /** Our own witnesses watch the log; the method's would need a second file and a fetch. */
  witness: z.strictObject({}).exactOptional(),
  watchers: z.array(z.string()).max(WATCHERS_MAX).exactOptional(),
  ttl: z.int().min(0).max(TTL_SECONDS_MAX).exactOptional(),
});
export type DidParameters = z.infer<typeof parametersSchema>;

const proofSchema = z.strictObject({
  type: z.literal('DataIntegrityProof'),
  cryptosuite: z.literal('eddsa-jcs-2022'),
  verificationMethod: z.templateLiteral(['did:key:', multikeySchema, '#', multikeySchema]),
  created: didTimeSchema.exactOptional(),
  proofPurpose: z.literal('assertionMethod'),
  proofValue: z.string().max(2 * SIGNATURE_BYTES),
});
type DidProof = z.infer<typeof proofSchema>;

const entrySchema = z.strictObject({
  versionId: z.string(),
  versionTime: didTimeSchema,
  parameters: parametersSchema,
  state: z.custom<JsonObject>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ),
  /** Exactly one: none would authorise nothing, and a second could be stripped. */
  proof: z.tuple([proofSchema]),
});
export type DidEntry = z.infer<typeof entrySchema>;
/** What the hash chain covers: everything but the proof. */
export type UnprovenDidEntry = Omit<DidEntry, 'proof'>;

/**
 * One line of a DID log, without its newline. Spec §1.
 *
 * @throws {ProtocolError} `did-invalid` with the fault `form`, or `too-large`.
 */
export function parseDidEntry(line: string): DidEntry {
  if (line.includes(SCID_PLACEHOLDER) || !line.isWellFormed()) {
    throw didInvalid('form', 'a published line is well-formed text without the placeholder {SCID}');
  }
  const parsed = entrySchema.safeParse(parseLine(line));
  if (!parsed.success) {
    throw didMisformed('form', "the line is no entry of a commons' DID log", parsed.error);
  }
  return parsed.data;
}

/** The line that says this entry: its canonical form. Spec §1. */
export function didLineOf(entry: DidEntry): string {
  return canonicalText({ ...entry });
}

/** Hash of an entry, chained to what went before: the part of its `versionId` after the dash. Spec §1. */
export function entryHashOf(entry: UnprovenDidEntry, previous: string): Scid {
  return multihashOf(canonicalText(unproven(entry, previous)));
}

/** The SCID that a first entry must have. Spec §1. */
export function scidOf(genesis: UnprovenDidEntry, claimed: Scid): Scid {
  const text = canonicalText(unproven(genesis, SCID_PLACEHOLDER));
  return multihashOf(text.replaceAll(claimed, SCID_PLACEHOLDER));
}

/** Promise of an update key: what `nextKeyHashes` holds of it. Spec §1. */
export function nextKeyHashOf(key: Multikey): Scid {
  return multihashOf(key);
}

/** The bytes that an update key signs (Data Integrity EdDSA, `eddsa-jcs-2022` §3.3). Spec §1. */
export function proofMessageOf(entry: UnprovenDidEntry, proof: Omit<DidProof, 'proofValue'>): Uint8Array {
  const options: JsonObject = { ...proof };
  return concatBytes(
    sha256(utf8(canonicalText(options))),
    sha256(utf8(canonicalText(unproven(entry, entry.versionId)))),
  );
}

/** The message and signature of an entry's proof, and the update key that it names. Spec §1. */
export function proofOf(entry: DidEntry) {
  const { proofValue, ...options } = entry.proof[0];
  const [key, fragment] = options.verificationMethod.slice('did:key:'.length).split('#');
  const signature = proofValue.startsWith('z') ? fromBase58(proofValue.slice(1), SIGNATURE_BYTES) : null;
  if (key === undefined || key !== fragment || signature === null) {
    throw didInvalid('proof', 'a proof names did:key:<key>#<key> and carries 64 bytes in base58btc');
  }
  return { key: multikeySchema.parse(key), message: proofMessageOf(entry, options), signature };
}

/** The same entry with the proof's options and signature. Spec §1. */
export function withProof(
  entry: UnprovenDidEntry,
  options: Omit<DidProof, 'proofValue'>,
  signature: Uint8Array,
): DidEntry {
  return { ...entry, proof: [{ ...options, proofValue: `z${toBase58(signature)}` }] };
}

function parseLine(line: string): JsonObject {
  try {
    return parseCanonical(utf8(line), { bytesMax: DID_LINE_BYTES_MAX });
  } catch (cause) {
    if (!(cause instanceof ProtocolError) || cause.type === 'too-large') throw cause;
    throw didInvalid('form', cause.message, { cause });
  }
}

function unproven(entry: UnprovenDidEntry, versionId: string): JsonObject {
  const { versionTime, parameters, state } = entry;
  return { versionId, versionTime, parameters, state };
}

function multihashOf(text: string): Scid {
  return scidSchema.parse(toBase58(concatBytes(MULTIHASH_PREFIX, sha256(utf8(text)))));
}

function canonicalText(value: JsonValue): string {
  const text = textOf(canonicalBytes(value));
  if (text === null) throw new TypeError('canonical bytes are UTF-8');
  return text;
}
