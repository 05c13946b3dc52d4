import { type Scid, scidSchema } from '../ids.ts';

/** What stands for the SCID while it is computed (did:webvh v1.0, "Create"), and is typed as that. Spec §1. */
export const SCID_PLACEHOLDER = '{SCID}' as Scid;

/** The longest name that DNS carries. */
const HOST_NAME_CHARACTERS_MAX = 253;
const PORT_MAX = 65_535;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** The last label begins with a letter: else a URL parser may read the name as an IPv4 address. */
const LAST_LABEL = '[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^((?:${LABEL}\\.)*${LAST_LABEL})(?::([1-9][0-9]{0,4}))?$`);
const DID = /^did:webvh:([^:]+):([^:]+)$/;

/** The parts of a commons' DID. `host` is decoded: `example.org` or `example.org:4180`. */
export interface DidName {
  readonly scid: Scid;
  readonly host: string;
}

/**
 * A commons' DID: method, SCID, host; the port's colon is written `%3A`, and there is no path. Spec §1 [R-1.22].
 */
export function didOf(scid: Scid, host: string): string {
  return `did:webvh:${scid}:${host.replace(':', '%3A')}`;
}

/** @returns null where the text is not the one spelling of a commons' DID. Spec §1 [R-1.22]. */
export function parseDid(text: string): DidName | null {
  const parts = DID.exec(text);
  const scid = scidSchema.safeParse(parts?.[1]);
  const host = parts?.[2]?.replace('%3A', ':');
  if (!scid.success || host === undefined || !isHost(host)) return null;
  return { scid: scid.data, host };
}

/**
 * Whether the text is a host that a DID may name: lower case, A-labels for other scripts, an optional port; never an IP
 * address. Spec §1.
 */
export function isHost(host: string): boolean {
  const parts = HOST.exec(host);
  if (parts === null) return false;
  const [, name = '', port] = parts;
  return name.length <= HOST_NAME_CHARACTERS_MAX && (port === undefined || Number(port) <= PORT_MAX);
}

/**
 * Whether the text is the base URL of an instance at this host: scheme and host, nothing after. Spec §1.
 *
 * Plain http is for private networks; whoever connects decides whether that is allowed.
 */
export function isBaseUrlOf(baseUrl: string, host: string): boolean {
  if (baseUrl !== `https://${host}` && baseUrl !== `http://${host}`) return false;
  // A scheme's own port is no part of an origin, so that one place has one spelling.
  return new URL(baseUrl).host === host;
}
