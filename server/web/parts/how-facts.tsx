import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { documentHref, domainHref, hashOf, meetingHref } from '../hrefs.ts';
import { phaseText, WAITS } from '../proposal-words.ts';
import { rungMeaning, rungText } from '../words.ts';
import { Command } from './command.tsx';
import { type Fact, Facts } from './facts.tsx';
import { IdLink } from './id.tsx';
import { Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** How a proposal is decided: where, in which way, by when, and what was announced. */
export const HowFacts: FC<{ view: ProposalView }> = ({ view }) => (
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
          {rungText(view.way.rung)}. <span class="aside">{rungMeaning(view.way.rung)}</span>
        </>,
      ],
      ...voteFacts(view),
      view.opensIn === null
        ? null
        : [
            WAITS.has(view.state) ? 'Waits for the meeting of' : 'Opened in the meeting of',
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
      view.phase === null ? null : ['Phase', phaseText(view.phase)],
      view.secondFrom === null ? null : ['Asked for the second time from', <Time at={view.secondFrom} />],
      view.closesAt === null || IS_OVER.has(view.state)
        ? null
        : [untilWords(view.state), <Time at={view.closesAt} />],
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
    proxies === 0
      ? null
      : ['Proxies', `One person may answer for ${countText(proxies, 'other')} at the most.`],
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
  const { until, challenges, takesChallenges } = announced;
  return [
    ['Announced; decided no sooner than', <Time at={until} />],
    challenges.length === 0
      ? null
      : [
          'Suspended by',
          challenges.map((challenge) => <IdLink id={challenge} href={documentHref(challenge)} />),
        ],
    takesChallenges ? ['Who is against it', <Command rest={`challenge ${hashOf(id)} --help`} />] : null,
  ];
}

/** The time for answers is behind these. */
const IS_OVER: ReadonlySet<ProposalView['state']> = new Set(['integrating', 'ready']);

function untilWords(state: ProposalView['state']): string {
  return state === 'talk' || state === 'mediate' ? 'Goes on at' : 'Answers until';
}
