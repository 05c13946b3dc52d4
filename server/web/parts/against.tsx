import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { documentHref, hashOf } from '../hrefs.ts';
import { groundText, throughText } from '../proposal-words.ts';
import { capital } from '../words.ts';
import { IdLink, WholeId } from './id.tsx';
import { Claims, Ended, FATES } from './objections.tsx';
import { ObjectionActs } from './proposal-acts.tsx';
import { Badge } from './status.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** Who challenges what is announced. */
export const Challenges: FC<{ view: ProposalView }> = ({ view: { challenges } }) =>
  challenges.length === 0 ? null : (
    <section aria-labelledby="challenges">
      <h2 id="challenges">Challenges</h2>
      <ul class="plain">
        {challenges.map(({ id, by, at, ground, argument, resolvedBy }) => (
          <li>
            <p>
              <strong>{groundText(ground)}</strong>
            </p>
            {argument === null ? (
              <p class="empty">The words are not shown here.</p>
            ) : (
              <Prose text={argument} />
            )}
            {resolvedBy === null ? null : <Prose text={`What would settle it: ${resolvedBy}`} />}
            <p class="meta">
              <Quoted>{by}</Quoted>, <Time at={at} /> <IdLink id={id} href={documentHref(id)} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );

/** Objections to a proposal, with what was offered to meet them and what members do about each. */
export const ProposalObjections: FC<{ view: ProposalView }> = ({ view: { objections } }) =>
  objections.length === 0 ? null : (
    <section aria-labelledby="objections">
      <h2 id="objections">Objections</h2>
      <ul class="plain">
        {objections.map(
          ({
            id,
            by,
            author,
            at,
            ground,
            argument,
            resolvedBy,
            fate,
            offers,
            lapsesAt,
            ended,
            recorded,
            claims,
            through,
          }) => (
            <li id={`objection-${hashOf(id)}`}>
              <p>
                <Badge tone={FATES[fate].tone}>{capital(FATES[fate].text)}</Badge>{' '}
                <strong>{groundText(ground)}</strong>
              </p>
              {argument === null ? null : <Prose text={argument} />}
              <Claims claims={claims} />
              {resolvedBy === null ? null : <Prose text={`What would resolve it: ${resolvedBy}`} />}
              <Offers offers={offers} lapsesAt={lapsesAt} />
              <Ended ended={ended} />
              {fate === 'standing' ? <ObjectionActs id={id} author={author} /> : null}
              <p class="meta">
                <Quoted>{by}</Quoted>, <Time at={at} />
                {throughText(through)}{' '}
                {recorded ? <WholeId id={id} /> : <IdLink id={id} href={documentHref(id)} />}
              </p>
            </li>
          ),
        )}
      </ul>
    </section>
  );

/** Versions that offer to meet an objection; after two of them silence ends it. Spec §6. */
const Offers: FC<Pick<ProposalView['objections'][number], 'offers' | 'lapsesAt'>> = ({ offers, lapsesAt }) =>
  offers.length === 0 ? null : (
    <p>
      Offered to meet it:{' '}
      {offers.map(({ version, at }, index) => (
        <>
          {index === 0 ? '' : ', '}
          <IdLink id={version} href={documentHref(version)} /> (<Time at={at} />)
        </>
      ))}
      .
      {lapsesAt === null ? null : (
        <>
          {' '}
          It lapses at <Time at={lapsesAt} /> unless whoever raised it says something.
        </>
      )}
    </p>
  );
