import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { documentHref, hashOf } from '../hrefs.ts';
import { IdLink } from './id.tsx';
import { Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** Versions of a proposal, and which objections they offer to meet. */
export const Versions: FC<{ view: ProposalView }> = ({ view: { versions } }) => (
  <section aria-labelledby="versions">
    <h2 id="versions">Versions</h2>
    <ol class="events">
      {versions.map(({ id, at, changed, integrates }, index) => (
        <li>
          <p>
            {index === 0 ? 'Put forward' : changed ? 'Changed: everybody answers anew' : 'Explained further'}{' '}
            <IdLink id={id} href={documentHref(id)} />
          </p>
          {integrates.length === 0 ? null : (
            <p>
              To meet the objection of{' '}
              {integrates.map((objection, place) => (
                <>
                  {place === 0 ? '' : ', of '}
                  <a href={`#objection-${hashOf(objection.id)}`}>
                    <Quoted>{objection.by}</Quoted>
                  </a>
                </>
              ))}
            </p>
          )}
          <p class="meta">
            <Time at={at} />
          </p>
        </li>
      ))}
    </ol>
  </section>
);
