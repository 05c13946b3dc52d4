import type { FC } from 'hono/jsx';
import { anyLanguage } from '../../any-language.ts';
import type { MatterView } from '../../flows/views/matters-view.ts';
import { documentHref, hashOf, proposalHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { IdLink } from '../parts/id.tsx';
import { Badge, type Tone } from '../parts/status.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { Withheld } from '../parts/withheld.tsx';

/** Issues that are no proposals yet, so that it shows where each of them went. Spec §6. */
export const mattersPage: Page<{ readonly matters: readonly MatterView[] }> = {
  section: 'proposals',
  title: () => 'Matters',
  Body: ({ view: { matters } }) => (
    <>
      <h1>Matters</h1>
      <p class="lead">
        What somebody raised and nobody has put forward for decision yet. Handed on twice it goes up by
        itself.
      </p>
      {matters.length === 0 ? (
        <p class="empty">Nothing waits.</p>
      ) : (
        <ul class="plain">
          {matters.map((matter) => (
            <Matter matter={matter} />
          ))}
        </ul>
      )}
      <details>
        <summary>Raise one</summary>
        <p>Members type:</p>
        <Command rest={'matter raise "The gate does not close." --to SUBJECT'} />
      </details>
      <p>
        <a href="/proposals">What has been put forward</a>
      </p>
    </>
  ),
};

const STATES: Readonly<Record<MatterView['state'], { readonly tone: Tone; readonly text: string }>> = {
  open: { tone: 'open', text: 'Waits' },
  'handed-up': { tone: 'partly', text: 'Handed on twice' },
  'taken-up': { tone: 'good', text: 'Put forward' },
  closed: { tone: 'partly', text: 'Closed' },
};

const Matter: FC<{ matter: MatterView }> = ({ matter }) => {
  const { tone, text } = STATES[matter.state];
  return (
    <li>
      <p>
        <Badge tone={tone}>{text}</Badge> with <Quoted>{anyLanguage(matter.with.name)}</Quoted>
      </p>
      {matter.what === null ? (
        <p class="empty">The words are not shown here.</p>
      ) : (
        <Prose text={matter.what} />
      )}
      {matter.referrals.map(({ by, to, at, reason }) => (
        <p class="meta">
          <Quoted>{by}</Quoted> handed it on to <Quoted>{anyLanguage(to.name)}</Quoted>, <Time at={at} />
          {reason === null ? '' : `: ${reason}`}
        </p>
      ))}
      {matter.proposals.map((proposal) => (
        <p>
          <a href={proposalHref(proposal)}>The proposal that came of it</a>
        </p>
      ))}
      <Withheld count={matter.withheld} of="was done about it" />
      {matter.closed === null ? null : (
        <p>
          <Quoted>{matter.closed.by}</Quoted> closed it
          {matter.closed.reason === null ? '.' : `: ${matter.closed.reason}`}
        </p>
      )}
      <p class="meta">
        <Quoted>{matter.by}</Quoted>, <Time at={matter.at} />{' '}
        <IdLink id={matter.id} href={documentHref(matter.id)} />
      </p>
      {matter.state === 'open' || matter.state === 'handed-up' ? <Say id={hashOf(matter.id)} /> : null}
    </li>
  );
};

const Say: FC<{ id: string }> = ({ id }) => (
  <details>
    <summary>Take part</summary>
    <p>Whoever’s matter it is types one of these:</p>
    <Command rest={`propose --matter ${id} --help`} />
    <Command rest={`matter refer ${id} --to SUBJECT --reason "…"`} />
    <Command rest={`matter close ${id} --reason "…"`} />
  </details>
);
