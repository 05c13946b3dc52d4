import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { proposalCommands } from '../commands/proposal-commands.ts';
import { whyHref } from '../hrefs.ts';
import { STANDINGS } from '../life-words.ts';
import type { Page } from '../page.ts';
import { Advices } from '../parts/advices.tsx';
import { Challenges, ProposalObjections } from '../parts/against.tsx';
import { Answers } from '../parts/answers.tsx';
import { PossibleCommands } from '../parts/command.tsx';
import { Held } from '../parts/held.tsx';
import { HowFacts } from '../parts/how-facts.tsx';
import { Aside, HandedLinks } from '../parts/links.tsx';
import { ProposalActs } from '../parts/proposal-acts.tsx';
import { Selection, Support } from '../parts/selection.tsx';
import { Badge, Note } from '../parts/status.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { Versions } from '../parts/versions.tsx';
import { Withheld } from '../parts/withheld.tsx';
import { MATTER_STATES, unmetTexts } from '../proposal-words.ts';
import { capital } from '../words.ts';

/** One matter: what it would do and why, who says what, what stands in the way. */
export const proposalPage: Page<ProposalView> = {
  section: 'proposals',
  title: ({ what }) => `Proposal: ${what.join('; ')}`,
  Body: ({ view }) => (
    <>
      <p class="kicker">
        Proposed by <Quoted>{view.by}</Quoted>, <Time at={view.at} />
      </p>
      <h1 class="sentence">
        <Quoted>{capital(view.what.join('; '))}</Quoted>
      </h1>
      {view.texts.map((text) => (
        <Prose text={text} />
      ))}
      <State view={view} />
      <Support view={view} />
      <Selection view={view} />
      <ProposalActs view={view} />
      <PossibleCommands acts={proposalCommands(view)} />
      <section aria-labelledby="why">
        <h2 id="why">Why</h2>
        {view.driver === null ? (
          <p class="empty">The words are not shown here.</p>
        ) : (
          <Prose text={view.driver} />
        )}
        {view.explanation.map((text) => (
          <Prose text={text} />
        ))}
        <Alternatives view={view} />
      </section>
      <section aria-labelledby="how">
        <h2 id="how">How it is decided</h2>
        <HowFacts view={view} />
      </section>
      {view.counts === null ? null : <Answers view={view} />}
      <Held meetings={view.meetings} />
      <Advices view={view} />
      <Aside view={view} />
      <HandedLinks view={view} />
      <Challenges view={view} />
      <ProposalObjections view={view} />
      <Withheld count={view.withheld} of="was said in it" />
      <Versions view={view} />
    </>
  ),
};

const State: FC<{ view: ProposalView }> = ({ view }) => {
  const { tone, short, long } = MATTER_STATES[view.state];
  const waits = unmetTexts({ ...view, unmet: view.unmet.filter((unmet) => unmet !== 'time') });
  return (
    <Note tone={tone}>
      <p>
        <Badge tone={tone}>{short}</Badge> {long}
        {view.decision === null ? null : (
          <>
            {' '}
            {view.standing === null
              ? null
              : `${STANDINGS[view.standing].short}: ${STANDINGS[view.standing].long} `}
            <a href={whyHref(view.decision)}>Who decided it, by what right, and why</a>
          </>
        )}
      </p>
      {view.decision !== null || waits.length === 0 ? null : (
        <p>What is still missing for a yes: {waits.join(' ')}</p>
      )}
      {view.hindrance === null ? null : (
        <p>
          It cannot go on as things stand: {view.hindrance.sentence}
          {view.hindrance.until === null ? null : (
            <>
              {' '}
              It is tried again until <Time at={view.hindrance.until} />.
            </>
          )}
        </p>
      )}
    </Note>
  );
};

const Alternatives: FC<{ view: ProposalView }> = ({ view: { alternatives } }) =>
  alternatives.length === 0 ? null : (
    <>
      <h3>Other ways that were looked at</h3>
      <ul>
        {alternatives.map((text) => (
          <li>
            <Prose text={text} />
          </li>
        ))}
      </ul>
    </>
  );
