import type { FC } from 'hono/jsx';
import type { ObjectionFateName } from '../../../protocol/documents/outcome.ts';
import type { WhyView } from '../../flows/views/why-view.ts';
import { documentHref } from '../hrefs.ts';
import { IdLink } from './id.tsx';
import { Badge, type Tone } from './status.tsx';

/** How an objection ended, in words. */
export const FATES: Readonly<Record<ObjectionFateName, { readonly tone: Tone; readonly text: string }>> = {
  withdrawn: { tone: 'good', text: 'taken back by whoever raised it' },
  'resolved-by-amendment': { tone: 'good', text: 'resolved by a change of the proposal' },
  'resolved-by-review': { tone: 'good', text: 'taken back for an earlier review' },
  'not-qualified': { tone: 'open', text: 'heard as a concern: the others found no argument' },
  lapsed: { tone: 'open', text: 'lapsed: two offers were left unanswered' },
  standing: { tone: 'bad', text: 'still stands' },
};

/** Objections with how each ended: none is ever deleted. */
export const Objections: FC<{ objections: WhyView['objections'] }> = ({ objections }) =>
  objections.length === 0 ? null : (
    <section aria-labelledby="objections">
      <h2 id="objections">Objections, and what became of them</h2>
      <ul class="plain">
        {objections.map(({ objection, fate }) => (
          <li>
            <IdLink id={objection} href={documentHref(objection)} />{' '}
            <Badge tone={FATES[fate].tone}>{FATES[fate].text}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
