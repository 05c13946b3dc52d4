import type { Acceptance } from '../../../protocol/documents/acceptance.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import { SALT_BYTES } from '../../../protocol/limits.ts';
import { parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { parseNote } from '../../../protocol/log/note.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { type Bundle, parseBundle } from '../../../protocol/verify/bundle.ts';
import { isGood, reachedLevels } from '../../../protocol/verify/report.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import type { Context } from '../../context.ts';
import { assertSameHistory } from './same-history.ts';

/**
 * Whether the evidence that came with an acceptance reaches the level that the terms demand: the proof bundle of the
 * decision that it cites, as of the checkpoint that it names, of the history that we mirror. Spec §10.
 *
 * Whether the decision says yes to the terms, and still stood, is for the acceptance's own log to say.
 *
 * @param salted the attachment: 16 random bytes, and the bundle.
 */
export async function reachesLevel(
  context: Context,
  acceptance: Acceptance,
  { requires }: TermsFields,
  salted: Uint8Array,
): Promise<boolean> {
  try {
    const bundle = parseBundle(salted.subarray(SALT_BYTES));
    const { target } = bundle;
    if (target.commons !== acceptance.commons || target.id !== acceptance.decision.id) return false;
    const note = checkpointOf(bundle);
    const report = await verifyParsed(bundle, { verify: context.verify, now: await context.now() });
    if (!reachedLevels(requires).every((level) => isGood(report.levels[level]))) return false;
    const checkpoint = parseCheckpoint(parseNote(note).text); // the report rests on its signature
    await assertSameHistory(context, acceptance.commons, checkpoint, note);
    return checkpoint.size === acceptance.evidence.size;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    context.logger.warn(
      { acceptance: acceptance.subject, problem: error.type, detail: error.message },
      'the evidence of an acceptance is none',
    );
    return false;
  }
}

/** The newest checkpoint of the log that a bundle's target is in. */
export function checkpointOf({ target, logs }: Bundle): string {
  return logs.find(({ commons }) => commons === target.commons)?.checkpoint ?? '';
}
