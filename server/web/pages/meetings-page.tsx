import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';
import type { MatterName, MeetingView, MinutesView } from '../../flows/views/meetings-view.ts';
import { meetingCommands } from '../commands/thing-commands.ts';
import { documentHref, proposalHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command, PossibleCommands } from '../parts/command.tsx';
import { Facts } from '../parts/facts.tsx';
import { IdLink } from '../parts/id.tsx';
import { Badge, Note } from '../parts/status.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';

/** Meetings to come, and what was written down of those that were. Spec §14. */
export const meetingsPage: Page<{ readonly meetings: readonly MeetingView[] }> = {
  section: 'proposals',
  title: () => 'Meetings',
  Body: ({ view: { meetings } }) => (
    <>
      <h1>Meetings</h1>
      <p class="lead">
        What was announced in time can be decided in a room. One person writes down who was there and who said
        what, somebody else who was there confirms it, and for 48 hours everybody can say that it was
        otherwise.
      </p>
      <Section id="coming" title="To come" meetings={meetings.filter(({ isOver }) => !isOver)} />
      <Section id="over" title="Were held" meetings={meetings.filter(({ isOver }) => isOver)} />
      <details>
        <summary>Call one</summary>
        <p>Members type this:</p>
        <Command rest='meeting call --at 4d --about "…"' />
      </details>
    </>
  ),
};

const Section: FC<{ id: string; title: string; meetings: readonly MeetingView[] }> = ({
  id,
  title,
  meetings,
}) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {meetings.length === 0 ? (
      <p class="empty">None.</p>
    ) : (
      meetings.map((meeting) => <One meeting={meeting} />)
    )}
  </section>
);

const One: FC<{ meeting: MeetingView }> = ({ meeting }) => (
  <article id={meeting.subject}>
    <h3>
      <Time at={meeting.startsAt} />, <Quoted>{meeting.circle}</Quoted>
    </h3>
    <Facts
      facts={[
        meeting.place === null ? null : ['Where', <Quoted>{meeting.place}</Quoted>],
        ['Leads', <Quoted>{meeting.facilitator}</Quoted>],
        ['Takes the minutes', <Quoted>{meeting.minuteTaker}</Quoted>],
        [meeting.changed ? 'Changed; time and place stand since' : 'Called', <Time at={meeting.calledAt} />],
        ['Notice', <IdLink id={meeting.id} href={documentHref(meeting.id)} />],
      ]}
    />
    {meeting.calledOff === null ? null : (
      <Note tone="bad">
        <p>
          <Badge tone="bad">Called off</Badge> It does not take place. <Quoted>{meeting.calledOff}</Quoted>
        </p>
      </Note>
    )}
    <h4>Agenda</h4>
    <ol>
      {meeting.agenda.map(({ about, matter }) => (
        <li>
          {about === null ? null : <Prose text={about} />}
          {matter === null ? null : <Matter matter={matter} />}
          {about === null && matter === null ? <p class="empty">The words are not shown here.</p> : null}
        </li>
      ))}
    </ol>
    {meeting.minutes.map((minutes) => (
      <Minutes minutes={minutes} />
    ))}
    {meeting.isOver && meeting.calledOff === null && meeting.minutes.length === 0 ? (
      <p class="empty">Nobody has written minutes: nothing that was said there counts.</p>
    ) : null}
    <PossibleCommands acts={meetingCommands(meeting)} />
  </article>
);

const Matter: FC<{ matter: MatterName }> = ({ matter: { proposal, what } }) => (
  <a href={proposalHref(proposal)}>{what.length === 0 ? 'A proposal' : <Quoted>{what.join('; ')}</Quoted>}</a>
);

const Minutes: FC<{ minutes: MinutesView }> = ({ minutes }) => (
  <>
    <h4>
      Minutes{' '}
      {minutes.confirmed ? (
        <Badge tone="good">Confirmed</Badge>
      ) : (
        <>
          <Badge tone="open">
            {minutes.confirmBy === null ? 'Not confirmed in time' : 'Not confirmed yet'}
          </Badge>
          {minutes.confirmBy === null ? null : (
            <span class="meta">
              {' '}
              until <Time at={minutes.confirmBy} />
            </span>
          )}
        </>
      )}
    </h4>
    <p>
      There: <Quoted>{minutes.present.join(', ')}</Quoted>
      {minutes.guests === 0 ? '' : `, and ${countText(minutes.guests, 'guest')}`}.
      {minutes.confirmed && minutes.confirmedBy === null
        ? ' By whom they were confirmed is not shown here.'
        : null}
      {minutes.confirmedBy === null ? null : (
        <>
          {' '}
          Confirmed by <Quoted>{minutes.confirmedBy}</Quoted>.
        </>
      )}
    </p>
    {minutes.standsIn === null ? null : (
      <p>
        <Quoted>{minutes.takenBy}</Quoted> stood in for whoever was to take them:{' '}
        <Quoted>{minutes.standsIn}</Quoted>
      </p>
    )}
    {minutes.text === null ? null : <Prose text={minutes.text} />}
    <ul>
      {minutes.matters.map((matter) => (
        <li>
          <Matter matter={matter} /> {matter.closes ? '(closed there)' : null}
        </li>
      ))}
    </ul>
    <p class="meta">
      <Time at={minutes.at} /> <IdLink id={minutes.id} href={documentHref(minutes.id)} />
    </p>
  </>
);
