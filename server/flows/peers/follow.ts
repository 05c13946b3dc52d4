import { parseCanonical } from '../../../protocol/canonical.ts';
import { BATCH_BYTES_MAX, BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import { refreshDid } from './add-peer.ts';
import { advanceMirror } from './advance-mirror.ts';
import { type LogPage, parseLogPage } from './log-page.ts';
import { type Peer, updatePeer } from './peer-record.ts';

const PAGE_MS_MAX = 30_000;

/**
 * Pulls a peer's log from where our mirror ends to its newest checkpoint. Spec §10.
 *
 * The cursor is the mirror's own size: it moves only together with what it counts.
 *
 * @throws {ProtocolError} `peer-unreachable`, or what a page that does not fit throws.
 */
export async function followPeer(context: Context, known: Peer): Promise<void> {
  const peer = await refreshDid(context, known);
  for (;;) {
    const before = (await context.store.head(peer.commons))?.size ?? 0;
    const page = await fetchPage(context, peer, before - 1);
    const { size, promised } = await advanceMirror(context, peer.commons, page);
    if (size >= promised) break;
    if (size === before) {
      throw new ProtocolError(
        'log-invalid',
        'The peer shows no more entries, and its checkpoint promises some.',
        { size, promised },
      );
    }
  }
  await learnName(context, peer);
}

async function fetchPage(context: Context, peer: Peer, after: number): Promise<LogPage> {
  const url = `${peer.baseUrl}/log/entries?after=${after}&limit=${BATCH_DOCUMENTS_MAX}`;
  const { status, body } = await context.outbound.fetch(url, {
    method: 'GET',
    accept: ['application/json'],
    bytesMax: BATCH_BYTES_MAX,
    totalMs: PAGE_MS_MAX,
  });
  if (status === 409) {
    throw new ProtocolError(
      'log-invalid',
      'The peer says that our mirror of its log is longer than the log.',
      { after },
    );
  }
  if (status !== 200) {
    throw new ProtocolError('peer-unreachable', 'The peer does not show its log.', { status });
  }
  return parseLogPage(parseCanonical(body, { bytesMax: BATCH_BYTES_MAX }));
}

/** A peer is shown under the name that its charter gives it. */
async function learnName(context: Context, peer: Peer): Promise<void> {
  const [first] = await context.store.entries(peer.commons, { after: -1, limit: 1 });
  const charter = first === undefined ? null : await documentIn(context.store, peer.commons, first.id);
  if (charter?.type !== 'charter') return;
  const name = anyLanguage(charter.name, peer.name);
  if (name !== peer.name) await updatePeer(context.store, peer.commons, { name });
}
