import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { blockGroundText, throughText } from '../proposal-words.ts';
import { answerText } from '../words.ts';
import { CountFacts } from './count-facts.tsx';
import { Claims } from './objections.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** What members say to a proposal: counted, and one by one as far as the reader may see them. */
export const Answers: FC<{ view: Pick<ProposalView, 'counts' | 'answers'> }> = ({
  view: { counts, answers },
}) => (
  <section aria-labelledby="answers">
    <h2 id="answers">What members say</h2>
    {counts === null ? null : <CountFacts counts={counts} />}
    <AnswerList answers={answers} />
  </section>
);

/** Why an answer is not among those that are counted. */
const UNCOUNTED = {
  objection: 'their objection stands',
  'asked-anew': 'people were asked anew since',
} as const;

/** Answers one by one, with what their authors wrote to them. */
export const AnswerList: FC<Pick<ProposalView, 'answers'>> = ({ answers }) =>
  answers.length === 0 ? null : (
    <ul class="plain">
      {answers.map(({ by, value, at, ground, text, through, claims, uncounted }) => (
        <li>
          <p>
            <Quoted>{by}</Quoted>: <strong>{answerText(value)}</strong>
            {ground === null ? '' : `: ${blockGroundText(ground)}`}{' '}
            <span class="meta">
              <Time at={at} />
              {throughText(through)}
              {uncounted === null ? '' : `; not counted: ${UNCOUNTED[uncounted]}`}
            </span>
          </p>
          {text === null ? null : <Prose text={text} />}
          <Claims claims={claims} />
        </li>
      ))}
    </ul>
  );
