import { toBase64url } from '../bytes.ts';
import { parseCanonical } from '../canonical.ts';
import { attachmentsOf } from '../documents/parse-document.ts';
import { protectedHeaderOf } from '../envelope/header.ts';
import type { Verified } from '../envelope/verify.ts';
import type { Scid } from '../ids.ts';
import { LEAF_BYTES_MAX } from '../limits.ts';
import { headProof } from '../log/heads-tree.ts';
import { leafBytes } from '../log/leaf.ts';
import { type Bundle, type BundleEntry, type BundleLog, CHECKPOINTS_MAX } from './bundle.ts';
import type { CollectOptions, EvidenceEntry, EvidenceSource } from './collect-bundle.ts';
import type { Root } from './collect-needs.ts';
import { addLeaves, type Part, type Parts, sortedEntries } from './collect-parts.ts';
import { cosignersOf } from './cosigners.ts';
import { ownThread } from './own-thread.ts';

/** Collected parts → bundle: paths, checkpoints, freshness, witnesses, texts. Spec §9. */
export async function formatBundle(
  target: Bundle['target'],
  index: number,
  source: EvidenceSource,
  parts: Parts,
  {
    roots,
    deposited,
    forHolder,
    withoutTexts,
  }: Required<CollectOptions> & {
    readonly roots: readonly Root[];
    /** What a log keeps for the target's, by its commons. */
    readonly deposited: ReadonlyMap<Scid, readonly Verified[]>;
  },
): Promise<Bundle> {
  const logs: BundleLog[] = [];
  for (const part of parts.opened()) {
    const isTargets = part.log.commons === target.commons;
    const heads = isTargets && !forHolder ? await addFreshness(part, index) : null;
    const kept = deposited.get(part.log.commons);
    logs.push({
      ...(await bundleLogOf(part, roots)),
      ...(kept === undefined ? {} : { deposited: kept.map(envelopeOf) }),
      ...(heads === null ? {} : { heads }),
    });
  }
  const notes = logs.flatMap(({ checkpoint, earlier }) => [checkpoint, ...earlier.map(({ note }) => note)]);
  const witnesses = await source.witnesses(
    cosignersOf(
      notes,
      logs.map(({ commons }) => commons),
    ),
  );
  return {
    folkmoot: 'bundle',
    v: 1,
    target,
    logs,
    witnesses: witnesses.map(({ commons, lines }) => ({ commons, lines: [...lines] })),
    attachments: withoutTexts ? {} : await attachmentsIn(parts, source),
  };
}

/** Leaves up to the checkpoint, from the newest heads document on, or from the target. Spec §9. */
async function addFreshness(part: Part, target: number): Promise<NonNullable<BundleLog['heads']> | null> {
  const heads = await part.log.heads();
  const at = heads === null ? null : await part.log.indexOf(heads.id);
  const [stated] = at === null ? [] : await part.log.read([at]);
  const size = stated?.document?.type === 'heads' ? stated.document.size : null;
  const useful = heads !== null && stated !== undefined && size !== null && size > target;
  const from = useful ? size : target + 1;
  await addLeaves(
    part,
    Array.from({ length: Math.max(0, part.log.size - from) }, (_, offset) => from + offset),
  );
  if (!useful) return null;
  part.entries.set(stated.index, stated);
  const key = ownKey(part, target);
  const head = heads.of.find((candidate) => candidate.key === key);
  const proof = key === null ? null : headProof(heads.of, key);
  if (key === null || head === undefined || proof === null) return null;
  return {
    document: heads.id,
    proofs: [{ key, last: head.last, n: head.n, index: proof.index, path: proof.path.map(toBase64url) }],
  };
}

/** The key of the target's own thread: its name, or the one key of its leaf that hides it. */
function ownKey(part: Part, target: number): string | null {
  const shown = part.entries.get(target);
  if (shown?.document === undefined || shown.document === null) return null;
  const name = ownThread(shown.document);
  const keys = shown.leaf.threads.map(({ key }) => key);
  const hidden = keys.filter((key) => key.length === HIDDEN_KEY_CHARACTERS);
  return keys.includes(name) || hidden.length !== 1 ? name : (hidden[0] ?? name);
}

/** A SHA-256 in base64url; the longest other key without a colon, a subject, has 36. */
const HIDDEN_KEY_CHARACTERS = 43;

async function bundleLogOf(part: Part, roots: readonly Root[]): Promise<BundleLog> {
  const { log } = part;
  const entries = sortedEntries(part.entries);
  const [paths, stated, earlier] = await Promise.all([
    log.inclusionPaths(entries.map(({ index }) => index)),
    statedHeads(part),
    earlierOf(part, roots),
  ]);
  return {
    commons: log.commons,
    checkpoint: log.checkpoint,
    earlier,
    ...(stated.length === 0 ? {} : { stated }),
    entries: entries.map((entry, position) => bundleEntryOf(entry, paths[position] ?? [])),
  };
}

/** Cosigned checkpoints on both sides of what the bundle is about. */
async function earlierOf(part: Part, roots: readonly Root[]): Promise<BundleLog['earlier']> {
  const notes = new Map<number, string>();
  const looked: { readonly from: number; readonly until: number }[] = [];
  for (const { part: its, index } of roots) {
    if (its !== part || notes.size >= CHECKPOINTS_MAX) continue;
    // What lies between the same two checkpoints as another root has the same two.
    if (looked.some(({ from, until }) => from <= index && index < until)) continue;
    const around = await part.log.checkpointsAround(index);
    const sizes = around.map(({ size }) => size);
    looked.push({
      from: Math.max(0, ...sizes.filter((size) => size <= index)),
      until: Math.min(...sizes.filter((size) => size > index)),
    });
    for (const { note, size } of around) if (size < part.log.size) notes.set(size, note);
  }
  const earlier: BundleLog['earlier'] = [];
  for (const [size, note] of [...notes].sort(([a], [b]) => a - b).slice(0, CHECKPOINTS_MAX)) {
    earlier.push({ note, consistency: (await part.log.consistencyPath(size)).map(toBase64url) });
  }
  return earlier;
}

/** The heads that later versions of the DID name, shown to be beginnings of the log. */
async function statedHeads({ log }: Part): Promise<NonNullable<BundleLog['stated']>> {
  const stated: NonNullable<BundleLog['stated']> = [];
  for (const { number, keys } of log.didVersions.values()) {
    const { head } = keys.log;
    if (head === undefined || head.size === 0 || head.size >= log.size) continue;
    const consistency = (await log.consistencyPath(head.size)).map(toBase64url);
    stated.push({ version: number, consistency });
  }
  return stated;
}

function bundleEntryOf({ index, leaf, verified }: EvidenceEntry, path: readonly Uint8Array[]): BundleEntry {
  const entry = {
    index,
    leaf: parseCanonical(leafBytes(leaf), { bytesMax: LEAF_BYTES_MAX }),
    path: path.map(toBase64url),
  };
  return verified === null ? entry : { ...entry, envelope: envelopeOf(verified) };
}

function envelopeOf({ payload, kid, signature }: Verified): NonNullable<BundleEntry['envelope']> {
  return {
    payload: toBase64url(payload),
    protected: protectedHeaderOf(kid),
    signature: toBase64url(signature),
  };
}

/** Texts of the shown documents; what is erased or not at hand is left out. */
async function attachmentsIn(parts: Parts, source: EvidenceSource): Promise<Bundle['attachments']> {
  const attachments: Bundle['attachments'] = {};
  for (const part of parts.opened()) {
    // The evidence of an acceptance is a bundle of its own: here its parts are shown themselves.
    const hashes = [...part.entries.values()].flatMap(({ document }) =>
      document === null || document.type === 'acceptance' ? [] : attachmentsOf(document),
    );
    const found = await source.attachments([...new Set(hashes)], part.log.commons);
    for (const hash of hashes) {
      const bytes = found.get(hash);
      if (bytes !== undefined) attachments[hash] = toBase64url(bytes);
    }
  }
  return attachments;
}
