import type { FC } from 'hono/jsx';
import type { EmergencyView } from '../../flows/views/emergencies-view.ts';
import { documentHref, domainHref, hashOf, whyHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { IdLink } from '../parts/id.tsx';
import { Badge, type Tone } from '../parts/status.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';

/** Everything that somebody did outside their right to avert harm, for ever. Spec §17. */
export const emergenciesPage: Page<{ readonly emergencies: readonly EmergencyView[] }> = {
  section: 'register',
  title: () => 'Acts in an emergency',
  Body: ({ view: { emergencies } }) => (
    <>
      <h1>Acts in an emergency</h1>
      <p>
        To avert harm a member may act outside their right, without spending anything. They report it within a
        day, and whoever’s matter it was ratifies or reverses it within seven. All of them stay listed here.
      </p>
      {emergencies.length === 0 ? (
        <p class="empty">There has been none.</p>
      ) : (
        <ul class="plain">
          {emergencies.map((emergency) => (
            <li>
              <Emergency emergency={emergency} />
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>Report one</summary>
        <p>Members type:</p>
        <Command rest={'emergency report --harm "…" --did "…" --at 2h --domain "…"'} />
      </details>
    </>
  ),
};

/** One of them, at its own address. */
export const emergencyPage: Page<EmergencyView> = {
  section: 'register',
  title: () => 'An act in an emergency',
  Body: ({ view }) => (
    <>
      <h1>An act in an emergency</h1>
      <Emergency emergency={view} />
    </>
  ),
};

const STANDINGS: Readonly<Record<EmergencyView['standing'], { readonly tone: Tone; readonly text: string }>> =
  {
    reported: { tone: 'open', text: 'Waits to be ratified' },
    ratified: { tone: 'good', text: 'Ratified' },
    reversed: { tone: 'bad', text: 'Reversed' },
    lapsed: { tone: 'bad', text: 'Not ratified in time: as if reversed' },
  };

const Emergency: FC<{ emergency: EmergencyView }> = ({ emergency }) => {
  const { id, by, at, actedAt, harm, did, changes, domain, standing, until, ruledBy } = emergency;
  const { tone, text } = STANDINGS[standing];
  const short = hashOf(id);
  return (
    <>
      <p>
        <Badge tone={tone}>{text}</Badge> under{' '}
        <a href={domainHref(domain.subject)}>
          <Quoted>{domain.title}</Quoted>
        </a>
      </p>
      {did === null ? <p class="empty">The words are not shown here.</p> : <Prose text={did} />}
      {changes.map((change) => (
        <p>
          <Quoted>{change}</Quoted>
        </p>
      ))}
      {harm === null ? null : <Prose text={`To avert: ${harm}`} />}
      <p class="meta">
        <Quoted>{by}</Quoted>,{' '}
        {actedAt === null ? null : (
          <>
            done <Time at={actedAt} />,{' '}
          </>
        )}
        reported <Time at={at} /> <IdLink id={id} href={documentHref(id)} />
        {ruledBy === null ? null : (
          <>
            {' '}
            <a href={whyHref(ruledBy)}>Who ruled on it, and why</a>
          </>
        )}
      </p>
      {standing !== 'reported' ? null : (
        <details>
          <summary>Rule on it</summary>
          <p>
            Whoever decides in this domain types one of these until <Time at={until} />:
          </p>
          <Command rest={`rule ${short} ratified --words "…"`} />
          <Command rest={`rule ${short} reversed --words "…"`} />
        </details>
      )}
    </>
  );
};
