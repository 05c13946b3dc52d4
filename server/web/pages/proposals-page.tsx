import type { FC } from 'hono/jsx';
import type { ProposalSummary } from '../../flows/views/proposal-summary.ts';
import { domainHref, proposalHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Acts } from '../parts/act.tsx';
import { Command } from '../parts/command.tsx';
import { Badge } from '../parts/status.tsx';
import { Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { MATTER_STATES } from '../proposal-words.ts';
import { capital } from '../words.ts';

/** Matters that wait for an end, newest first. */
export const proposalsPage: Page<{ readonly proposals: readonly ProposalSummary[] }> = {
  section: 'proposals',
  title: () => 'Proposals',
  Body: ({ view: { proposals } }) => (
    <>
      <h1>Proposals</h1>
      <p class="lead">What has been put forward and is not decided yet.</p>
      <p>
        <a href="/meetings">Meetings: what is decided in a room</a>
      </p>
      <p>
        <a href="/matters">Matters that nobody has put forward yet</a>
      </p>
      {proposals.length === 0 ? (
        <div class="empty">
          <p>Nothing is open: every proposal is decided. A member puts forward another one:</p>
          <Command rest='propose --give "4000 of Fund" --to "the roofer" --reason "The roof leaks."' />
        </div>
      ) : (
        <ul class="cards">
          {proposals.map((proposal) => (
            <Card proposal={proposal} />
          ))}
        </ul>
      )}
      <Acts>
        <section aria-labelledby="acts">
          <h2 id="acts">Something new</h2>
          <ul>
            <li>
              A text to agree on: at <a href="/register">the domain</a> whose matter it is
            </li>
            <li>
              <a href="/act/proposal">Anything else: a transfer, a role, a rule</a>
            </li>
            <li>
              <a href="/act/matter">A matter that somebody should look at</a>
            </li>
          </ul>
        </section>
      </Acts>
    </>
  ),
};

const Card: FC<{ proposal: ProposalSummary }> = ({ proposal }) => {
  const { tone, short } = MATTER_STATES[proposal.state];
  return (
    <li class="card">
      <p class="card-title">
        <a href={proposalHref(proposal.subject)}>
          <Quoted>{capital(proposal.what.join('; '))}</Quoted>
        </a>
      </p>
      <p>
        <Badge tone={tone}>{short}</Badge>
        {proposal.closesAt === null ? null : (
          <>
            {' '}
            until <Time at={proposal.closesAt} />
          </>
        )}
      </p>
      <p class="meta">
        <Quoted>{proposal.by}</Quoted>, <Time at={proposal.at} />, under{' '}
        <a href={domainHref(proposal.domain.subject)}>
          <Quoted>{proposal.domain.title}</Quoted>
        </a>
      </p>
    </li>
  );
};
