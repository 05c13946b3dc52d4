import type { CalendarView } from '../../flows/calendar/calendar-view.ts';
import type { Page } from '../page.ts';
import { Badge } from '../parts/status.tsx';
import { Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';

/** What has a time, soonest first. Spec §19. */
export const calendarPage: Page<CalendarView> = {
  section: null,
  title: () => 'Calendar',
  Body: ({ view: { entries } }) => (
    <>
      <h1>Calendar</h1>
      <p class="lead">
        Meetings, the ends of what is being asked, and what falls due. A program that keeps calendars reads
        the same at <a href="/calendar.ics">/calendar.ics</a>; how it shows what is for members, the page{' '}
        <a href="/subscriptions">Follow this commons</a> says.
      </p>
      {entries.length === 0 ? (
        <p class="empty">Nothing is to come that you may see.</p>
      ) : (
        <ol class="decisions">
          {entries.map(({ at, until, title, href, place, isCalledOff }) => (
            <li>
              <a href={href}>
                <Quoted>{title}</Quoted>
              </a>
              <p class="meta">
                <Time at={at} />
                {until !== null && (
                  <>
                    {' '}
                    to <Time at={until} />
                  </>
                )}
                {place !== null && (
                  <>
                    , <Quoted>{place}</Quoted>
                  </>
                )}{' '}
                {isCalledOff && <Badge tone="bad">Called off</Badge>}
              </p>
            </li>
          ))}
        </ol>
      )}
    </>
  ),
};
