import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry, StoredVerdict } from '../../store/store.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readDocument } from '../record/read-document.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { circleName } from './circle-name.ts';
import { operationWords } from './operation-words.ts';
import { personBy } from './people.ts';

/** A decision in a list. */
export interface DecisionSummary {
  readonly id: string;
  readonly at: string;
  readonly what: readonly string[];
  readonly verdict: StoredVerdict | null;
  /** Whoever decided, by name. */
  readonly by: string;
  readonly domain: Subject;
  readonly result: Outcome['result'];
}

/** The entry as a decision in a list; null where it is none, or not for this reader. */
export async function summariseDecision(
  context: Context,
  record: StoredRecord,
  entry: StoredEntry,
  mayRead: MayRead,
): Promise<DecisionSummary | null> {
  const document = readDocument(entry)?.document;
  if ((document?.type !== 'decision' && document?.type !== 'outcome') || !mayRead(document)) return null;
  const what: string[] = [];
  for (const operation of document.binding.operations)
    what.push(await operationWords(context, record, operation, { mayRead }));
  return {
    id: entry.id,
    at: formatMillis(entry.at),
    what,
    verdict: entry.verdict,
    by:
      document.type === 'outcome'
        ? await circleName(record, document.circle.id, mayRead)
        : (await personBy(context, record, document.author as Subject, mayRead)).name, // a decision's author is a participant
    domain: document.domain.subject,
    result: document.result,
  };
}
