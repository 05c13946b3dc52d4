import type { FC } from 'hono/jsx';
import type { DecisionStep } from '../../flows/views/decision-steps.ts';
import type { WhyView } from '../../flows/views/why-view.ts';
import { documentHref, proposalHref } from '../hrefs.ts';
import { capital } from '../words.ts';
import { Quoted } from './text.tsx';
import { Time } from './time.tsx';

const DID: Readonly<Record<DecisionStep['what'], string>> = {
  proposal: 'proposed it',
  opening: 'opened the proposal for answers',
  decision: 'decided',
};

/** How a decision came about, where it decides a proposal. */
export const Steps: FC<{ view: Pick<WhyView, 'steps' | 'proposal'> }> = ({ view: { steps, proposal } }) =>
  proposal === null ? null : (
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
      <p>
        <a href={proposalHref(proposal)}>The proposal, with everything that was said about it</a>
      </p>
    </section>
  );
