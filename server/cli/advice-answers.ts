import type { JsonObject } from '../../protocol/canonical.ts';
import type { Client } from '../client/client.ts';
import { documentNamed } from './document-names.ts';
import { UsageError } from './usage-error.ts';

const ANSWERS = ['adopted', 'partly', 'not-adopted'];
const FORM = `“ID ${ANSWERS.join('|')} why”`;

/** What became of advice, as options. */
export interface AnswerOptions {
  readonly answer?: readonly string[];
  readonly answerOthers?: string;
}

/**
 * Options → what a decision after asking says of each advice.
 *
 * @throws {UsageError}
 */
export async function consultedFrom(
  { answer = [], answerOthers }: AnswerOptions,
  client: Client,
): Promise<{ readonly consulted?: JsonObject }> {
  if (answer.length === 0 && answerOthers === undefined) return {};
  const answers = await Promise.all(
    answer.map(async (text) => {
      const [id = '', ...rest] = text.trim().split(/\s+/);
      return { advice: await documentNamed(client, id), ...answerIn(rest, text) };
    }),
  );
  const joint =
    answerOthers === undefined ? {} : { joint: answerIn(answerOthers.trim().split(/\s+/), answerOthers) };
  return { consulted: { answers, ...joint } };
}

function answerIn([answer = '', ...reason]: readonly string[], text: string) {
  if (!ANSWERS.includes(answer) || reason.length === 0) {
    throw new UsageError(`An answer to advice is ${FORM}, not “${text}”.`);
  }
  return { answer, reason: { say: reason.join(' ') } };
}
