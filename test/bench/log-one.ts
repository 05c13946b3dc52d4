import { signEnvelope } from '../../protocol/envelope/sign.ts';
import { submit } from '../../server/flows/acts/submit.ts';
import type { FlowInstance } from '../support/memory-instance.ts';
import { toolPayload } from '../support/tool-draft.ts';

/** One document that touches nobody else's matter: a draft of a thing, by the first person. */
export async function logOne({ instance, commons, people }: FlowInstance): Promise<void> {
  const [first] = people;
  if (first === undefined) throw new TypeError('somebody acts');
  const { author, key, sign } = first;
  const envelope = await signEnvelope({ payload: toolPayload({ commons, author }), author, key, sign });
  await submit(instance.context, instance.committer, envelope, new Map());
}
