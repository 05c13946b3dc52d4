import type { FolkmootDocument } from '../../documents/document.ts';
import type { Erased } from '../../documents/erasure.ts';
import { attachmentsOf } from '../../documents/parse-document.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { RuleView } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Who signs, and by what right, hangs on these: their payloads stay. Spec §16. */
const ROOTS: ReadonlySet<FolkmootDocument['type']> = new Set(['charter', 'identity', 'participant']);

/** What is to be erased is there, and nothing rests on a payload that is to go. Spec §16, [R-16.13]. */
export function askErased(view: RuleView, erases: readonly Erased[]): Answer {
  if (new Set(erases.map(({ document }) => document)).size < erases.length) return refuse('contradictory');
  for (const erased of erases) {
    const said = askOne(view, erased);
    if (said !== null) return said;
  }
  return erases.map(({ document }) => document);
}

function askOne(view: RuleView, { document: id, attachments = [], payload }: Erased): Refusal | null {
  const document = view.content(id);
  const named = attachmentsOf(document);
  const stray = attachments.find((hash) => !named.includes(hash));
  if (stray !== undefined) return refuse('unknown-reference', { attachment: stray });
  if (payload === undefined) return attachments.length > 0 ? null : refuse('contradictory');
  // Whoever keeps one of them could not tell any more whose it was.
  const left = named.find((hash) => !attachments.includes(hash));
  if (left !== undefined) return refuse('contradictory', { attachment: left });
  return askSpent(view, payload.thread, id, document);
}

/** Nothing rests on it: it does not count, or it is a draft that no decision ever spoke of. */
function askSpent(view: RuleView, thread: Subject, id: DocumentId, document: FolkmootDocument) {
  const needed = refuse('still-needed', { document: id });
  if (ROOTS.has(document.type)) return needed;
  const entries = view.entries(thread);
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) return refuse('unknown-reference', { thread });
  if (entry.verdict.status === 'not-counted') return null;
  const state = view.state(thread);
  if (state === null || !('drafts' in state) || !state.drafts.includes(id)) return needed;
  const adopted =
    view.foundingAdopts().some((one) => one.id === id) || entries.some((one) => adopts(one.document, id));
  return adopted ? needed : null;
}

function adopts(document: FolkmootDocument, id: DocumentId): boolean {
  return (
    'binding' in document &&
    document.binding.operations.some(
      (operation) =>
        operation.op === 'adopt' && operation.adopts.type !== 'set' && operation.adopts.id === id,
    )
  );
}
