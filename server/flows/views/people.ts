import { stateOf } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { askNow } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** Somebody as a page shows them: the pseudonym of their own document, or the name of an unclaimed seat. */
export interface PersonView {
  readonly subject: Subject;
  readonly name: string;
  readonly email: string | null;
  readonly claimed: boolean;
}

/** A private record of a person whom another register names. Never in the log. */
export interface PersonRecord {
  readonly name: string;
  readonly email: string | null;
  /** Who may see it: everybody where the register was public, else members. */
  readonly visible: 'public' | 'members';
}

/** People by their subjects. A seat without a name that this reader may see is shown as such. */
export async function peopleBy(
  context: Context,
  record: StoredRecord,
  subjects: readonly Subject[],
  mayRead: MayRead,
): Promise<ReadonlyMap<Subject, PersonView>> {
  const all = [...new Set(subjects)];
  const documents = await askNow(record, all, (view) =>
    all.flatMap((subject) => stateOf(view, subject, 'participant')?.id ?? []),
  );
  await record.prefetch({ threads: [], documents });
  const people = await Promise.all(all.map((subject) => personBy(context, record, subject, mayRead)));
  return new Map(people.map((person) => [person.subject, person]));
}

/** Somebody by their subject, called as the reader may know. */
export async function personBy(
  context: Context,
  record: StoredRecord,
  subject: Subject,
  mayRead: MayRead,
): Promise<PersonView> {
  const participant = await askNow(record, [subject], (view) => stateOf(view, subject, 'participant'));
  if (participant !== null) {
    // A founder who has changed nothing is named by the charter.
    const document = await record.document(participant.id);
    const known =
      document !== null && mayRead(document) ? participant.pseudonym : `member ${subject.slice(-6)}`;
    // An agent is called one wherever it is named. Spec §13.
    const name = participant.nature === 'agent' ? `${known} (agent)` : known;
    return { subject, name, email: null, claimed: true };
  }
  const held = await askNow(record, [subject], (view) => stateOf(view, subject, 'seat')?.held ?? null);
  // Whoever claimed a seat says themselves how they are called.
  if (held !== null && (await context.now()) < held.endsAt)
    return personBy(context, record, held.holder, mayRead);
  const known = await context.store.records.get('person', subject);
  // A private record says whom it is for just as a document does.
  const audience = known?.visible === 'public' ? 'public' : 'members';
  const visible = known !== null && mayRead({ audience, author: null });
  return {
    subject,
    name: visible && typeof known.name === 'string' ? known.name : `unclaimed seat ${subject.slice(-6)}`,
    email: visible && typeof known.email === 'string' ? known.email : null,
    claimed: false,
  };
}
