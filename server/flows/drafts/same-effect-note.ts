import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { askFreely } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { operationWords } from '../views/operation-words.ts';

/** Proposals that one sentence names; of more it says how many. */
const SHOWN = 3;

/**
 * Other proposals that are open and would do something to the same resource, thing, path or negotiation: whichever comes
 * second may find it changed. Told before it is signed. Spec §10 [R-10.30a].
 *
 * @returns one sentence, or null.
 */
export async function sameEffectNote(
  context: Context,
  record: StoredRecord,
  document: FolkmootDocument,
  mayRead: MayRead,
): Promise<string | null> {
  if (document.type !== 'proposal' && document.type !== 'decision') return null;
  const touched = new Set(document.binding.operations.flatMap(touchedBy));
  if (touched.size === 0) return null;
  const own = document.type === 'proposal' ? document.subject : document.proposal?.subject;
  const open = (await openProposals(context, record, own)).filter(
    (other) => mayRead(other) && other.binding.operations.flatMap(touchedBy).some((one) => touched.has(one)),
  );
  if (open.length === 0) return null;
  const words = await Promise.all(
    open.slice(0, SHOWN).map(async ({ binding }) => {
      const each = binding.operations.map((one) => operationWords(context, record, one, { mayRead }));
      return `“${(await Promise.all(each)).join('; ')}”`;
    }),
  );
  const more = open.length - words.length;
  const which = `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return open.length === 1
    ? `Another proposal that is open is about the same: ${which}.`
    : `Other proposals that are open are about the same: ${which}.`;
}

/** The current version of each matter that has not ended. */
async function openProposals(
  { store }: Context,
  record: StoredRecord,
  without: Subject | undefined,
): Promise<readonly Proposal[]> {
  const subjects = (await store.records.list('matter')).map(({ key }) => subjectSchema.parse(key));
  const current = await Promise.all(
    subjects.map((subject) =>
      askFreely(record, (view) => {
        const state = stateOf(view, subject, 'proposal');
        return state === null || state.withdrawnBy !== null ? null : (state.versions.at(-1)?.id ?? null);
      }),
    ),
  );
  const ids = current.filter((id, place) => id !== null && subjects[place] !== without);
  const documents = await Promise.all(ids.map((id) => (id === null ? null : record.document(id))));
  return documents.filter((one) => one?.type === 'proposal');
}

/** What an operation does something to, by name: two that share one get in each other's way. Spec §10 [R-10.30a]. */
function touchedBy(operation: Operation): readonly string[] {
  switch (operation.op) {
    case 'transfer':
      return [operation.resource.subject];
    case 'adopt':
      return [operation.adopts.type === 'mandate' ? operation.adopts.role : operation.adopts.subject];
    case 'end':
      return [operation.type === 'mandate' ? operation.role : operation.thing.subject];
    case 'agree':
    case 'decline':
    case 'terminate':
      return [operation.negotiation];
    case 'report':
      return [operation.said === 'received' ? operation.of : `${operation.terms} ${operation.commitment}`];
    case 'change':
      return operation.paths.map((path) => `path ${path}`);
    case 'rule':
      return [operation.on];
    case 'select':
      return [operation.role.subject];
    case 'recall':
    case 'suspend':
      return [operation.role];
    case 'erase':
      return operation.erases.map(({ document }) => document);
    case 'ask': // any number of questions are asked
    case 'answer':
    case 'resolve':
      return [];
  }
}
