import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { circleName } from './circle-name.ts';
import { personBy } from './people.ts';

/** The role and the term by which somebody decided. Spec §9. */
export interface RoleHeld {
  readonly name: string;
  readonly from: string;
  readonly until: string;
  /** Null where its holder decided themself. */
  readonly acting: Acting | null;
}

/** As what somebody decides by a term that they do not hold just so. Spec §6 [R-6.4d], §15, [R-15.31]. */
interface Acting {
  readonly as: 'delegate' | 'alternate' | 'caretaker';
  /** Whose term it is; null for a caretaker, whose own it was. */
  readonly for: string | null;
  /** The document that lets them. */
  readonly by: DocumentId | null;
  readonly until: string | null;
}

/** A circle decided, or somebody in a role. */
export async function whoDecided(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  mayRead: MayRead,
): Promise<{ readonly name: string; readonly subject: Subject | null }> {
  if (document.type === 'outcome') {
    return { name: await circleName(record, document.circle.id, mayRead), subject: document.circle.subject };
  }
  const author = document.author as Subject; // a decision's author is a participant
  return { name: await nameOf(context, record, author, mayRead), subject: author };
}

/** The role and the term as the decision itself names them; null where they are not for this reader, or a circle decided. */
export async function roleHeld(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  mayRead: MayRead,
): Promise<RoleHeld | null> {
  if (document.type === 'outcome') return null;
  const role = await record.document(document.role.id);
  const mandate = await record.document(document.mandate.id);
  if (role?.type !== 'role' || mandate?.type !== 'mandate') return null;
  if (!mayRead(role) || !mayRead(mandate)) return null;
  const acting = await actingOf(context, record, document, mayRead);
  return {
    name: `${anyLanguage(role.name)}${acting === null ? '' : actingText(acting)}`,
    from: mandate.startsAt,
    until: mandate.endsAt,
    acting,
  };
}

async function actingOf(
  context: Context,
  record: StoredRecord,
  { delegation, standsInFor, caretaker }: Decision,
  mayRead: MayRead,
): Promise<Acting | null> {
  if (caretaker === true) return { as: 'caretaker', for: null, by: null, until: null };
  if (delegation !== undefined) {
    const given = await record.document(delegation.id);
    const until = given?.type === 'delegation' && mayRead(given) ? given.endsAt : null;
    const name = await nameOf(context, record, delegation.from, mayRead);
    return { as: 'delegate', for: name, by: delegation.id, until };
  }
  if (standsInFor === undefined) return null;
  const name = await nameOf(context, record, standsInFor.subject, mayRead);
  return { as: 'alternate', for: name, by: standsInFor.id, until: null };
}

function actingText({ as, for: holder }: Acting): string {
  return as === 'caretaker' ? ' (looking after it)' : ` for ${holder}`;
}

async function nameOf(
  context: Context,
  record: StoredRecord,
  subject: Subject,
  mayRead: MayRead,
): Promise<string> {
  return (await personBy(context, record, subject, mayRead)).name;
}
