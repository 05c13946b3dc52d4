import type { FC } from 'hono/jsx';
import { numberText } from '../../amount-text.ts';
import type { PersonView } from '../../flows/views/people.ts';
import type { OwnerView } from '../../flows/views/register-view.ts';
import { Quoted, Said } from './text.tsx';

/** People whom a line names before it says how many more there are. */
const NAMED_IN_LINE = 3;

/** Who owns a domain, in one line. */
export const OwnerLine: FC<{ owner: OwnerView }> = ({ owner }) => {
  const people = <PeopleLine people={owner.people} />;
  switch (owner.kind) {
    case 'none':
      return <span class="nobody">Nobody yet</span>;
    case 'seats':
      return people;
    case 'circle':
      return (
        <>
          <Said texts={owner.name ?? {}} otherwise="A circle" />
          {owner.people.length === 0 ? null : <span class="aside"> together: {people}</span>}
        </>
      );
    case 'role':
      return (
        <>
          <Said texts={owner.name ?? {}} otherwise="A role" />
          <span class="aside">: {owner.people.length === 0 ? 'nobody holds this role now' : people}</span>
        </>
      );
  }
};

const PeopleLine: FC<{ people: readonly PersonView[] }> = ({ people }) => {
  const more = people.length - NAMED_IN_LINE;
  return (
    <>
      {people.slice(0, NAMED_IN_LINE).map(({ name }, position) => (
        <>
          {position === 0 ? '' : ' · '}
          <Quoted>{name}</Quoted>
        </>
      ))}
      {more > 0 ? ` and ${numberText(more)} more` : ''}
    </>
  );
};
