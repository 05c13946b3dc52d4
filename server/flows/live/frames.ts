import { utf8 } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';

/** Why a stream ends, or what else there is to say. */
export type Info = 'slow' | 'revoked' | 'stopping' | 'failed';

/**
 * One frame of an event stream (HTML, server-sent events), as it goes over the wire. Its data is canonical JSON on one line:
 * whatever a text holds, a line feed in it is written `\n`, so that no frame can be put into another. Spec §19.
 *
 * @param id index of the last entry that whoever has read this has seen; null where it says nothing of that.
 */
export function frame(
  event: 'entry' | 'caught-up' | 'checkpoint' | 'info',
  id: number | null,
  data: JsonObject,
): Uint8Array<ArrayBuffer> {
  const head = id === null ? '' : `id: ${id}\n`;
  return utf8(`${head}event: ${event}\ndata: ${new TextDecoder().decode(canonicalBytes(data))}\n\n`);
}

/** Keeps a line open through proxies that close silent ones. */
export const BEAT = utf8(': \n\n');
