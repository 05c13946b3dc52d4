import { fromBase64url, textOf } from '../../../protocol/bytes.ts';
import { NOTE_BYTES_MAX } from '../../../protocol/log/note.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { confirmHistory, openOwn } from '../peers/confirm-history.ts';

/** Notes that we signed and whose logs we do not have. */
const REWOUND = 'rewound';

/**
 * A cursor lies within our log. One that lies ahead may know more of us than we do: if it brings a larger checkpoint that we
 * signed, an older backup was restored. The note is kept, the operator told, and the witnesses asked. Spec §19.
 *
 * @param shown the note in base64url, from whoever has one.
 * @throws {ProtocolError} `future-cursor`
 */
export async function assertWithinLog(context: Context, after: number, shown: string | null): Promise<void> {
  const home = await context.commons();
  const [newest] = await context.store.checkpoints(home, 'newest');
  const size = newest?.size ?? 0;
  if (after < size) return;
  if (shown !== null) await weigh(context, shown, size);
  throw new ProtocolError('future-cursor', 'The cursor lies ahead of the log.', {
    after,
    size,
    expected: { after: `less than ${size}` },
  });
}

async function weigh(context: Context, shown: string, size: number): Promise<void> {
  const bytes = shown.length > NOTE_BYTES_MAX * 2 ? null : fromBase64url(shown);
  const note = bytes === null ? null : textOf(bytes);
  const opened = note === null ? null : await openQuietly(context, note);
  if (note === null || opened === null || opened.size <= size) return;
  const { store, logger } = context;
  const known = await store.records.get(REWOUND, 'largest');
  if (typeof known?.size === 'number' && known.size >= opened.size) return;
  await store.records.put(REWOUND, 'largest', { size: opened.size, note, ours: size });
  logger.error(
    { signed: opened.size, size, note },
    'we signed a larger log than there is: was an older backup restored?',
  );
  await confirmHistory(context);
}

async function openQuietly(context: Context, note: string) {
  try {
    return await openOwn(context, await context.commons(), note);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
