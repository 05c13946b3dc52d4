import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { isKeyInForce, isKnownAuthor } from '../../../protocol/governance/key-in-force.ts';
import { MissingEvidence } from '../../../protocol/governance/missing.ts';
import type { DocumentId, Multikey } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Millis } from '../../../protocol/time.ts';
import { addMissing } from '../../../protocol/verify/collect-needs.ts';
import { addThread, beginParts, readLogOf } from '../../../protocol/verify/collect-parts.ts';
import { startReplay } from '../../../protocol/verify/replay-log.ts';
import type { Context } from '../../context.ts';
import { evidenceSource } from '../record/evidence-source.ts';

/**
 * Asserts that somebody is known to the log of another commons, with this key, as far as our mirror of it goes.
 * Spec §21.
 *
 * @throws {ProtocolError} `unknown-author`, `key-not-in-force`
 */
export async function assertSignerKnown(
  context: Context,
  {
    id,
    key,
    document,
    at,
  }: {
    readonly id: DocumentId;
    readonly key: Multikey;
    readonly document: FolkmootDocument;
    readonly at: Millis;
  },
): Promise<void> {
  const { commons, author } = document;
  const parts = beginParts(evidenceSource(context, () => true));
  const part = await parts.open(commons);
  const indices = part === null ? [] : await part.log.threadIndices(author);
  if (part === null || indices.length === 0) throw unknown();
  await addThread(part, 'charter');
  await addThread(part, author);
  await addMissing(
    parts,
    indices.map((index) => ({ part, index })),
  );
  const read = readLogOf(part);
  const replay = startReplay(read, () => null);
  for (let step = 0; step < read.entries.length; step++) replay.step();
  const view = replay.view({ changed: [], read: [author, 'charter', 'identity'] });
  const entry = { index: part.log.size, at, id, key, document };
  try {
    if (!isKnownAuthor(entry, view)) throw unknown();
    if (!isKeyInForce(entry, view))
      throw new ProtocolError('key-not-in-force', 'In the log that it is for, this key is not its author’s.');
  } catch (error) {
    if (error instanceof MissingEvidence) throw unknown(error);
    throw error;
  }
}

function unknown(cause?: Error): ProtocolError {
  return new ProtocolError(
    'unknown-author',
    'As far as we have the log that it is for, nobody there is called so.',
    {},
    { cause },
  );
}
