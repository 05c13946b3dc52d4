import { emergencyStanding, ratifyUntil } from '../../../protocol/governance/emergencies/standing.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Committer } from '../log/committer.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { giveNotice } from './give-notice.ts';

/**
 * Tells everybody of an act in an emergency, and later that nobody ratified it in time; and remembers durably when to look
 * again. Spec §17.
 */
export async function noteEmergency(context: Context, committer: Committer, subject: Subject): Promise<void> {
  const now = await context.now();
  const record = await currentRecord(context, await context.commons());
  const known = await askFreely(record, (view) => {
    const state = stateOf(view, subject, 'emergency');
    if (state === null) return null;
    const silence = (from: number, until: number) => view.silence(from, until, now);
    return {
      ...{ id: state.id, at: state.at },
      standing: emergencyStanding(state, silence, now),
      until: ratifyUntil(state, silence, now),
    };
  });
  if (known === null) return;
  const about = { subject, id: known.id };
  await giveNotice(context, committer, { about, event: 'emergency-reported', happenedAt: known.at });
  if (known.standing === 'reported') {
    await context.store.records.put('emergency', subject, { next: known.until });
    return;
  }
  if (known.standing === 'lapsed')
    await giveNotice(context, committer, { about, event: 'emergency-lapsed', happenedAt: known.until });
  await context.store.records.remove('emergency', subject);
}

/** Looks at every act in an emergency whose time to be ratified has come to its end. */
export async function noteEmergencies(context: Context, committer: Committer): Promise<void> {
  const now = await context.now();
  for (const { key, value } of await context.store.records.list('emergency')) {
    if (typeof value.next !== 'number' || value.next > now) continue;
    await noteEmergency(context, committer, subjectSchema.parse(key));
  }
}
