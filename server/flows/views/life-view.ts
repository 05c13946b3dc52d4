import { decidedOf } from '../../../protocol/agreement/own-decision.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import {
  type Aftermath,
  actionsSaid,
  isOpen,
  readAftermath,
} from '../../../protocol/governance/lifecycle/aftermath.ts';
import { FINAL, lifecycleOf, type Standing } from '../../../protocol/governance/lifecycle/lifecycle.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { Author, DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askNow } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { wordsIn } from './attached-words.ts';
import { personBy } from './people.ts';
import { type VetoView, vetoOf } from './veto-view.ts';

/** How a decision stands, and what people did about it since. Spec §6. */
export interface LifeView {
  readonly standing: Standing;
  readonly suspended: boolean;
  /** Until when it can be challenged. */
  readonly challengeUntil: string;
  /** It can be challenged now. Spec §6. */
  readonly takesChallenges: boolean;
  /** Nothing but a new decision comes after it: nobody asks or rules about it any more. */
  readonly over: boolean;
  /** Challenges, questions, actions and words on them that are not for this reader. */
  readonly withheld: number;
  readonly challenges: readonly QuestionView[];
  readonly requests: readonly QuestionView[];
  readonly actions: readonly ActionView[];
  /** Why nothing is to be done for it, where it says so. */
  readonly noActionBecause: string | null;
  /** Null where no circle may return it. */
  readonly veto: VetoView | null;
}

/** A challenge or a question, and the word on it. */
export interface QuestionView {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly text: string | null;
  readonly ruling: string | null;
  readonly ruledBy: DocumentId | null;
  /** What the ruling says, where it is at hand. */
  readonly rulingText: string | null;
  readonly state: 'open' | 'late' | 'ruled' | 'lapsed';
}

export interface ActionView {
  readonly id: DocumentId;
  /** Its place among those that the decision names itself. */
  readonly number: number | null;
  readonly owner: string;
  readonly what: string | null;
  readonly dueAt: string;
  readonly result: string | null;
  readonly overdue: boolean;
}

/** @returns null where the thread does not tell of it. */
export async function lifeOf(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  {
    id,
    body,
    mayRead,
  }: { readonly id: DocumentId; readonly body: DomainBody | null; readonly mayRead: MayRead },
): Promise<LifeView | null> {
  const subject = document.proposal?.subject ?? document.subject;
  const now = await context.now();
  const known = await askNow(record, [subject], (view) => {
    const decided = decidedOf(view, { subject, id });
    return decided === null ? null : { decided, entries: view.entries(subject) };
  });
  if (known === null) return null;
  const { decided, entries } = known;
  const whole = readAftermath(entries, decided);
  const { standing, suspended } = lifecycleOf({ decided, document, aftermath: whole, domain: body }, now);
  // How it stands is everybody's to know; who said what is told as if what is not for this reader had not been said.
  const shown = entries.filter((entry) => mayRead(entry.document));
  const aftermath = readAftermath(shown, decided);
  const words = await wordsIn(
    context,
    shown.map((entry) => entry.document),
  );
  const said = (one: DocumentId) => {
    const text = textOf(shown.find((entry) => entry.id === one)?.document);
    return text === null ? null : (words[text] ?? null);
  };
  const rulingText = (one: DocumentId, by: DocumentId | undefined) => {
    const ruling = shown.find((entry) => entry.id === by)?.document;
    if (ruling === undefined || !('binding' in ruling) || ruling.binding === undefined) return null;
    const found = ruling.binding.operations.find(
      (operation) => operation.op === 'rule' && operation.on === one,
    );
    return found?.op === 'rule' && found.text !== undefined ? (words[found.text.attachment] ?? null) : null;
  };
  const name = async (author: Author) => (await personBy(context, record, author as Subject, mayRead)).name; // people speak
  const named = actionsSaid(shown, document);
  return {
    standing,
    suspended,
    noActionBecause: named !== null && 'none' in named ? (words[named.none.attachment] ?? null) : null,
    challengeUntil: formatMillis(whole.challengeUntil),
    takesChallenges: standing !== 'pending' && !FINAL.has(standing) && now < whole.challengeUntil,
    over: FINAL.has(standing),
    veto: await vetoOf(context, record, { id, body, aftermath: whole, mayRead }, now),
    withheld: saidIn(whole) - saidIn(aftermath),
    challenges: await Promise.all(
      aftermath.challenges.map(async (one) => ({
        ...questionOf(one, said(one.id), await name(one.author)),
        rulingText: rulingText(one.id, one.ruled?.by),
        state:
          one.ruled !== null
            ? ('ruled' as const)
            : isOpen(one, now)
              ? ('open' as const)
              : ('lapsed' as const),
      })),
    ),
    requests: await Promise.all(
      aftermath.requests.map(async (one) => ({
        ...questionOf(one, said(one.id), await name(one.author)),
        rulingText: rulingText(one.id, one.ruled?.by),
        state:
          one.ruled !== null ? ('ruled' as const) : now < one.dueAt ? ('open' as const) : ('late' as const),
      })),
    ),
    actions: await Promise.all(
      aftermath.actions.map(async (one) => ({
        id: one.id,
        number: one.number ?? null,
        owner: await name(one.owner),
        what: words[one.what.attachment] ?? null,
        dueAt: formatMillis(one.dueAt),
        result: one.done?.result ?? null,
        overdue: one.done === null && now >= one.dueAt,
      })),
    ),
  };
}

/** Challenges, questions, actions, and the words on them. */
function saidIn({ challenges, requests, actions }: Aftermath): number {
  const answered = [...challenges, ...requests].filter(({ ruled }) => ruled !== null).length;
  const done = actions.filter((action) => action.done !== null).length;
  return challenges.length + requests.length + actions.length + answered + done;
}

function questionOf(
  { id, at, ruled }: Aftermath['challenges'][number] | Aftermath['requests'][number],
  text: string | null,
  by: string,
) {
  return { id, by, at: formatMillis(at), text, ruling: ruled?.ruling ?? null, ruledBy: ruled?.by ?? null };
}

/** The attachment that says what somebody wants. */
function textOf(document: JudgedEntry['document'] | undefined): string | null {
  switch (document?.type) {
    case 'challenge':
      return document.argument.attachment;
    case 'ruling-request':
      return document.question.attachment;
    default:
      return null;
  }
}
