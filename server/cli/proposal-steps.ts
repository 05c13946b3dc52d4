import { ANSWERS } from '../../protocol/documents/response.ts';
import { rungSchema } from '../../protocol/documents/rung.ts';
import type { Client } from '../client/client.ts';
import type { ProposalShown } from '../client/proposal-views.ts';
import { nextCommand } from './invocation.ts';
import { proposalNamed } from './proposal-named.ts';
import type { ServerOptions } from './session.ts';
import type { Logged } from './sign-and-log.ts';

/** What was put forward, as it stands once it is logged; null of what does not count. */
export async function putForward(client: Client, { id, verdict }: Logged): Promise<ProposalShown | null> {
  return verdict.status === 'not-counted' ? null : proposalNamed(client, id);
}

/** What a proposal waits for, by the way in which it is decided, and what is typed for it. Spec §6 [R-6.1]. */
export function stepsOf(options: ServerOptions, shown: ProposalShown | null, id: string): readonly string[] {
  if (shown === null) return [];
  const { way, opensIn, announced, hindrance } = shown;
  const type = (rest: string) => nextCommand(options, rest);
  if (opensIn !== null)
    return [`It is opened in the meeting of ${opensIn.startsAt}. How it stands: ${type(`proposals ${id}`)}`];
  if (way.seats === 'select')
    return [
      `Whoever the role serves says whom they would see in it: ${type(`nominate ${id} "…" --reason "…"`)}`,
    ];
  if (way.seats === 'recall')
    return [
      `It is asked once enough have asked for it; those whom the role serves do: ${type(`support ${id}`)}`,
    ];
  if (hindrance !== null) return [`It does not go on as things stand: ${hindrance.sentence}`];
  if (way.secret)
    return [
      `Members vote by ballot, and two tellers say what was counted: ${type(`tally ${id} --for … --against …`)}`,
    ];
  const decide = type(`decide --proposal ${id} --reason "…"`);
  const rung = rungSchema.safeParse(way.rung);
  if (!rung.success) return [];
  switch (rung.data) {
    case 'delegation':
      return announced === null
        ? [`Whoever has the right decides it: ${decide}`]
        : [`It waits until ${announced.until}; then whoever announced it decides it: ${decide}`];
    case 'consultation':
      return [
        `Whoever it concerns advises first: ${type(`advise ${id} neutral --words "…"`)}`,
        `Once they have, or their time is over, whoever has the right decides it, with an --answer to each advice: ${decide}`,
      ];
    case 'consensus':
    case 'consent':
    case 'vote': {
      const [yes] = ANSWERS[rung.data];
      const from = way.answersFrom === null ? '' : ` from ${way.answersFrom} on`;
      const answer = `The circle decides it by ${rung.data}; each of its members answers${from} (${ANSWERS[rung.data].join(', ')}): ${type(`respond ${id} ${yes}`)}`;
      const object = `object ${id} --ground … --argument "…" --resolved-by "…"`;
      return rung.data === 'consent' ? [answer, `Whoever sees harm objects: ${type(object)}`] : [answer];
    }
  }
}
