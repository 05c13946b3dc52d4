import { stateOf } from '../../../protocol/governance/view.ts';
import { documentIdSchema, type Ref, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { askNow } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { DraftContext, Wish } from './draft.ts';
import { mandateOf } from './own-mandate.ts';

/** A matter by its subject or the id of its document; whose it is, and by which term the drafter speaks, follow. */
export async function completeHandling(draft: DraftContext, wish: Wish): Promise<Wish> {
  const matter = await matterNamed(draft, wish.matter);
  const from = await askNow(
    draft.record,
    [matter.subject],
    (view) => stateOf(view, matter.subject, 'matter')?.with ?? null,
  );
  const right = from === null ? null : await mandateOf(draft, from);
  return {
    ...(from === null ? {} : { from }),
    ...(right === null ? {} : { by: right }),
    ...wish,
    matter,
  };
}

/** @throws {ProtocolError} `not-found` */
export async function matterNamed({ context, record, home }: DraftContext, named: unknown): Promise<Ref> {
  const id = documentIdSchema.safeParse(named);
  const document = id.success ? await documentIn(context.store, home, id.data) : null;
  const subject = subjectSchema.safeParse(
    document?.subject ?? (typeof named === 'string' ? named : (named as Partial<Ref> | null)?.subject),
  );
  const state = subject.success
    ? await askNow(record, [subject.data], (view) => stateOf(view, subject.data, 'matter'))
    : null;
  if (!subject.success || state === null)
    throw new ProtocolError('not-found', 'There is no such matter.', { matter: named });
  return { subject: subject.data, id: state.id };
}
