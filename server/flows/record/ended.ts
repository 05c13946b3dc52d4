import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { type DidVersions, didVersionsOf } from './did-versions.ts';

/** When a commons ended: its log takes nothing more from then on. Spec §1. */
export async function endOf(
  context: Pick<Context, 'store' | 'verify'>,
  commons: Parameters<typeof didVersionsOf>[1],
): Promise<Millis | null> {
  return endIn(await didVersionsOf(context, commons, context.store));
}

/** @throws {ProtocolError} `ended` */
export function assertGoesOn(versions: DidVersions): void {
  const end = endIn(versions);
  if (end !== null) throw new ProtocolError('ended', endedSentence(end));
}

/** What a reader of an ended commons should know. */
export function endedSentence(end: Millis): string {
  return `This commons ended on ${formatMillis(end).slice(0, 10)}. What it decided can be read and verified; nothing can be added.`;
}

function endIn(versions: DidVersions): Millis | null {
  const last = [...versions.values()].at(-1);
  return last?.deactivated === true ? last.time : null;
}
