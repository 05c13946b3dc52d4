import type { FC } from 'hono/jsx';
import type { Counts } from '../../../protocol/documents/outcome.ts';
import type { Answer } from '../../../protocol/documents/response.ts';
import { answerText } from '../words.ts';
import { type Fact, Facts } from './facts.tsx';

/** How many answered, and how; without names. */
export const CountFacts: FC<{ counts: Counts }> = ({ counts }) => (
  <Facts
    facts={[
      ['Members asked', counts.roster],
      counts.base === counts.roster ? null : ['Of them not silent for three weeks', counts.base],
      ['Answered', counts.responders],
      ...Object.entries(counts.answers).map(
        ([answer, count]): Fact => [answerText(answer as Answer), count], // the counts are by answer
      ),
      counts.objections === 0 ? null : ['Objections that stand', counts.objections],
    ]}
  />
);
