import type { Scid } from '../../../protocol/ids.ts';
import type { Place, Trace } from '../../store/store.ts';

/**
 * The erasure with which something went that a commons said: one in our own log, or in that commons'. What any other log erases
 * is gone of that log's own commons alone, whether we held it before or it comes later. Spec §16 [R-16.30].
 */
export function erasureOf(trace: Trace | undefined, home: Scid, commons: Scid): Place | null {
  return trace?.erasedBy.find(({ log }) => log === home || log === commons) ?? null;
}
