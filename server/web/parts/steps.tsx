import type { FC } from 'hono/jsx';
import type { DecisionStep } from '../../flows/views/decision-steps.ts';
import { documentHref } from '../hrefs.ts';
import { capital } from '../words.ts';
import { Quoted } from './text.tsx';
import { Time } from './time.tsx';

const DID: Readonly<Record<DecisionStep['what'], string>> = {
  proposal: 'proposed it',
  opening: 'opened the proposal for answers',
  decision: 'decided',
};

/** How a decision came about, where there was more than the decision itself. */
export const Steps: FC<{ steps: readonly DecisionStep[] }> = ({ steps }) =>
  steps.length < 2 ? null : (
    <section aria-labelledby="steps">
      <h2 id="steps">How it came about</h2>
      <ol class="events">
        {steps.map(({ what, id, at, by }, position) => (
          <li>
            <p>
              <Quoted>{capital(by)}</Quoted>{' '}
              <a href={documentHref(id)}>
                {what === 'proposal' && position > 0 ? 'changed the proposal' : DID[what]}
              </a>
            </p>
            <p class="meta">
              <Time at={at} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
