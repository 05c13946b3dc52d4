import type { DocumentId } from '../../protocol/ids.ts';

/** Addresses of our own pages: the only links there are, beside those to peers. */

export function whyHref(id: string): string {
  return `/why/${hashIn(id)}`;
}

/** A signed document as a page. */
export function documentHref(id: string): string {
  return `/documents/${hashIn(id)}`;
}

/** The bytes as they were signed, whatever the browser asks for. */
export function signedHref(id: string): string {
  return `${documentHref(id)}?as=signed`;
}

export function bundleHref(name: string): string {
  return `/bundles/${hashIn(name)}`;
}

export function domainHref(subject: string): string {
  return `/domains/${encodeURIComponent(subject)}`;
}

export function proposalHref(subject: string): string {
  return `/proposals/${encodeURIComponent(subject)}`;
}

/** A resource with its account, and its calendar. */
export function resourceHref(subject: string): string {
  return `/resources/${encodeURIComponent(subject)}`;
}

/** A role, in the list of all. */
export function roleHref(subject: string): string {
  return `/roles#role-${encodeURIComponent(subject)}`;
}

/** A meeting, in the list of all. */
export function meetingHref(subject: string): string {
  return `/meetings#${encodeURIComponent(subject)}`;
}

export function agreementHref(negotiation: string): string {
  return `/agreements/${encodeURIComponent(negotiation)}`;
}

export function registerHref(query: string, offset: number, limit: number): string {
  const search = new URLSearchParams();
  if (query !== '') search.set('q', query);
  if (offset > 0) search.set('offset', String(offset));
  search.set('limit', String(limit));
  return `/register?${search}`;
}

/** The page of another commons, or null where its address is none that a browser should open. */
export function peerHref(baseUrl: string): string | null {
  if (!URL.canParse(baseUrl)) return null;
  const { protocol, origin } = new URL(baseUrl);
  return protocol === 'https:' || protocol === 'http:' ? origin : null;
}

/** Enough of an id to tell two apart at a glance. */
const SHORT_CHARACTERS = 8;

/** What a person sees of an id: its beginning; the address behind it is whole. */
export function shortId(id: string): string {
  return `${hashIn(id).slice(0, SHORT_CHARACTERS)}…`;
}

/** The hash of a document's id, as the command line takes it; a negotiation's subject stays as it is. */
export function hashOf(id: DocumentId | string): string {
  return id.startsWith('ni:') ? id.slice(id.indexOf(';') + 1) : id;
}

function hashIn(id: DocumentId | string): string {
  return encodeURIComponent(hashOf(id));
}
