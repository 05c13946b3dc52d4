import type { TermsFields } from '../../../../protocol/documents/terms-fields.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Said } from '../../rules/partner.ts';
import type { Table } from '../../rules/table.ts';
import { refTo, say } from '../../rules/world.ts';

export interface Offered {
  readonly offer: TermsFields;
  readonly decision: LoggedEntry;
  readonly terms: LoggedEntry;
}

/** An offer of ours, decided and sent: two entries. */
export async function offered(table: Table, offer = table.fields(), before?: Said): Promise<Offered> {
  const decision = await table.agree(offer);
  const supersedes = before === undefined ? {} : { supersedes: before.entry.id };
  return { offer, decision, terms: await table.terms(offer, decision, supersedes) };
}

/** And accepted by us: a third entry, which makes the hold. */
export async function accepted(
  table: Table,
  offer = table.fields(),
  before?: Said,
): Promise<Offered & { readonly acceptance: LoggedEntry }> {
  const ours = await offered(table, offer, before);
  return { ...ours, acceptance: await table.accept(ours.terms, ours.decision) };
}

/** And by the partner: a fourth entry. */
export async function agreed(table: Table, offer = table.fields()) {
  const ours = await accepted(table, offer);
  const theirs = await table.hear(table.b.acceptance(ours.terms));
  return { ...ours, theirs, both: [ours.acceptance, theirs] };
}

/** What a decision said stands no more: one entry. */
export function reversed({ world }: Table, decision: LoggedEntry): Promise<LoggedEntry> {
  const reverses = refTo(decision);
  return world.decide('a mistake', [{ op: 'resolve', text: say('It was a mistake.') }], { reverses });
}

/** What our acceptance holds. */
export function ourFund({ world }: Table) {
  return { commons: world.log.commons, resource: world.things.X };
}
