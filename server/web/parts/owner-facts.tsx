import type { FC } from 'hono/jsx';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { PersonView } from '../../flows/views/people.ts';
import type { OwnerView } from '../../flows/views/register-view.ts';
import type { Fact } from './facts.tsx';
import { Quoted, Said } from './text.tsx';
import { Day } from './time.tsx';

/** People whom a list shows at once; the rest opens on demand. */
const PEOPLE_SHOWN = 12;

/** Who owns a domain, with everybody behind it. */
export function ownerFacts(owner: OwnerView, body: DomainBody): readonly (Fact | null)[] {
  switch (owner.kind) {
    case 'none':
      return [['Owner', 'Nobody yet. No decision can be made here until somebody owns it.']];
    case 'seats':
      return [
        ['Owners', <People owner={owner} />],
        body.owner.kind === 'seats'
          ? [
              'Seats',
              <>
                Named by another register. Each seat is empty until its person claims it, and ends on{' '}
                <Day at={body.owner.endsAt} /> if nobody does.
              </>,
            ]
          : null,
      ];
    case 'circle':
      return [
        [
          'Owner',
          <>
            The circle <Said texts={owner.name ?? {}} otherwise="without a name" />
          </>,
        ],
        ['Members', <People owner={owner} />],
      ];
    case 'role':
      return [
        [
          'Owner',
          <>
            The role <Said texts={owner.name ?? {}} otherwise="without a name" />
          </>,
        ],
        ['Held by', owner.people.length === 0 ? 'Nobody just now' : <People owner={owner} />],
      ];
  }
}

const People: FC<{ owner: OwnerView }> = ({ owner }) => {
  const { people } = owner;
  return (
    <>
      <PeopleList owner={owner} people={people.slice(0, PEOPLE_SHOWN)} />
      {people.length <= PEOPLE_SHOWN ? null : (
        <details>
          <summary>{people.length - PEOPLE_SHOWN} more</summary>
          <PeopleList owner={owner} people={people.slice(PEOPLE_SHOWN)} />
        </details>
      )}
    </>
  );
};

const PeopleList: FC<{ owner: OwnerView; people: readonly PersonView[] }> = ({ owner, people }) => (
  <ul class="plain">
    {people.map((person) => {
      const term = owner.terms.find(({ holder }) => holder === person.subject);
      return (
        <li>
          <Quoted>{person.name}</Quoted>
          {person.email === null ? null : (
            <span class="aside">
              {' '}
              <Quoted>{person.email}</Quoted>
            </span>
          )}
          {person.claimed ? null : <span class="aside"> (not claimed yet)</span>}
          {term === undefined ? null : (
            <span class="aside">
              {' '}
              until <Day at={term.until} />
            </span>
          )}
        </li>
      );
    })}
  </ul>
);
