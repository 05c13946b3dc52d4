import type { Proposal } from '../documents/proposal.ts';
import { bindingThreads, usageThread } from '../documents/thread-names.ts';
import type { DocumentId } from '../ids.ts';
import { THREADS_MAX } from '../limits.ts';
import { type Refusal, refuse } from './verdict.ts';

/**
 * Whether one entry can decide it: whatever does names each thread that it changes. Asked before anybody answers, for
 * nobody could say yes in the end. Spec §6.
 */
export function askDecidable({
  subject,
  domain,
  binding,
}: Pick<Proposal, 'subject' | 'domain' | 'binding'>): readonly DocumentId[] | Refusal {
  const changed = new Set([subject, usageThread(domain.subject), ...bindingThreads(binding)]);
  return changed.size <= THREADS_MAX
    ? []
    : refuse('too-many-threads', { most: THREADS_MAX, changes: changed.size });
}
