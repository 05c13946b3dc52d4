import { type Millis, parseTime } from '../../../protocol/time.ts';
import { proposalHref } from '../../web/hrefs.ts';
import type { MatterState, ProposalSummary } from '../views/proposal-summary.ts';
import type { CalendarEvent } from './calendar-view.ts';

/** What ends in a matter that is open, as far as it is to come. Spec §19. */
export function phaseEvents(matter: ProposalSummary, now: Millis): readonly CalendarEvent[] {
  const { subject, what, by, domain, closesAt, secondFrom, deadline, step, decidableFrom, ruleBy } = matter;
  const words = what.join('; ');
  const isStep = step !== null && closesAt !== null && closesAt !== deadline;
  const ends = [
    { name: isStep ? `step-${step}` : 'answers', at: closesAt, title: closingTitle(matter) },
    { name: 'second', at: secondFrom, title: 'Asked for the second time' },
    ...(deadline === closesAt ? [] : [{ name: 'deadline', at: deadline, title: 'Last day' }]),
    { name: 'announced', at: decidableFrom, title: 'May be decided from now on' },
    { name: 'ruling', at: ruleBy, title: 'Last day to rule on a challenge' },
  ];
  return ends.flatMap(({ name, at, title }) => {
    const moment = at === null ? null : parseTime(at);
    if (moment === null || moment <= now) return [];
    return {
      name: `${name}.${subject}`,
      at: moment,
      title: `${title}: ${words}`,
      text: [`Put forward by ${by} in “${domain.title}”.`],
      place: null,
      href: proposalHref(subject),
      isCalledOff: false,
      thread: subject,
    };
  });
}

/** Not everything that ends is a time for answers. */
const CLOSINGS: Partial<Readonly<Record<MatterState, string>>> = {
  asking: 'Advice until',
  talk: 'Talked over until',
  mediate: 'Mediated until',
  stalled: 'Ends by itself',
};

function closingTitle({ state, naming }: ProposalSummary): string {
  return naming ? 'People are named until' : (CLOSINGS[state] ?? 'Answers until');
}
