import { equalBytes, fromBase64, toBase64 } from '../bytes.ts';
import { HASH_BYTES } from '../hash.ts';
import { ProtocolError } from '../problem.ts';
import { isNoteText, isPlain } from './note-form.ts';
import { EMPTY_ROOT, isCount } from './tree.ts';

/** A log's size and root at one moment (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** `folkmoot/<SCID>` for our logs. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, without newlines, that a foreign log added: never interpreted, kept because they are signed. */
  readonly extensions: readonly string[];
}

const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;

/**
 * Text that is signed for a checkpoint: three lines, never an extension line. Spec §3.
 *
 * @throws {ProtocolError} `malformed` when a part cannot stand in a checkpoint.
 */
export function formatCheckpoint({ origin, size, root }: Omit<Checkpoint, 'extensions'>): string {
  if (origin === '' || origin.includes('\n') || !isPlain(origin) || !isCount(size) || !isRoot(size, root)) {
    throw new ProtocolError('malformed', 'This cannot stand in a checkpoint.', { origin, size });
  }
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Reads the text of a checkpoint, which is the text of its note. Spec §3.
 *
 * @throws {ProtocolError} `log-invalid`.
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (!isNoteText(text)) throw malformedCheckpoint();
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n');
  const size = SIZE.test(sizeText) ? Number(sizeText) : Number.NaN;
  const root = fromBase64(rootText);
  if (origin === '' || !isCount(size) || root === null || !isRoot(size, root) || extensions.includes('')) {
    throw malformedCheckpoint();
  }
  return { origin, size, root, extensions };
}

/** 32 bytes, and for the empty tree the one root that it has. */
function isRoot(size: number, root: Uint8Array): boolean {
  return root.length === HASH_BYTES && (size > 0 || equalBytes(root, EMPTY_ROOT));
}

function malformedCheckpoint(): ProtocolError {
  return new ProtocolError('log-invalid', 'The text is no checkpoint.');
}
