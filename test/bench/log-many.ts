import { parseDocument } from '../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../protocol/envelope/verify.ts';
import { commitBatch, type Submission } from '../../server/flows/log/commit.ts';
import type { FlowInstance } from '../support/memory-instance.ts';
import { toolPayload } from '../support/tool-draft.ts';

/** Documents of one transaction. */
const TOGETHER = 2_000;

/**
 * Many documents as `logOne` logs one: signed, verified, judged by the rules and written as a server does it, but with one
 * transaction for thousands, and without the checkpoint that answers each.
 */
export async function logMany(
  at: FlowInstance,
  count: number,
  onProgress: (done: number) => void,
): Promise<void> {
  const { context } = at.instance;
  let next = await signMany(at, Math.min(TOGETHER, count));
  for (let done = 0; done < count; done += TOGETHER) {
    // The database writes these while the next ones are signed.
    const [placed, signed] = await Promise.all([
      commitBatch(context, at.commons, next),
      signMany(at, Math.max(0, Math.min(TOGETHER, count - done - TOGETHER))),
    ]);
    const refused = placed.find(({ kind }) => kind !== 'logged');
    if (refused !== undefined) throw new TypeError(`a document was ${refused.kind}`);
    next = signed;
    onProgress(done);
  }
}

async function signMany(
  { instance, commons, people }: FlowInstance,
  count: number,
): Promise<readonly Submission[]> {
  const [first] = people;
  if (first === undefined) throw new TypeError('somebody acts');
  const { author, key, sign } = first;
  const submissions: Submission[] = [];
  for (let number = 0; number < count; number++) {
    const envelope = await signEnvelope({ payload: toolPayload({ commons, author }), author, key, sign });
    const verified = await verifyEnvelope(parseEnvelope(envelope), instance.context.verify);
    submissions.push({
      verified,
      document: parseDocument(verified.content),
      attachments: new Map(),
      mustCount: true,
    });
  }
  return submissions;
}
