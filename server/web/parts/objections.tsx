import type { FC } from 'hono/jsx';
import type { Finding } from '../../../protocol/documents/claims.ts';
import type { ObjectionFateName } from '../../../protocol/documents/outcome.ts';
import type { ClaimView } from '../../flows/views/claims-view.ts';
import type { WhyView } from '../../flows/views/why-view.ts';
import { documentHref } from '../hrefs.ts';
import { groundText } from '../proposal-words.ts';
import { IdLink } from './id.tsx';
import { Badge, type Tone } from './status.tsx';
import { Prose, Quoted } from './text.tsx';

/** How an objection ended, in words. */
export const FATES: Readonly<Record<ObjectionFateName, { readonly tone: Tone; readonly text: string }>> = {
  withdrawn: { tone: 'good', text: 'taken back by whoever raised it' },
  'resolved-by-amendment': { tone: 'good', text: 'resolved by a change of the proposal' },
  'resolved-by-review': { tone: 'good', text: 'taken back for an earlier review' },
  'not-qualified': {
    tone: 'open',
    text: 'heard as a concern: no argument was made, or nothing that it claims is so',
  },
  lapsed: { tone: 'open', text: 'lapsed: two offers were left unanswered' },
  replaced: { tone: 'open', text: 'replaced by another one of theirs' },
  standing: { tone: 'bad', text: 'still stands' },
};

const FINDINGS: Readonly<Record<Finding | 'none', string>> = {
  violated: 'so it is, by the rules',
  kept: 'not so, by the rules',
  undecided: 'the rules do not say; people do',
  none: 'not recomputed yet',
};

/** What an objection claims that can be recomputed, each with what came of it. Spec §6. */
export const Claims: FC<{ claims: readonly ClaimView[] }> = ({ claims }) =>
  claims.length === 0 ? null : (
    <ul>
      {claims.map(({ words, finds }) => (
        <li>
          {words}: {FINDINGS[finds ?? 'none']}.
        </li>
      ))}
    </ul>
  );

/** What its author said when they ended it, and by what it is measured where they were not convinced. */
export const Ended: FC<{ ended: WhyView['objections'][number]['ended'] }> = ({ ended }) =>
  ended === null ? null : (
    <>
      {ended.reason === null ? null : <Prose text={`Taken back, because: ${ended.reason}`} />}
      {ended.measure === null ? null : (
        <Prose
          text={`Taken back reluctantly: it is looked at again in half the time, by this: ${ended.measure}`}
        />
      )}
    </>
  );

/** Objections with how each ended: none is ever deleted. */
export const Objections: FC<{ objections: WhyView['objections'] }> = ({ objections }) =>
  objections.length === 0 ? null : (
    <section aria-labelledby="objections">
      <h2 id="objections">Objections, and what became of them</h2>
      <ul class="plain">
        {objections.map(({ objection, fate, claims, by, ground, argument, resolvedBy, ended }) => (
          <li>
            {ground === null ? null : (
              <p>
                <strong>{groundText(ground)}</strong>
              </p>
            )}
            {argument === null ? null : <Prose text={argument} />}
            {resolvedBy === null ? null : <Prose text={`What would resolve it: ${resolvedBy}`} />}
            {by === null ? null : (
              <>
                <Quoted>{by}</Quoted>{' '}
              </>
            )}
            <IdLink id={objection} href={documentHref(objection)} />{' '}
            <Badge tone={FATES[fate].tone}>{FATES[fate].text}</Badge>
            <Claims claims={claims} />
            <Ended ended={ended} />
          </li>
        ))}
      </ul>
    </section>
  );
