import type { ByDelegation } from '../../../protocol/documents/delegation.ts';
import { termOf } from '../../../protocol/documents/mandate.ts';
import { mandatesOf } from '../../../protocol/governance/in-force.ts';
import { caretakerUntil } from '../../../protocol/governance/roles/ask-term-held.ts';
import { recusalOf } from '../../../protocol/governance/roles/recused.ts';
import { rotating } from '../../../protocol/governance/roles/terms.ts';
import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import type { Ref, Subject } from '../../../protocol/ids.ts';
import { type Millis, parseTime } from '../../../protocol/time.ts';
import { askFreely, askNow } from '../record/current.ts';
import type { DraftContext } from './draft.ts';

/** Delegations that are looked through for one to the drafter. */
const DELEGATIONS_MAX = 1000;

/** By whose term somebody decides who holds none, and why they may. */
export interface ActingFor {
  readonly mandate?: Ref;
  readonly standsInFor?: Ref;
  readonly delegation?: ByDelegation;
  readonly caretaker?: true;
}

/**
 * What a decision has to say of whoever decides for a holder: that the holder rests, or stands aside in this matter, or
 * by what they delegated; of a holder whose term has ended, that they look after the role. Spec §6 [R-6.4d], §15, [R-15.15].
 */
export async function actingFor(
  draft: DraftContext,
  { mandate, role }: { readonly mandate?: Ref; readonly role?: Ref },
  matter: { readonly domain: Subject; readonly proposal: Subject | null },
): Promise<ActingFor> {
  if (mandate === undefined || role === undefined) return {};
  const { author } = draft.drafter;
  const term = await draft.record.document(mandate.id);
  if (term?.type !== 'mandate') return {};
  if (term.holder === author) {
    const { startsAt, endsAt } = termOf(term);
    // Whose own term is still to come may practise by what was delegated to them.
    return draft.now < startsAt
      ? delegatedTo(draft, role.subject, matter.domain)
      : caretakerOf(draft, endsAt, role.subject);
  }
  const standsInFor = term.alternate === author ? await absenceOf(draft, term.holder, matter.proposal) : null;
  return standsInFor === null ? delegatedTo(draft, role.subject, matter.domain) : { standsInFor };
}

/** Whoever's term has ended a short time ago looks after the role, and says so. Spec §15. */
async function caretakerOf({ record, now }: DraftContext, endsAt: Millis, role: Subject): Promise<ActingFor> {
  if (now < endsAt) return {};
  const looksAfter = await askFreely(
    record,
    (view) => rotating(view, role) !== null && now < caretakerUntil(view, role, endsAt, now),
  );
  return looksAfter ? { caretaker: true } : {};
}

/** The holder's word that shows why the alternate decides. */
async function absenceOf(
  { record }: DraftContext,
  holder: Subject,
  proposal: Subject | null,
): Promise<Ref | null> {
  const threads = proposal === null ? [holder] : [holder, proposal];
  return askNow(record, threads, (view) => {
    const recusal = proposal === null ? null : recusalOf(stateOf(view, proposal, 'proposal'), holder);
    if (recusal !== null) return { subject: holder, id: recusal };
    const participant = stateOf(view, holder, 'participant');
    return participant?.status === 'resting' ? { subject: holder, id: participant.id } : null;
  });
}

/** The first delegation to the drafter in force that lists the domain, with the holder's mandate in force. */
async function delegatedTo(draft: DraftContext, role: Subject, domain: Subject): Promise<ActingFor> {
  const { context, home, record, drafter, now } = draft;
  const known = await context.store.threads(home, { kind: 'delegation', limit: DELEGATIONS_MAX });
  const names = known.map(({ name }) => name as Subject); // a delegation's thread is named by its subject
  return askNow(record, [...names, role, 'charter'], (view) => {
    for (const subject of names) {
      const state = stateOf(view, subject, 'delegation');
      const document = state === null ? null : contentOf(view, state.id, 'delegation');
      if (state === null || document === null || state.withdrawnBy !== null) continue;
      const runs = now < (parseTime(document.endsAt) ?? 0); // the schema has checked the text
      if (!runs || document.to !== drafter.author || !document.domains.includes(domain)) continue;
      const mandate = mandatesOf(view, role).find((ref) => ref.subject === document.mandate.subject);
      if (mandate === undefined) continue;
      const from = document.author as Subject; // a person delegates
      return { mandate, delegation: { subject, id: state.id, from } };
    }
    return {};
  });
}
