import type { Circle } from '../../../protocol/documents/circle.ts';
import { retiresFrom } from '../../../protocol/governance/scope/retired.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord, currentVersion } from '../record/current.ts';
import { eachThread, THREADS_STEP } from '../record/each-thread.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { personBy } from './people.ts';
import type { Reader } from './shown-domains.ts';

/** A circle in force, and who is in it. */
export interface CircleView {
  readonly subject: Subject;
  readonly id: DocumentId;
  readonly name: Circle['name'];
  readonly aim: Circle['aim'];
  readonly kind: Circle['kind'];
  readonly status: Circle['status'];
  /** Without quorum: from when on it has retired, which may be to come; null where it has its quorum. Spec §5. */
  readonly retires: { readonly from: string; readonly isOver: boolean } | null;
  readonly members: readonly { readonly subject: Subject; readonly name: string }[];
}

/** Somebody who made themself known here, whether or not they are in a circle. */
export interface ParticipantView {
  readonly subject: Subject;
  /** The document that lists their keys. */
  readonly id: DocumentId;
  readonly name: string;
  readonly nature: 'human' | 'agent';
  readonly status: 'active' | 'resting' | 'left';
  /** Circles of this answer that they are in. */
  readonly circles: readonly Subject[];
}

export interface CirclesView {
  readonly circles: readonly CircleView[];
  readonly people: readonly ParticipantView[];
}

/** Circles in force and the people of the commons, as far as the reader may know of them. Spec §10. */
export async function circlesView(context: Context, { mayRead }: Reader): Promise<CirclesView> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const now = await context.now();
  const circles: CircleView[] = [];
  for (const { subject } of await eachThread(context, {
    kind: 'thing',
    type: 'circle',
    limit: THREADS_STEP,
  })) {
    const current = await currentVersion(record, subject);
    const document = current === null ? null : await record.document(current.id);
    if (current === null || document?.type !== 'circle' || !mayRead(document)) continue;
    const { name, aim, kind, status } = document;
    const members = await Promise.all(
      document.members.map(async (member) => ({
        subject: member,
        name: (await personBy(context, record, member, mayRead)).name,
      })),
    );
    const from = await askFreely(record, (view) => retiresFrom(view, subject));
    const retires = from === null ? null : { from: formatMillis(from), isOver: from <= now };
    circles.push({ subject, id: current.id, name, aim, kind, status, retires, members });
  }
  return { circles, people: await peopleOf(context, record, circles, mayRead) };
}

async function peopleOf(
  context: Context,
  record: StoredRecord,
  circles: readonly CircleView[],
  mayRead: Reader['mayRead'],
): Promise<readonly ParticipantView[]> {
  const people: ParticipantView[] = [];
  for (const { subject, state } of await eachThread(context, { kind: 'participant', limit: THREADS_STEP })) {
    const document = state?.kind === 'participant' ? await record.document(state.id) : null;
    if (state?.kind !== 'participant' || document === null || !mayRead(document)) continue;
    const { id, nature, status } = state;
    const { name } = await personBy(context, record, subject, mayRead);
    const inside = circles.filter(({ members }) => members.some((member) => member.subject === subject));
    people.push({ subject, id, name, nature, status, circles: inside.map((circle) => circle.subject) });
  }
  return people.sort((a, b) => (a.name < b.name ? -1 : 1));
}
