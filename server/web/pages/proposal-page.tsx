import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { documentHref, domainHref, hashOf, meetingHref, whyHref } from '../hrefs.ts';
import { STANDINGS } from '../life-words.ts';
import type { Page } from '../page.ts';
import { Answers } from '../parts/answers.tsx';
import { Command } from '../parts/command.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Held } from '../parts/held.tsx';
import { IdLink, WholeId } from '../parts/id.tsx';
import { FATES } from '../parts/objections.tsx';
import { Selection, Support } from '../parts/selection.tsx';
import { Badge, Note } from '../parts/status.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { groundText, MATTER_STATES, stanceText, unmetText } from '../proposal-words.ts';
import { capital, rungMeaning, rungText } from '../words.ts';

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
      {view.selection === null && (view.support === null || view.state !== 'waiting') ? (
        <Say view={view} />
      ) : null}
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
      <Objections view={view} />
      <Versions view={view} />
    </>
  ),
};

const State: FC<{ view: ProposalView }> = ({ view }) => {
  const { tone, short, long } = MATTER_STATES[view.state];
  const waits = view.unmet.filter((unmet) => unmet !== 'time');
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
        <p>What is still missing for a yes: {waits.map((unmet) => unmetText(unmet)).join(' ')}</p>
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

/** What a member types to take part. */
const Say: FC<{ view: ProposalView }> = ({ view: { id, state, asked } }) => {
  const short = hashOf(id);
  const answers = answerCommands(asked, short);
  const commands: Partial<Record<ProposalView['state'], readonly string[]>> = {
    open: [...answers, `advise ${short} for --words "…"`],
    integrating: asked?.secret === true ? [`tally ${short} --for … --against …`] : answers,
    asking: [`advise ${short} for --words "…"`],
    ready: [`decide --proposal ${short} --reason "…"`],
    waiting: [`decide --proposal ${short} --reason "…"`],
  };
  const shown = commands[state];
  return shown === undefined ? null : (
    <details>
      <summary>Take part</summary>
      <p>Members type one of these:</p>
      {shown.map((rest) => (
        <Command rest={rest} />
      ))}
    </details>
  );
};

function answerCommands(asked: ProposalView['asked'], short: string): readonly string[] {
  if (asked?.secret === true) return [];
  if (asked?.rung === 'consensus') return [`respond ${short} agree`];
  if (asked?.rung !== 'vote') return [`respond ${short} consent`, `object ${short} --help`];
  return asked.proxies === 0
    ? [`respond ${short} yes`]
    : [`respond ${short} yes`, `proxy --help`, `respond ${short} yes --for …`];
}

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

const HowFacts: FC<{ view: ProposalView }> = ({ view }) => (
  <Facts
    facts={[
      [
        'Domain',
        <a href={domainHref(view.domain.subject)}>
          <Quoted>{view.domain.title}</Quoted>
        </a>,
      ],
      [
        'Way of deciding',
        <>
          {rungText(view.domain.rung)}. <span class="aside">{rungMeaning(view.domain.rung)}</span>
        </>,
      ],
      ...voteFacts(view),
      view.opensIn === null
        ? null
        : [
            view.state === 'waiting' ? 'Waits for the meeting of' : 'Opened in the meeting of',
            <a href={meetingHref(view.opensIn.meeting)}>
              <Time at={view.opensIn.startsAt} />
            </a>,
          ],
      ...announcedFacts(view),
      view.recused.length === 0 ? null : ['Stand aside', <Quoted>{view.recused.join(', ')}</Quoted>],
      view.referrals === 0
        ? null
        : ['Handed on', `${view.referrals} of 2 times, then it goes its escalation path`],
      view.step === null ? null : ['Step of the escalation path', String(view.step)],
      view.closesAt === null ? null : [untilWords(view.state), <Time at={view.closesAt} />],
      view.deadline === null || view.deadline === view.closesAt
        ? null
        : ['At an end by', <Time at={view.deadline} />],
    ]}
  />
);

/** What was declared of a vote beforehand. */
function voteFacts({ asked, tallies }: ProposalView): readonly (Fact | null)[] {
  if (asked?.rung !== 'vote') return [];
  const { secret, answersFrom, proxies } = asked;
  return [
    answersFrom === null ? null : ['Announced; answers from', <Time at={answersFrom} />],
    secret ? ['Secret', 'People answer by ballot; it is decided once two tellers say the same.'] : null,
    proxies === 0 ? null : ['Proxies', `One person may answer for ${proxies} others at the most.`],
    ...tallies.map(
      ({ by, at, counts: { yes, no, abstain } }): Fact => [
        'Counted',
        <>
          <Quoted>{by}</Quoted>: {yes} yes, {no} no, {abstain} abstained, <Time at={at} />
        </>,
      ],
    ),
  ];
}

/** What will be decided alone is announced first. */
function announcedFacts({ announced, id }: ProposalView): readonly (Fact | null)[] {
  if (announced === null) return [];
  const { until, challenges } = announced;
  return [
    ['Announced; decided no sooner than', <Time at={until} />],
    challenges.length === 0
      ? ['Who is against it', <Command rest={`challenge ${hashOf(id)} --help`} />]
      : [
          'Suspended by',
          challenges.map((challenge) => <IdLink id={challenge} href={documentHref(challenge)} />),
        ],
  ];
}

function untilWords(state: ProposalView['state']): string {
  return state === 'talk' || state === 'mediate' ? 'Goes on at' : 'Answers until';
}

const Advices: FC<{ view: ProposalView }> = ({ view: { advice } }) =>
  advice.length === 0 ? null : (
    <section aria-labelledby="advice">
      <h2 id="advice">Advice</h2>
      <ul class="plain">
        {advice.map(({ id, by, at, stance, text, asked }) => (
          <li>
            <p>
              <Quoted>{by}</Quoted>: <strong>{stanceText(stance)}</strong>
              {asked ? ' (was asked)' : ''}
            </p>
            {text === null ? null : <Prose text={text} />}
            <p class="meta">
              <Time at={at} /> <IdLink id={id} href={documentHref(id)} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );

const Objections: FC<{ view: ProposalView }> = ({ view: { objections } }) =>
  objections.length === 0 ? null : (
    <section aria-labelledby="objections">
      <h2 id="objections">Objections</h2>
      <ul class="plain">
        {objections.map(({ id, by, at, ground, argument, resolvedBy, fate, recorded }) => (
          <li>
            <p>
              <Badge tone={FATES[fate].tone}>{capital(FATES[fate].text)}</Badge>{' '}
              <strong>{groundText(ground)}</strong>
            </p>
            {argument === null ? null : <Prose text={argument} />}
            {resolvedBy === null ? null : <Prose text={`What would resolve it: ${resolvedBy}`} />}
            <p class="meta">
              <Quoted>{by}</Quoted>, <Time at={at} />{' '}
              {recorded ? (
                <>
                  as minutes have it, <WholeId id={id} />
                </>
              ) : (
                <IdLink id={id} href={documentHref(id)} />
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );

const Versions: FC<{ view: ProposalView }> = ({ view: { versions } }) => (
  <section aria-labelledby="versions">
    <h2 id="versions">Versions</h2>
    <ol class="events">
      {versions.map(({ id, at, changed }, index) => (
        <li>
          <p>
            {index === 0 ? 'Put forward' : changed ? 'Changed: everybody answers anew' : 'Explained further'}{' '}
            <IdLink id={id} href={documentHref(id)} />
          </p>
          <p class="meta">
            <Time at={at} />
          </p>
        </li>
      ))}
    </ol>
  </section>
);
