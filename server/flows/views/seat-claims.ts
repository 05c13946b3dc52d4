import type { Claim } from '../../../protocol/documents/claim.ts';
import { termOf } from '../../../protocol/documents/mandate.ts';
import type { SeatState } from '../../../protocol/governance/state.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { askRegister } from './ask-register.ts';
import { wordsOf } from './attached-words.ts';
import { personBy } from './people.ts';
import { type Reader, shownDomains } from './shown-domains.ts';

/** Seats of which claims are looked for: those of a large register, each claimed. */
const SEATS_MAX = 5000;

/** Somebody says that a seat is theirs, and nobody has granted it. Spec §15. */
export interface SeatClaimView {
  readonly id: DocumentId;
  readonly by: { readonly subject: Subject; readonly name: string };
  /** By the name that the register has, where the reader may know it. */
  readonly seat: { readonly subject: Subject; readonly name: string };
  /** The domain that they named; null where the reader may not know of it, or it is over. */
  readonly domain: {
    readonly subject: Subject;
    readonly title: Readonly<Record<string, string>>;
  } | null;
  /** The term that they signed: whoever grants roles adopts it. */
  readonly term: DocumentId;
  readonly endsAt: string;
  readonly evidence: string | null;
}

/** Claims that can still be granted, by the role in which the seat would be held. */
export async function seatClaims(
  context: Context,
  record: StoredRecord,
  reader: Reader,
  now: Millis,
): Promise<ReadonlyMap<Subject, readonly SeatClaimView[]>> {
  const home = await context.commons();
  const byRole = new Map<Subject, SeatClaimView[]>();
  for (const { name, state } of await context.store.threads(home, { kind: 'seat', limit: SEATS_MAX })) {
    const seat = subjectSchema.safeParse(name);
    if (state?.kind !== 'seat' || !seat.success) continue;
    for (const { id, mandate } of state.claims) {
      const [claim, term] = await Promise.all([
        documentIn(context.store, home, id),
        documentIn(context.store, home, mandate.id),
      ]);
      if (claim?.type !== 'claim' || term?.type !== 'mandate') continue;
      const { startsAt, endsAt } = termOf(term);
      const waits = now < endsAt && isFree(state, mandate.id, startsAt);
      if (!waits || !reader.mayRead(claim) || !reader.mayRead(term)) continue;
      const shown = await claimView(context, record, reader, id, claim);
      const others = byRole.get(term.role.subject) ?? [];
      byRole.set(term.role.subject, [...others, { ...shown, endsAt: formatMillis(endsAt) }]);
    }
  }
  return byRole;
}

function isFree({ held }: SeatState, term: DocumentId, startsAt: Millis): boolean {
  return held === null || (held.mandate.id !== term && held.endsAt <= startsAt);
}

async function claimView(
  context: Context,
  record: StoredRecord,
  reader: Reader,
  id: DocumentId,
  { author, seat, domain, mandate, evidence }: Claim,
): Promise<Omit<SeatClaimView, 'endsAt'>> {
  const person = async (subject: Subject) => ({
    subject,
    name: (await personBy(context, record, subject, reader.mayRead)).name,
  });
  const registered = await askRegister(record, (register) => register.bySubject(domain.subject), null);
  const [shown] = registered === null ? [] : await shownDomains(record, [registered], reader);
  return {
    id,
    by: await person(subjectSchema.parse(author)),
    seat: await person(seat),
    domain: shown === undefined ? null : { subject: domain.subject, title: shown.body.title },
    term: mandate.id,
    evidence: await wordsOf(context, evidence),
  };
}
