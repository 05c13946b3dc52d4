import * as z from 'zod';
import { OBJECTION_GROUNDS } from '../../../protocol/documents/objection.ts';
import { answerSchema, BLOCK_GROUNDS } from '../../../protocol/documents/response.ts';
import { documentIdSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';

/** What fits on a page that somebody fills in on a phone. */
export const WORDS_MAX = 4000;

interface Say {
  readonly say: string;
}

/** What somebody wants to say by a link, in the short form of drafts. */
export type LinkWish =
  | { readonly answer: { readonly value: string; readonly text?: Say; readonly ground?: string } }
  | {
      readonly objection: { readonly ground: string; readonly argument: Say; readonly resolvedBy: Say };
    }
  | { readonly ended: { readonly objection: string; readonly fate: 'withdrawn' } }
  | { readonly advice: { readonly stance: string; readonly text: Say } }
  | { readonly question: Say }
  | { readonly disowned: { readonly minutes: string; readonly text?: Say } };

const words = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.string().max(WORDS_MAX));
const said = words.pipe(z.string().min(1));

const wishSchema = z.discriminatedUnion('say', [
  z.object({
    say: z.literal('answer'),
    value: answerSchema,
    text: words.optional(),
    ground: z.enum(['', ...BLOCK_GROUNDS]).optional(),
  }),
  z.object({
    say: z.literal('objection'),
    ground: z.enum(OBJECTION_GROUNDS),
    argument: said,
    resolvedBy: said,
  }),
  z.object({ say: z.literal('ended'), objection: documentIdSchema }),
  z.object({ say: z.literal('advice'), stance: z.enum(['for', 'against', 'neutral']), text: said }),
  z.object({ say: z.literal('question'), text: said }),
  z.object({ say: z.literal('disowned'), minutes: documentIdSchema, text: words.optional() }),
]);

/**
 * Reads a form that was sent by a link's page.
 *
 * @throws {ProtocolError} `malformed` with a sentence for whoever filled it in.
 */
export function parseLinkWish(form: URLSearchParams): LinkWish {
  const parsed = wishSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success)
    throw new ProtocolError(
      'malformed',
      `Something is missing, or a text has more than ${WORDS_MAX} characters. Go back and fill in the form once more: nothing was recorded.`,
      { at: parsed.error.issues[0]?.path.join('.') ?? '' },
    );
  const wish = parsed.data;
  switch (wish.say) {
    case 'answer': {
      const { value, text = '', ground = '' } = wish;
      const isBlock = value === 'block' && ground !== '';
      return { answer: { value, ...textIn(text), ...(isBlock ? { ground } : {}) } };
    }
    case 'objection': {
      const { ground, argument, resolvedBy } = wish;
      return { objection: { ground, argument: { say: argument }, resolvedBy: { say: resolvedBy } } };
    }
    case 'ended':
      return { ended: { objection: wish.objection, fate: 'withdrawn' } };
    case 'advice':
      return { advice: { stance: wish.stance, text: { say: wish.text } } };
    case 'question':
      return { question: { say: wish.text } };
    case 'disowned':
      return { disowned: { minutes: wish.minutes, ...textIn(wish.text ?? '') } };
  }
}

function textIn(text: string): { readonly text?: Say } {
  return text === '' ? {} : { text: { say: text } };
}
