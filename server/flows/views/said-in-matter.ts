import type { Advice } from '../../../protocol/documents/advice.ts';
import type { ObjectionFateName } from '../../../protocol/documents/outcome.ts';
import type { Answer } from '../../../protocol/documents/response.ts';
import type { Checked } from '../../../protocol/governance/ladder/claims.ts';
import type { Consultation } from '../../../protocol/governance/ladder/consultation.ts';
import type { Evaluation } from '../../../protocol/governance/ladder/evaluation.ts';
import { readMatter } from '../../../protocol/governance/ladder/matter.ts';
import type { Stage } from '../../../protocol/governance/ladder/stage.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { Author, DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { ClaimView } from './claims-view.ts';
import type { Through } from './link-words.ts';
import { type OfferView, offersTo } from './versions-view.ts';

type Name = (author: Author) => string;
/** A text as far as it is here, and the reader may read it. */
type Said = (text: { readonly attachment: string } | undefined) => string | null;
type Uncounted = (author: Author, index: number) => AnswerView['uncounted'];
type Claims = ReadonlyMap<DocumentId, readonly ClaimView[]>;

export interface AnswerView {
  readonly by: string;
  readonly value: Answer;
  readonly at: string;
  /** Of a block alone. */
  readonly ground: string | null;
  readonly text: string | null;
  /** By the word of minutes, and not by the person's own key. Spec §14. */
  readonly recorded: boolean;
  /** What a block claims that can be recomputed. */
  readonly claims: readonly ClaimView[];
  readonly through: Through;
  /** Why it is not among those that are counted: an objection of theirs stands, or people were asked anew since. */
  readonly uncounted: 'objection' | 'asked-anew' | null;
}

export interface AdviceView {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly stance: Advice['stance'];
  readonly text: string | null;
  /** By somebody who was asked. */
  readonly asked: boolean;
  readonly through: Through;
}

export interface ObjectionView {
  readonly id: DocumentId;
  readonly by: string;
  readonly author: Subject;
  readonly at: string;
  readonly ground: string;
  readonly argument: string | null;
  readonly resolvedBy: string | null;
  readonly fate: ObjectionFateName;
  /** Versions that offer to meet it, oldest first. */
  readonly offers: readonly OfferView[];
  /** When it lapses unless its author says something; null where it was not offered twice. Spec §6. */
  readonly lapsesAt: string | null;
  /** What its author said when they ended it. */
  readonly ended: ObjectionEnd | null;
  /** In minutes; then no document has its id. Spec §14. */
  readonly recorded: boolean;
  readonly claims: readonly ClaimView[];
  /** Whether the rules have judged it, or people do. Spec §6. */
  readonly checked: Checked;
  readonly through: Through;
}

/** By whom an objection was ended, in their words; `measure` where they were not convinced. Spec §6. */
export interface ObjectionEnd {
  readonly reason: string | null;
  readonly measure: string | null;
}

/** Null where its author did not end it, or that is not for the reader. */
export function objectionEnd(
  objection: DocumentId,
  entries: readonly JudgedEntry[],
  said: Said,
): ObjectionEnd | null {
  const end = entries.find(({ document }) => document.type === 'withdrawal' && document.of.id === objection);
  if (end?.document.type !== 'withdrawal') return null;
  const { reason, reluctant } = end.document;
  return { reason: said(reason), measure: said(reluctant?.measure) };
}

/** What leaves an answer out of the count, as things stand. Spec §6, [R-6.51]. */
export function uncountedIn(stage: Stage | null): Uncounted {
  const asked = stage === null ? null : 'last' in stage ? stage.last : stage;
  const objections = asked?.kind === 'circle' ? asked.evaluation.objections : [];
  const objectors = new Set(objections.flatMap(({ author, fate }) => (fate === 'standing' ? [author] : [])));
  return (author, index) =>
    stage !== null && index < stage.opened.index ? 'asked-anew' : objectors.has(author) ? 'objection' : null;
}

/** Everybody's answer to the current binding part. */
export function answersOf(
  entries: readonly JudgedEntry[],
  name: Name,
  said: Said,
  recorded: ReadonlySet<DocumentId>,
  claims: Claims,
  uncounted: Uncounted,
): readonly AnswerView[] {
  const { answers } = readMatter(entries);
  return entries.flatMap(({ id, index, at, document, through }): AnswerView[] => {
    if (document.type !== 'response') return [];
    const { author, text, ground, for: inName } = document;
    const current = answers.get(inName ?? author);
    if (current?.id !== id) return [];
    const by = inName === undefined ? name(author) : `${name(inName)}, by ${name(author)}`;
    return [
      {
        by,
        value: current.value,
        at: formatMillis(at),
        ground: ground ?? null,
        text: said(text),
        recorded: recorded.has(id),
        claims: claims.get(id) ?? [],
        through: through ?? null,
        uncounted: uncounted(inName ?? author, index),
      },
    ];
  });
}

/** The last advice of each person on the current binding part. */
export function adviceOf(
  entries: readonly JudgedEntry[],
  consultation: Consultation | null,
  name: Name,
  said: Said,
): readonly AdviceView[] {
  const current = new Map([...readMatter(entries).advice].map(([author, { id }]) => [id, author]));
  return entries.flatMap(({ id, at, document, through }) =>
    document.type === 'advice' && current.has(id)
      ? [
          {
            id,
            by: name(document.author),
            at: formatMillis(at),
            stance: document.stance,
            text: said(document.text),
            asked: consultation?.advice.find((advice) => advice.id === id)?.asked ?? false,
            through: through ?? null,
          },
        ]
      : [],
  );
}

/** A challenge of what is announced, in the words of whoever is against it. Spec §6. */
export interface ChallengeView {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly ground: string;
  readonly argument: string | null;
  readonly resolvedBy: string | null;
}

/** What was said in the challenges with these ids. */
export function challengesOf(
  entries: readonly JudgedEntry[],
  open: readonly DocumentId[],
  name: Name,
  said: Said,
): readonly ChallengeView[] {
  return entries.flatMap(({ id, at, document }) =>
    document.type === 'challenge' && open.includes(id)
      ? [
          {
            id,
            by: name(document.author),
            at: formatMillis(at),
            ground: document.ground,
            argument: said(document.argument),
            resolvedBy: said(document.resolvedBy),
          },
        ]
      : [],
  );
}

/** Every objection, with what became of it as far as people are asked still. */
export function objectionsOf(
  entries: readonly JudgedEntry[],
  evaluation: Evaluation | null,
  name: Name,
  said: Said,
  recorded: ReadonlySet<DocumentId>,
  claims: Claims,
): readonly ObjectionView[] {
  return entries.flatMap(({ id, at, document, through }) => {
    if (document.type !== 'objection') return [];
    const judged = evaluation?.objections.find(({ objection }) => objection === id);
    return [
      {
        id,
        by: name(document.author),
        author: document.author as Subject, // people object
        at: formatMillis(at),
        ground: document.ground,
        argument: said(document.argument),
        resolvedBy: said(document.resolvedBy),
        fate: judged?.fate ?? 'standing',
        offers: offersTo(id, document.author, entries),
        lapsesAt:
          judged?.fate === 'standing' && judged.lapsesAt !== null ? formatMillis(judged.lapsesAt) : null,
        ended: objectionEnd(id, entries, said),
        checked: judged?.checked ?? 'people',
        recorded: recorded.has(id),
        claims: claims.get(id) ?? [],
        through: through ?? null,
      },
    ];
  });
}
