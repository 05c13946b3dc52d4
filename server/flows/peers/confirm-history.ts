import { equalBytes, textOf } from '../../../protocol/bytes.ts';
import { publicKeyOf } from '../../../protocol/identity/multikey.ts';
import { logOrigin, type Multikey, type Scid } from '../../../protocol/ids.ts';
import { rootOfEdge } from '../../../protocol/log/append.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../../../protocol/log/open-checkpoint.ts';
import { verifierKey } from '../../../protocol/log/vkey.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { edgeAt } from '../log/log-tiles.ts';
import { type Contradiction, sentenceOn } from '../log/own-history.ts';
import { didVersionsOf } from '../record/did-versions.ts';
import { listPeers, type Peer } from './peer-record.ts';

/** A checkpoint with the cosignatures of all witnesses that a log may have. */
const NOTE_BYTES_MAX = 64 * 1024;
/** A start waits for the first answer; a witness that takes longer is asked again in the next round. */
const ANSWER_MS_MAX = 3_000;
const NOTHING_SEEN = 404;

/**
 * Asks all that have vouched for our log for the last of it that they saw, and settles whether we may go on writing: as
 * soon as one of them has seen nothing that is not here. One that answers later can still say no. Spec §3.
 */
export async function confirmHistory(context: Context): Promise<void> {
  const { store, history, logger } = context;
  const witnesses = (await listPeers(store)).filter(({ cosigned }) => cosigned > 0);
  if (witnesses.length === 0) return history.settle({ kind: 'confirmed' });
  await Promise.all(
    witnesses.map(async (witness) => {
      const answer = await askWitness(context, witness);
      if (answer === 'nothing') return;
      if (answer === 'confirms') return history.settle({ kind: 'confirmed' });
      history.settle(answer);
      const { kind: _, ...proof } = answer;
      await store.records.put('contradiction', witness.commons, proof);
      logger.error(proof, sentenceOn(answer));
    }),
  );
}

/** The checkpoint of a log that we cosigned last, for whoever asks. Null where we have seen none. Spec §3. */
export async function witnessedNote({ store }: Pick<Context, 'store'>, log: Scid): Promise<string | null> {
  const known = await store.records.get('witnessed', log);
  return typeof known?.note === 'string' ? known.note : null;
}

/** @returns `nothing` where there is no answer that says anything. */
async function askWitness(context: Context, witness: Peer): Promise<'confirms' | 'nothing' | Contradiction> {
  const home = await context.commons();
  try {
    const { status, body } = await context.outbound.fetch(`${witness.baseUrl}/witness/checkpoints/${home}`, {
      method: 'GET',
      accept: ['text/plain'],
      bytesMax: NOTE_BYTES_MAX,
      totalMs: ANSWER_MS_MAX,
    });
    if (status === NOTHING_SEEN) return 'confirms';
    const note = status === 200 ? textOf(body) : null;
    const seen = note === null ? null : await openOwn(context, home, note);
    if (note === null || seen === null) return 'nothing';
    const head = await context.store.head(home);
    const size = head?.size ?? 0;
    return seen.size <= size && equalBytes(await rootAt(context, home, seen.size), seen.root)
      ? 'confirms'
      : { kind: 'contradicted', witness: witness.commons, signedSize: seen.size, size, note };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const { type: problem, message: detail } = error;
    context.logger.warn(
      { witness: witness.commons, problem, detail },
      'a witness cannot be asked for our log',
    );
    return 'nothing';
  }
}

/** A note that one of our checkpoint keys signed, of today or of before; null where none did. */
export async function openOwn(context: Context, home: Scid, note: string): Promise<OpenedCheckpoint | null> {
  const versions = await didVersionsOf(context, home, context.store);
  const keys = new Set<Multikey>([...versions.values()].map(({ keys: { log } }) => log.key));
  for (const key of keys) {
    const bytes = publicKeyOf(key);
    if (bytes === null) continue;
    try {
      const log = verifierKey(logOrigin(home), 'note', bytes);
      return await openCheckpoint(note, { log, witnesses: [] }, context.verify);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }
  return null;
}

async function rootAt({ store }: Pick<Context, 'store'>, log: Scid, size: number): Promise<Uint8Array> {
  return rootOfEdge(await edgeAt(store, log, size));
}
