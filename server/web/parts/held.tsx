import type { FC } from 'hono/jsx';
import type { Answer } from '../../../protocol/documents/response.ts';
import { countText } from '../../amount-text.ts';
import type { HeldView } from '../../flows/views/held-view.ts';
import { documentHref, meetingHref } from '../hrefs.ts';
import { answerText } from '../words.ts';
import { IdLink } from './id.tsx';
import { Badge } from './status.tsx';
import { Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** Meetings that dealt with a matter: who wrote it down, who confirmed it, who was there. Spec §14. */
export const Held: FC<{ meetings: readonly HeldView[] }> = ({ meetings }) =>
  meetings.length === 0 ? null : (
    <section aria-labelledby="meetings">
      <h2 id="meetings">In meetings</h2>
      <ul class="plain">
        {meetings.map((held) => (
          <li>
            <One held={held} />
          </li>
        ))}
      </ul>
    </section>
  );

const One: FC<{ held: HeldView }> = ({ held }) => (
  <>
    <p>
      {held.confirmedBy === null ? (
        <Badge tone="open">Not confirmed yet</Badge>
      ) : (
        <Badge tone="good">Attested</Badge>
      )}{' '}
      <a href={meetingHref(held.meeting)}>
        The meeting of <Time at={held.startsAt} />
      </a>
      {held.closes ? ' closed it' : ' spoke of it'}. <Quoted>{held.takenBy}</Quoted> took the minutes
      {held.confirmedBy === null ? (
        '; they count once somebody else who was there confirms them.'
      ) : (
        <>
          , and <Quoted>{held.confirmedBy}</Quoted>, who was there too, confirmed them.
        </>
      )}
    </p>
    <p>
      There: <Quoted>{held.present.join(', ')}</Quoted>
      {held.guests === 0 ? '' : `, and ${countText(held.guests, 'guest')}`}.{countedText(held)}
      {held.disownedBy.length === 0 ? null : (
        <>
          {' '}
          Says that it was otherwise: <Quoted>{held.disownedBy.join(', ')}</Quoted>.
        </>
      )}
    </p>
    <p class="meta">
      {held.until === null ? null : (
        <>
          Whoever was not there could object, and whoever was disown it, until <Time at={held.until} />.{' '}
        </>
      )}
      <IdLink id={held.minutes} href={documentHref(held.minutes)} />
    </p>
  </>
);

function countedText({ counted }: HeldView): string {
  const values = Object.keys(counted) as Answer[]; // its own keys
  const parts = values.map((value) => `${counted[value] ?? 0} × ${answerText(value)}`);
  return parts.length === 0 ? '' : ` Counted without names: ${parts.join(', ')}.`;
}
