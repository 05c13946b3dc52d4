import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { documentHref } from '../hrefs.ts';
import { stanceText, throughText } from '../proposal-words.ts';
import { IdLink } from './id.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** What people advise on a proposal, and who was asked and said nothing. */
export const Advices: FC<{ view: ProposalView }> = ({ view: { advice, silent } }) =>
  advice.length + silent.length === 0 ? null : (
    <section aria-labelledby="advice">
      <h2 id="advice">Advice</h2>
      <ul class="plain">
        {advice.map(({ id, by, at, stance, text, asked, through }) => (
          <li>
            <p>
              <Quoted>{by}</Quoted>: <strong>{stanceText(stance)}</strong>
              {asked ? ' (was asked)' : ''}
            </p>
            {text === null ? null : <Prose text={text} />}
            <p class="meta">
              <Time at={at} />
              {throughText(through)} <IdLink id={id} href={documentHref(id)} />
            </p>
          </li>
        ))}
      </ul>
      {silent.length === 0 ? null : (
        <p>
          Asked, and said nothing: <Quoted>{silent.join(', ')}</Quoted>
        </p>
      )}
    </section>
  );
