import type { FC } from 'hono/jsx';
import type { WhyView } from '../../flows/views/why-view.ts';
import { AnswerList } from './answers.tsx';
import { Quoted } from './text.tsx';
import { Time } from './time.tsx';
import { Withheld } from './withheld.tsx';

/** What people answered whom a circle's decision counts, one by one; of a secret vote what the tellers counted. */
export const WhyAnswers: FC<{ view: Pick<WhyView, 'answers' | 'answersWithheld' | 'tallies'> }> = ({
  view: { answers, answersWithheld, tallies },
}) =>
  answers.length + answersWithheld + tallies.length === 0 ? null : (
    <section aria-labelledby="answers">
      <h2 id="answers">What people answered</h2>
      <AnswerList answers={answers} />
      {tallies.map(({ by, at, counts: { yes, no, abstain } }) => (
        <p>
          Counted by <Quoted>{by}</Quoted>, <Time at={at} />: {yes} yes, {no} no, {abstain} abstained.
        </p>
      ))}
      <Withheld count={answersWithheld} of="was answered" />
    </section>
  );
