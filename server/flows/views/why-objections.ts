import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { Context } from '../../context.ts';
import { askNow } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type ClaimView, claimsOf } from './claims-view.ts';
import { type ObjectionEnd, objectionEnd } from './said-in-matter.ts';
import type { WhyMatter } from './why-matter.ts';

/** An objection that a circle's decision names; null is what is not for this reader. */
export type WhyObjection = Outcome['objections'][number] & {
  readonly claims: readonly ClaimView[];
  readonly by: string | null;
  readonly ground: string | null;
  readonly argument: string | null;
  readonly resolvedBy: string | null;
  readonly ended: ObjectionEnd | null;
};

/** Each objection with its fate, and what the rules made of what it claims. */
export async function whyObjections(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  { matter, mayRead }: { readonly matter: WhyMatter; readonly mayRead: MayRead },
): Promise<readonly WhyObjection[]> {
  if (document.type !== 'outcome' || document.objections.length === 0) return [];
  const { subject } = document.proposal;
  const thread = await askNow(record, [subject], (view) => view.entries(subject));
  const claims = await claimsOf(
    context,
    thread.filter((entry) => mayRead(entry.document)),
    mayRead,
  );
  return document.objections.map((fate) => {
    const said = matter.entries.find(({ id }) => id === fate.objection)?.document;
    const shown = said?.type === 'objection' ? said : null;
    return {
      ...fate,
      claims: claims.get(fate.objection) ?? [],
      by: shown === null ? null : matter.name(shown.author),
      ground: shown?.ground ?? null,
      argument: shown === null ? null : (matter.words[shown.argument.attachment] ?? null),
      resolvedBy: shown === null ? null : (matter.words[shown.resolvedBy.attachment] ?? null),
      ended: objectionEnd(fate.objection, matter.entries, (text) =>
        text === undefined ? null : (matter.words[text.attachment] ?? null),
      ),
    };
  });
}
