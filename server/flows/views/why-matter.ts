import type { Advice } from '../../../protocol/documents/advice.ts';
import type { AttachedText } from '../../../protocol/documents/common.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { readMatter } from '../../../protocol/governance/ladder/matter.ts';
import { stageOf } from '../../../protocol/governance/ladder/stage.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { wordsIn } from './attached-words.ts';
import { claimsOf } from './claims-view.ts';
import { recordedMatter } from './recorded-matter.ts';
import { type AnswerView, answersOf, uncountedIn } from './said-in-matter.ts';
import { silentIn } from './silent-view.ts';
import { speakerNames } from './speaker-names.ts';
import { type TallyView, talliesOf } from './vote-view.ts';

/** Advice that was given before a decision, and what whoever decided made of it. Spec §6, §9. */
export interface AnsweredAdvice {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly stance: Advice['stance'];
  readonly text: string | null;
  /** Null where nobody had to answer it. */
  readonly answer: 'adopted' | 'partly' | 'not-adopted' | null;
  readonly reason: string | null;
}

/** What was said in the matter that a decision ends, as far as the reader may read it. */
export interface WhyMatter {
  readonly advice: readonly AnsweredAdvice[];
  /** Why it was put forward; null where it stood alone, or that is not for this reader. */
  readonly driver: AttachedText | null;
  /** What the proposal says more: one text a language, or several of one. */
  readonly explanation: readonly AttachedText[];
  /** Of the proposal: a circle's outcome names none itself. */
  readonly alternatives: readonly AttachedText[];
  /** Everybody's answer that was counted, with its words. */
  readonly answers: readonly AnswerView[];
  readonly answersWithheld: number;
  /** Who was asked by the role that decided, and said nothing. Spec §6. */
  readonly silent: readonly string[];
  readonly tallies: readonly TallyView[];
  readonly words: Readonly<Record<string, string>>;
  readonly name: Awaited<ReturnType<typeof speakerNames>>;
  readonly entries: readonly JudgedEntry[];
  /** Advice that is not for this reader. */
  readonly withheld: number;
}

export async function whyMatter(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  { at, mayRead }: { readonly at: Millis; readonly mayRead: MayRead },
): Promise<WhyMatter> {
  const subject = document.proposal?.subject;
  const { all, recorded, stage } =
    subject === undefined
      ? { all: [], recorded: new Set<DocumentId>(), stage: null }
      : await askFreely(record, (view) => {
          const stage = stageOf(view, subject, at);
          const known = recordedMatter(view, subject, stage);
          return { all: known.entries, recorded: known.recorded, stage };
        });
  const before = all.filter((entry) => entry.at <= at);
  const entries = before.filter((entry) => mayRead(entry.document));
  const words = await wordsIn(context, [document, ...entries.map((entry) => entry.document)]);
  const name = await speakerNames(context, record, entries, mayRead);
  const proposal = proposalIn(entries);
  // What stands alone was no matter before, nor does a proposal that was named and never counted make one.
  const matter = before.some((entry) => entry.document.type === 'proposal') ? readMatter(before) : null;
  const given = [...(matter?.advice.values() ?? [])].map(({ id }) => id);
  const advice = given.flatMap((id) => {
    const entry = entries.find((one) => one.id === id);
    return entry === undefined ? [] : answered(entry, document, { words, name });
  });
  const said = (text: { readonly attachment: string } | undefined) =>
    text === undefined ? null : (words[text.attachment] ?? null);
  const whole = proposal !== null && document.type === 'outcome';
  const answers = whole
    ? answersOf(entries, name, said, recorded, await claimsOf(context, entries, mayRead), uncountedIn(stage))
    : [];
  const counted = whole ? (matter?.answers.size ?? 0) : 0;
  return {
    ...{ advice, words, name, entries, answers },
    driver: proposal?.driver ?? null,
    explanation: proposal?.explanation ?? [],
    alternatives: proposal?.alternatives ?? [],
    answersWithheld: Math.max(0, counted - answers.length),
    silent: await silentIn(context, record, document, { before, mayRead }),
    tallies: talliesOf(entries, name),
    withheld: given.length - advice.length,
  };
}

/** The version that was decided: the last one before. */
function proposalIn(entries: readonly JudgedEntry[]): Proposal | null {
  const proposal = entries.findLast((entry) => entry.document.type === 'proposal')?.document;
  return proposal?.type === 'proposal' ? proposal : null;
}

function answered(
  { id, at, document }: JudgedEntry,
  decision: Decision | Outcome,
  { words, name }: Pick<WhyMatter, 'words' | 'name'>,
): readonly AnsweredAdvice[] {
  if (document.type !== 'advice') return [];
  const consulted = decision.type === 'decision' ? decision.consulted : undefined;
  const own = consulted?.answers.find(({ advice }) => advice === id) ?? consulted?.joint;
  return [
    {
      id,
      by: name(document.author),
      at: formatMillis(at),
      stance: document.stance,
      text: words[document.text.attachment] ?? null,
      answer: own?.answer ?? null,
      reason: own === undefined ? null : (words[own.reason.attachment] ?? null),
    },
  ];
}
