import type { LinkWord } from '../../../protocol/documents/link-word.ts';
import { ANSWERS, type Answer, isCircleRung } from '../../../protocol/documents/response.ts';
import { endsMatter } from '../../../protocol/governance/binding.ts';
import { stageOf } from '../../../protocol/governance/ladder/stage.ts';
import { actIn, withWords } from '../../../protocol/governance/links/words.ts';
import { DISOWN_TIME } from '../../../protocol/governance/meetings/terms.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { readerFor } from '../record/may-read.ts';
import { wordsIn } from '../views/attached-words.ts';
import { operationWords } from '../views/operation-words.ts';
import { personBy } from '../views/people.ts';
import { isForGuest, type LinkStanding, type OpenedLink, standingOf } from './opened-link.ts';

/** What a one-time link shows to whoever has it, and what can be said by it. Spec §14. */
export interface LinkView {
  readonly proposal: Subject;
  readonly standing: LinkStanding | 'closed';
  readonly until: string;
  /** Who handed it over. */
  readonly from: string;
  /** Whose word it is; null for a guest. */
  readonly for: string | null;
  /** In the words of whoever handed it over. */
  readonly guest: string | null;
  /** What is proposed; nothing where the reader of the link may not read it. */
  readonly what: readonly string[];
  readonly texts: readonly string[];
  readonly driver: string | null;
  readonly explanation: readonly string[];
  readonly rung: string | null;
  /** Answers that they can give; none where they can give none. */
  readonly answers: readonly Answer[];
  readonly canObject: boolean;
  /** Objections of their own that stand. */
  readonly objections: readonly { readonly id: DocumentId; readonly argument: string | null }[];
  /** Minutes that say they were there, as long as they can be disowned. */
  readonly minutes: readonly {
    readonly id: DocumentId;
    readonly until: string;
    readonly said: Answer | null;
  }[];
  /** What was said by it. */
  readonly said: { readonly at: string; readonly value: string; readonly counts: boolean } | null;
}

/** @param opened whoever asks has shown its secret. */
export async function linkView(context: Context, opened: OpenedLink): Promise<LinkView> {
  const { link, until } = opened;
  const home = await context.commons();
  const now = await context.now();
  const record = await currentRecord(context, home);
  const mayRead =
    link.for === undefined ? publicOnly : (await readerFor(context, link.for as Subject)).mayRead;
  const facts = await askFreely(record, (view) => factsOf(view, opened, now));
  const { current } = facts;
  const shown = current !== null && mayRead(current) ? current : null;
  const words = await wordsIn(context, [
    ...(shown === null ? [] : [shown]),
    link,
    ...facts.objections.map(({ document }) => document),
  ]);
  const said = (text: { readonly attachment: string } | undefined) =>
    text === undefined ? null : (words[text.attachment] ?? null);
  const name = async (subject: string) => (await personBy(context, record, subject as Subject, mayRead)).name; // people hand links over
  const standing = standingOf(opened, now);
  return {
    proposal: link.proposal.subject,
    standing: standing === 'open' && facts.isOver ? 'closed' : standing,
    until: formatMillis(until),
    from: await name(link.author),
    for: link.for === undefined ? null : await name(link.for),
    guest: said(link.guest),
    what: await Promise.all(
      (shown?.binding.operations ?? []).map((operation) =>
        operationWords(context, record, operation, { mayRead }),
      ),
    ),
    texts: (shown?.binding.operations ?? []).flatMap((operation) =>
      operation.op === 'resolve' ? (said(operation.text) ?? []) : [],
    ),
    driver: said(shown?.driver),
    explanation: (shown?.explanation ?? []).flatMap((text) => said(text) ?? []),
    rung: facts.rung,
    answers: facts.answers,
    canObject: facts.canObject,
    objections: facts.objections.map(({ id, document }) => ({ id, argument: said(document.argument) })),
    minutes: facts.minutes,
    said: facts.said,
  };
}

/** What follows from the log alone. */
function factsOf(view: RuleView, { link, usedBy }: OpenedLink, now: Millis) {
  const { subject } = link.proposal;
  const person = isForGuest(link) ? null : (link.for ?? null);
  const state = stateOf(view, subject, 'proposal');
  const thread = view.entries(subject);
  const version = state?.versions.at(-1);
  const current = version === undefined ? null : contentOf(view, version.id, 'proposal');
  const stage = stageOf(view, subject, now);
  const opening = stage?.opened.opening ?? null;
  const isSecret = opening?.parameters.vote?.secret !== undefined;
  const rung = opening?.rung ?? null;
  const answers: readonly Answer[] =
    person === null || rung === null || !isCircleRung(rung) || isSecret ? [] : ANSWERS[rung];
  const isOver =
    state === null ||
    state.withdrawnBy !== null ||
    state.decided.some((decided) => endsMatter(decided, now)) ||
    (stage?.kind === 'circle' && now >= stage.evaluation.deadline);
  const acts = withWords(thread);
  const objections = (state?.objections ?? []).flatMap(({ id, author, endedBy }) => {
    const document = acts.find((entry) => entry.id === id)?.document;
    const own = author === person && endedBy === null && document?.type === 'objection';
    return own ? [{ id, document }] : [];
  });
  const used = thread.find(({ id }) => id === usedBy);
  return {
    ...{ current, rung, answers, isOver, objections },
    canObject: answers.length > 0 && rung === 'consent',
    minutes: person === null ? [] : minutesNaming(view, subject, person, now),
    said:
      used === undefined || used.document.type !== 'link-word'
        ? null
        : {
            at: formatMillis(used.at),
            value: kindOf(used.document),
            counts: used.verdict.status === 'counted',
          },
  };
}

function kindOf(word: LinkWord): string {
  const act = actIn(word);
  if (act?.type === 'response') return act.value;
  return word.advice === undefined ? (act?.type ?? 'question') : 'advice';
}

/** Confirmed minutes with this person among those who were there. */
function minutesNaming(view: RuleView, proposal: Subject, person: Subject, now: Millis): LinkView['minutes'] {
  const thread = withWords(view.entries(proposal));
  return thread.flatMap(({ at, document, verdict }) => {
    if (document.type !== 'confirmation' || document.minutes === undefined || verdict.status !== 'counted')
      return [];
    const { id } = document.of;
    const minutes = contentOf(view, id, 'minutes');
    const disowned = thread.some(
      ({ document: other }) => other.type === 'disavowal' && other.author === person && other.minutes === id,
    );
    const until = at + DISOWN_TIME;
    if (minutes === null || !minutes.attendance.includes(person) || disowned || now >= until) return [];
    const matter = minutes.matters.find((one) => one.proposal.subject === proposal);
    const said = matter?.answers?.find(({ by }) => by === person)?.value ?? null;
    return [{ id, until: formatMillis(until), said }];
  });
}
