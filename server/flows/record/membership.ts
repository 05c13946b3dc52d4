import { stateOf } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { askNow, currentDocuments, currentRecord } from './current.ts';

/** Circles of one commons that a question looks through. */
const CIRCLES_MAX = 1000;

export interface Membership {
  /** An active participant who is in at least one circle in force. */
  readonly isMember: boolean;
  readonly circles: ReadonlySet<Subject>;
}

/** Where somebody belongs: membership is being in a circle, and circles change by decision alone. Spec §4. */
export async function membershipOf(context: Context, subject: Subject): Promise<Membership> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const threads = await context.store.threads(home, { kind: 'thing', type: 'circle', limit: CIRCLES_MAX });
  const named = threads.map(({ name }) => name as Subject); // a circle's thread is named by its subject
  const documents = await currentDocuments(record, named);
  const participant = await askNow(record, [subject], (view) => stateOf(view, subject, 'participant'));
  const circles = new Set(
    named.filter((_, index) => {
      const document = documents[index];
      return document?.type === 'circle' && document.members.includes(subject);
    }),
  );
  return { isMember: participant?.status === 'active' && circles.size > 0, circles };
}
