import { type Millis, parseTime } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import { agreementHref } from '../../web/hrefs.ts';
import type { AgreementView } from '../views/agreements-view.ts';
import type { CalendarEvent } from './calendar-view.ts';

interface LastDay {
  readonly name: string;
  readonly at: string | null;
  readonly title: string;
  readonly text: string;
}

/** What ends in a negotiation, and when what was agreed is looked at again, as far as it is to come. Spec §19. */
export function agreementEvents(view: AgreementView, now: Millis): readonly CalendarEvent[] {
  const { negotiation, fields, parties } = view;
  if (fields === null) return [];
  const purpose = anyLanguage(fields.purpose, 'An offer without words');
  const others = parties.filter(({ us }) => !us).map(({ name }) => name);
  return daysOf(view, fields).flatMap(({ name, at, title, text }) => {
    const moment = at === null ? null : parseTime(at);
    if (moment === null || moment <= now) return [];
    return {
      name: `${name}.${negotiation}`,
      at: moment,
      title: `${title}: ${purpose}`,
      text: [`With ${others.join(', ')}. ${text}`],
      place: null,
      href: agreementHref(negotiation),
      isCalledOff: false,
      thread: negotiation,
    };
  });
}

type Fields = NonNullable<AgreementView['fields']>;

function daysOf({ status, parties, ending }: AgreementView, fields: Fields): readonly LastDay[] {
  const { acceptBy, sealBy, inDoubt, reviewAt } = fields;
  switch (status) {
    case 'open':
    case 'accepted-by-them':
    case 'accepted-by-us':
    case 'accepted-by-all': {
      const accepted = parties.every(({ us, accepted: yes }) => !us || yes);
      const accept = { name: 'accept', at: acceptBy, title: 'Last day to accept', text: 'We have not yet.' };
      const seal = { name: 'seal', at: sealBy, title: 'Last day to seal', text: 'Then it comes to nothing.' };
      return accepted ? [seal] : [accept];
    }
    case 'in-doubt':
      return [{ name: 'doubt', at: inDoubt.until, title: 'End of the time in doubt', text: DOUBT }];
    case 'formed':
    case 'active':
    case 'claimed': {
      const end = { name: 'end', at: ending?.at ?? null, title: 'Ends', text: 'Notice was given.' };
      const review = {
        name: 'review',
        at: reviewAt,
        title: 'Look again at',
        text: 'It goes on unless ended.',
      };
      return [end, review];
    }
    default:
      return [];
  }
}

const DOUBT = 'We have said yes, and the registrar’s word has not come.';
