import type { Circle } from '../../../protocol/documents/circle.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { personBy } from './people.ts';

/** Names in one sentence; of more it says how many. */
const NAMES_MAX = 10;

/** Who comes into a circle by a version of it, and who goes out, against the version that it takes the place of. */
export async function memberWords(
  context: Context,
  record: StoredRecord,
  { members, supersedes }: Circle,
  { mayRead }: { readonly mayRead: MayRead },
): Promise<string> {
  const named = (people: readonly Subject[]) => namesOf(context, record, people, mayRead);
  const before = supersedes === undefined ? null : await record.document(supersedes);
  if (before?.type !== 'circle' || !mayRead(before)) return ` with ${await named(members)}`;
  const comes = members.filter((member) => !before.members.includes(member));
  const goes = before.members.filter((member) => !members.includes(member));
  return [
    comes.length === 0 ? '' : `; in comes ${await named(comes)}`,
    goes.length === 0 ? '' : `; out goes ${await named(goes)}`,
  ].join('');
}

async function namesOf(
  context: Context,
  record: StoredRecord,
  people: readonly Subject[],
  mayRead: MayRead,
): Promise<string> {
  const shown = people.slice(0, NAMES_MAX);
  const names = await Promise.all(
    shown.map(async (subject) => (await personBy(context, record, subject, mayRead)).name),
  );
  const more = people.length - shown.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
