import type { Home } from '../client/views.ts';
import { WHILE_PROVISIONAL } from '../provisional-words.ts';
import { nextCommand } from './invocation.ts';

/** What is still to be done with the charter, and until when. Spec §4. */
export function provisionalLines(
  { until }: NonNullable<Home['provisional']>,
  options: Parameters<typeof nextCommand>[0],
): readonly string[] {
  return [
    `The charter is provisional: the members ratify it by ${until.slice(0, 'YYYY-MM-DD'.length)}. ${WHILE_PROVISIONAL}`,
    `  ${nextCommand(options, 'charter ratify --reason "…" --propose')}`,
  ];
}
