import type { FC } from 'hono/jsx';
import type { AnsweredAdvice } from '../../flows/views/why-matter.ts';
import type { WhyView } from '../../flows/views/why-view.ts';
import { documentHref } from '../hrefs.ts';
import { stanceText } from '../proposal-words.ts';
import { IdLink } from './id.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';
import { Withheld } from './withheld.tsx';

const ANSWERS: Readonly<Record<NonNullable<AnsweredAdvice['answer']>, string>> = {
  adopted: 'Followed',
  partly: 'Followed in part',
  'not-adopted': 'Not followed',
};

/** What people advised, and what whoever decided made of it. Spec §9. */
export const AnsweredAdvices: FC<Pick<WhyView, 'advice' | 'adviceWithheld' | 'silent'>> = ({
  advice,
  adviceWithheld,
  silent,
}) =>
  advice.length + adviceWithheld + silent.length === 0 ? null : (
    <section aria-labelledby="advice">
      <h2 id="advice">Advice, and the answers to it</h2>
      <ul class="plain">
        {advice.map(({ id, by, at, stance, text, answer, reason }) => (
          <li>
            <p>
              <Quoted>{by}</Quoted>: <strong>{stanceText(stance)}</strong>
            </p>
            {text === null ? <p class="empty">The words are not shown here.</p> : <Prose text={text} />}
            {answer === null ? null : <Prose text={`${ANSWERS[answer]}: ${reason ?? '(not shown here)'}`} />}
            <p class="meta">
              <Time at={at} /> <IdLink id={id} href={documentHref(id)} />
            </p>
          </li>
        ))}
      </ul>
      {silent.length === 0 ? null : (
        <p>
          Asked, and said nothing: <Quoted>{silent.join(', ')}</Quoted>
        </p>
      )}
      <Withheld count={adviceWithheld} of="was advised" />
    </section>
  );
