import type { FieldsOf } from '../../../federation/negotiation/status.ts';
import { heldResources } from '../../../protocol/agreement/questions.ts';
import { type NegotiationState, NO_NEGOTIATION } from '../../../protocol/agreement/state.ts';
import type { PartyResource } from '../../../protocol/documents/common.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid, Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';

/** A negotiation in our log, with what its documents say. */
export interface Negotiation {
  readonly subject: Subject;
  readonly home: Scid;
  readonly state: NegotiationState;
  readonly fieldsOf: FieldsOf;
  /** Documents that its state names. */
  readonly content: (id: DocumentId) => FolkmootDocument;
}

export async function readNegotiation(context: Context, subject: Subject): Promise<Negotiation> {
  const { store } = context;
  const home = await context.commons();
  const [thread] = await store.threads(home, { names: [subject] });
  const state = thread?.state?.kind === 'negotiation' ? thread.state : NO_NEGOTIATION;
  const named = [...state.terms, ...state.acceptances].map(({ id }) => id);
  const contents = new Map(
    await Promise.all(named.map(async (id) => [id, await documentIn(store, home, id)] as const)),
  );
  return {
    subject,
    home,
    state,
    fieldsOf: (terms) => fieldsIn(contents.get(terms)),
    content: (id) => {
      const document = contents.get(id);
      if (document === undefined || document === null)
        throw new TypeError('what a negotiation names is in the log');
      return document;
    },
  };
}

/** What the given acceptances hold, as a seal, a lapse or a withdrawal names it. */
export function heldBy({ content }: Negotiation, acceptances: readonly DocumentId[]): PartyResource[] {
  return heldResources({ content }, acceptances);
}

function fieldsIn(document: FolkmootDocument | null | undefined): TermsFields | null {
  return document?.type === 'terms' ? document.fields : null;
}
