import { toBase64url } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject, parseCanonical } from '../../../protocol/canonical.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { consistencyRanges } from '../../../protocol/log/ranges.ts';
import { leafHash, rootOf } from '../../../protocol/log/tree.ts';
import type { TestCommons } from '../found-commons.ts';
import type { Network } from './network.ts';

/** One page of a log, as a peer shows it. */
export interface ShownPage {
  commons: string;
  entries: { index: number; leaf: JsonObject; envelope?: JsonObject }[];
  checkpoint: string;
  consistency: string[];
}

/**
 * A peer whose log is a log builder's: it shows whatever a test wants, and signs it. It answers reads, and forgets what
 * it is sent.
 *
 * @param change of every page before it goes out.
 */
export function scriptPeer(
  network: Network,
  { log, line }: TestCommons,
  origin: string,
  attachments: ReadonlyMap<string, Uint8Array> = new Map(),
): { change: (page: ShownPage) => ShownPage } {
  const script = { change: (page: ShownPage) => page };
  network.script(origin, async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/.well-known/did.jsonl') {
      const lines = [...log.didVersions.values()].map((version) => version.line);
      return new Response(joinDidLog(lines.length === 0 ? [line] : lines));
    }
    if (pathname === '/log/entries') {
      const after = Number(searchParams.get('after'));
      const page = script.change(await pageOf({ log }, after, Number(searchParams.get('limit'))));
      const bytes = canonicalBytes(page as unknown as JsonObject); // a page holds JSON values only
      return new Response(bytes, { headers: { 'content-type': 'application/json' } });
    }
    const attachment = attachments.get(pathname.slice('/attachments/'.length));
    return attachment === undefined
      ? new Response(null, { status: 404 })
      : new Response(Uint8Array.from(attachment));
  });
  return script;
}

/** The page that an honest peer shows, under a checkpoint of the log as it stands. */
export async function pageOf(
  { log }: Pick<TestCommons, 'log'>,
  after: number,
  limit = 50,
): Promise<ShownPage> {
  const size = log.entries.length;
  const entries = log.entries.slice(after + 1, after + 1 + limit).map((entry, offset) => ({
    index: after + 1 + offset,
    leaf: parseCanonical(entry.leafBytes, { bytesMax: 4096 }),
    envelope: parseCanonical(entry.envelope, { bytesMax: 100_000 }),
  }));
  const reached = after + 1 + entries.length;
  const hashes = log.entries.map((entry) => leafHash(entry.leafBytes));
  const ranges = reached === 0 || reached === size ? [] : consistencyRanges(reached, size);
  return {
    commons: log.commons,
    entries,
    checkpoint: await log.checkpoint(),
    consistency: ranges.map(({ begin, end }) => toBase64url(rootOf(hashes.slice(begin, end)))),
  };
}
