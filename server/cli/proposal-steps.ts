import { ANSWERS, type CircleRung } from '../../protocol/documents/response.ts';
import { rungSchema } from '../../protocol/documents/rung.ts';
import { nextCommand } from './invocation.ts';
import type { ServerOptions } from './session.ts';

/** What a proposal waits for, by the rung of its domain, and what is typed for it. Spec §6 [R-6.1]. */
export function stepsOf(options: ServerOptions, rung: string | null, id: string): readonly string[] {
  const known = rungSchema.safeParse(rung);
  if (!known.success) return [];
  const decide = `Whoever has the right decides it: ${nextCommand(options, `decide --proposal ${id} --reason "…"`)}`;
  switch (known.data) {
    case 'delegation':
      return [decide];
    case 'consultation':
      return [
        `Whoever it concerns advises first: ${nextCommand(options, `advise ${id} neutral --words "…"`)}`,
        decide,
      ];
    case 'consent':
      return [
        ...answering(options, known.data, id),
        `Whoever sees harm objects: ${nextCommand(options, `object ${id} --ground … --argument "…" --resolved-by "…"`)}`,
      ];
    case 'consensus':
    case 'vote':
      return answering(options, known.data, id);
  }
}

function answering(options: ServerOptions, rung: CircleRung, id: string): readonly string[] {
  const [yes] = ANSWERS[rung];
  return [
    `The circle decides it by ${rung}; each of its members answers (${ANSWERS[rung].join(', ')}): ${nextCommand(options, `respond ${id} ${yes}`)}`,
  ];
}
