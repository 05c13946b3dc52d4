import { textOf, toBase64url, utf8 } from '../../../protocol/bytes.ts';
import { parseCanonical } from '../../../protocol/canonical.ts';
import { BATCH_BYTES_MAX, BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import { NOTE_BYTES_MAX } from '../../../protocol/log/note.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import { refreshDid } from './add-peer.ts';
import { advanceMirror } from './advance-mirror.ts';
import { learnCapabilities } from './learn.ts';
import { type LogPage, parseLogPage } from './log-page.ts';
import { keepMisconduct } from './misconduct.ts';
import { openPeerCheckpoint } from './peer-keys.ts';
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
  await learnCapabilities(context, peer.commons);
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
    await keepShorterLog(context, peer);
    await showWhatItSigned(context, peer, url);
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

/** A log that is shorter than what its commons signed before: what it signs now is kept beside that. */
async function keepShorterLog(context: Context, peer: Peer): Promise<void> {
  const [known] = await context.store.checkpoints(peer.commons, 'newest');
  const { status, body } = await context.outbound.fetch(`${peer.baseUrl}/log/checkpoint`, {
    method: 'GET',
    bytesMax: NOTE_BYTES_MAX,
    totalMs: PAGE_MS_MAX,
  });
  const shown = status === 200 ? textOf(body) : null;
  if (known === undefined || shown === null) return;
  const { size } = await openPeerCheckpoint(context, peer.commons, shown);
  if (size >= known.size) return;
  await keepMisconduct(context, peer.commons, 'log-rollback', { shown, known: known.note });
}

/** Its own newest note that we have: it may have lost what it signed, and not know. Spec §19. */
async function showWhatItSigned(context: Context, { commons }: Peer, url: string): Promise<void> {
  const [newest] = await context.store.checkpoints(commons, 'newest');
  if (newest === undefined) return;
  const checkpoint = toBase64url(utf8(newest.note));
  await context.outbound.fetch(`${url}&checkpoint=${checkpoint}`, {
    method: 'GET',
    bytesMax: BATCH_BYTES_MAX,
    totalMs: PAGE_MS_MAX,
  });
}

/** A peer is shown under the name that its charter gives it. */
async function learnName(context: Context, peer: Peer): Promise<void> {
  const [first] = await context.store.entries(peer.commons, { after: -1, limit: 1 });
  const charter = first === undefined ? null : await documentIn(context.store, peer.commons, first.id);
  if (charter?.type !== 'charter') return;
  const name = anyLanguage(charter.name, peer.name);
  if (name !== peer.name) await updatePeer(context.store, peer.commons, { name });
}
