import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';
import type { RoleView, TermView } from '../../flows/views/roles-view.ts';
import type { TermState } from '../../flows/views/rotation-view.ts';
import { documentHref, hashOf } from '../hrefs.ts';
import { Command } from './command.tsx';
import { Badge } from './status.tsx';
import { Quoted } from './text.tsx';
import { Day } from './time.tsx';

const TURNS: Readonly<Record<TermState, readonly ['good' | 'bad' | 'open', string]>> = {
  'to-come': ['open', 'To come'],
  held: ['good', 'Holds it'],
  'handover-open': ['open', 'Waits for the handover'],
  caretaker: ['open', 'Looks after it'],
  over: ['bad', 'Has ended'],
};

/** Where a term stands. Spec §15. */
export const TurnBadge: FC<{ state: TermState }> = ({ state }) => (
  <Badge tone={TURNS[state][0]}>{TURNS[state][1]}</Badge>
);

/** How a role goes on: handovers, who decides for whom, who is looked for. Spec §15. */
export const Rotation: FC<{ role: RoleView }> = ({ role: { terms, delegations, calls } }) => {
  const handedOver = terms.filter(({ handover }) => handover !== null);
  const looking = terms.filter(({ state }) => state === 'caretaker');
  if (handedOver.length + looking.length + delegations.length + calls.length === 0) return null;
  return (
    <ul>
      {looking.map(({ holder }) => (
        <li>
          <Quoted>{holder.name}</Quoted> looks after it for up to 30 days: with a quarter of its limits, and
          without deciding who decides.
        </li>
      ))}
      {handedOver.map((term) => (
        <Handover term={term} />
      ))}
      {delegations.map(({ id, from, to, endsAt }) => (
        <li>
          <Quoted>{to}</Quoted> <a href={documentHref(id)}>decides for</a> <Quoted>{from}</Quoted> until{' '}
          <Day at={endsAt} />.
        </li>
      ))}
      {calls.map(({ id, closesAt, answers }) => (
        <li>
          <a href={documentHref(id)}>Somebody is looked for</a> until <Day at={closesAt} />; {answers}{' '}
          answered.
          <Command rest={`call answer ${hashOf(id)}`} />
        </li>
      ))}
    </ul>
  );
};

const Handover: FC<{ term: TermView }> = ({ term: { holder, handover } }) => {
  if (handover === null) return null;
  const { acceptedBy, waivedBy, missing, items, sessions, practice, canActAlone } = handover;
  const told = `${countText(items, 'thing')} passed on, ${countText(sessions, 'session')}, ${countText(practice, 'decision')} for practice`;
  return (
    <li>
      Handover to <Quoted>{holder.name}</Quoted>: {told}.{' '}
      {acceptedBy !== null ? (
        <>
          <a href={documentHref(acceptedBy)}>Confirmed</a>; can act alone: {canActAlone}.
        </>
      ) : waivedBy !== null ? (
        <>
          <a href={documentHref(waivedBy)}>Waived</a>, which counts as decay.
        </>
      ) : (
        <>
          {missing.length === 0 ? 'Waits for their word.' : `Missing: ${missing.join(', ')}.`}
          <Command rest={missing.length === 0 ? 'handover accept --alone yes' : 'handover pass --note "…"'} />
        </>
      )}
    </li>
  );
};
