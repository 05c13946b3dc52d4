/** What a peer speaks, as far as we know. */
export interface Capabilities {
  /** The highest protocol version that both have spoken: it never falls by itself. 0 where there is none in common. */
  readonly level: number;
  /** What its newest description says. */
  readonly versions: readonly number[];
  readonly documentTypes: readonly string[];
  /** Types of documents that it took and did not know. */
  readonly unsupported: readonly string[];
}

export const NOTHING_KNOWN: Capabilities = { level: 0, versions: [], documentTypes: [], unsupported: [] };

/** Most document types that are remembered of a peer: it could make up new ones for ever. */
const UNSUPPORTED_MAX = 64;

/**
 * What is known of a peer after it described itself anew. Spec §18.
 *
 * A description that offers less than before changes nothing about the level: whoever could talk both into an older
 * version could bring its weaknesses back.
 */
export function afterDescription(
  known: Capabilities,
  {
    versions,
    documentTypes,
  }: { readonly versions: readonly number[]; readonly documentTypes: readonly string[] },
  ours: readonly number[],
): Capabilities & { readonly isLowered: boolean } {
  const common = Math.max(0, ...versions.filter((version) => ours.includes(version)));
  return {
    level: Math.max(known.level, common),
    versions,
    documentTypes,
    unsupported: known.unsupported.filter((type) => !documentTypes.includes(type)),
    isLowered: common < known.level,
  };
}

/** What is known of a peer after it answered that it does not know these types. */
export function afterUnsupported(known: Capabilities, types: readonly string[]): Capabilities {
  const all = [...new Set([...known.unsupported, ...types])].sort();
  return { ...known, unsupported: all.slice(0, UNSUPPORTED_MAX) };
}
