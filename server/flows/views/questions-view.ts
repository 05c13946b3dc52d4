import type { LoggedQuestion, NegotiationState } from '../../../protocol/agreement/state.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { wordsOf } from './attached-words.ts';

/** What a party said about terms; words that are not at hand are null. */
export interface SaidView {
  readonly id: DocumentId;
  readonly commons: Scid;
  readonly by: string;
  readonly at: string;
  readonly words: string | null;
}

/** A question about terms, with its answers in log order. Spec §8. */
export interface QuestionView extends SaidView {
  readonly terms: DocumentId;
  readonly answers: readonly SaidView[];
}

/** What was asked and answered in a negotiation. */
export async function questionsView(
  context: Context,
  { questions = [], answers = [] }: NegotiationState,
  nameOf: (commons: Scid) => string,
  mayRead: MayRead,
): Promise<readonly QuestionView[]> {
  const home = await context.commons();
  const said = async ({ id, commons, at }: LoggedQuestion): Promise<SaidView> => {
    const document = await documentIn(context.store, home, id);
    const isShown = (document?.type === 'question' || document?.type === 'answer') && mayRead(document);
    const words = isShown ? await wordsOf(context, document.text) : null;
    return { id, commons, by: nameOf(commons), at: formatMillis(at), words };
  };
  return Promise.all(
    questions.map(async (question) => ({
      ...(await said(question)),
      terms: question.terms,
      answers: await Promise.all(answers.filter((one) => one.question === question.id).map(said)),
    })),
  );
}
