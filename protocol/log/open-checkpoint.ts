import type { VerifySignature } from '../identity/signature.ts';
import { ProtocolError } from '../problem.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { openNote, type VerifiedKey } from './note.ts';
import type { VerifierKey } from './vkey.ts';

/** A checkpoint that its log signed, with the cosignatures of those witnesses that were asked for. */
export interface OpenedCheckpoint extends Checkpoint {
  /** What was signed, to the byte. */
  readonly text: string;
  /** One per witness; each with at least one time. */
  readonly cosignatures: readonly VerifiedKey[];
}

interface CheckpointKeys {
  /** Of the type `note`; its name is the log's origin. */
  readonly log: VerifierKey;
  /** Of the type `cosignature`. */
  readonly witnesses: readonly VerifierKey[];
}

/**
 * Opens a checkpoint of one log. Spec §3.
 *
 * The log's own signature is required, whatever witnesses signed; how many of those are enough is for the caller.
 *
 * @throws {ProtocolError} as `openNote`, and `signature-invalid` when the log's key did not sign; `log-invalid` when the
 * text is no checkpoint or has another origin; `malformed` when a key is of the wrong type.
 */
export async function openCheckpoint(
  note: string,
  { log, witnesses }: CheckpointKeys,
  verify: VerifySignature,
): Promise<OpenedCheckpoint> {
  if (log.type !== 'note' || witnesses.some(({ type }) => type !== 'cosignature')) {
    throw new ProtocolError('malformed', 'A log signs with a note key, a witness with a cosignature key.');
  }
  const { text, verified } = await openNote(note, [log, ...witnesses], verify);
  if (!verified.some(({ key }) => key === log)) {
    throw new ProtocolError('signature-invalid', 'The log itself did not sign the checkpoint.', {
      name: log.name,
    });
  }
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== log.name) {
    throw new ProtocolError('log-invalid', 'The checkpoint belongs to another log.', {
      origin: checkpoint.origin,
    });
  }
  return { ...checkpoint, text, cosignatures: verified.filter(({ key }) => key !== log) };
}
