import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { answerText } from '../words.ts';
import { CountFacts } from './count-facts.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** What members say to a proposal: counted, and one by one as far as the reader may see them. */
export const Answers: FC<{ view: Pick<ProposalView, 'counts' | 'answers'> }> = ({
  view: { counts, answers },
}) => (
  <section aria-labelledby="answers">
    <h2 id="answers">What members say</h2>
    {counts === null ? null : <CountFacts counts={counts} />}
    {answers.length === 0 ? null : (
      <ul class="plain">
        {answers.map(({ by, value, at, text, recorded }) => (
          <li>
            <p>
              <Quoted>{by}</Quoted>: <strong>{answerText(value)}</strong>{' '}
              <span class="meta">
                <Time at={at} />
                {recorded ? ', as minutes have it' : null}
              </span>
            </p>
            {text === null ? null : <Prose text={text} />}
          </li>
        ))}
      </ul>
    )}
  </section>
);
