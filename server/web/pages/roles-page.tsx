import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';
import type { RolesView, RoleView, TermView } from '../../flows/views/roles-view.ts';
import { roleCommands } from '../commands/thing-commands.ts';
import { documentHref, domainHref, hashOf } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command, PossibleCommands } from '../parts/command.tsx';
import { IdLink } from '../parts/id.tsx';
import { Rotation, TurnBadge } from '../parts/rotation.tsx';
import { Badge } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { Prose, Quoted, Said } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';

/** Who holds which role until when, and how somebody comes to it. Spec §15. */
export const rolesPage: Page<RolesView> = {
  section: 'register',
  title: () => 'Roles',
  Body: ({ view: { roles } }) => (
    <>
      <h1>Roles</h1>
      <p class="lead">
        A role is held for a time and goes on to somebody else. Whoever it serves says who holds it, and can
        end it early.
      </p>
      {roles.length === 0 ? <p class="empty">No role is in force yet.</p> : null}
      {roles.map((role) => (
        <RoleSection role={role} />
      ))}
    </>
  ),
};

const METHODS: Readonly<Record<RoleView['selection'], string>> = {
  consent: 'People are nominated, and consent is asked for whoever is named most.',
  approval: 'People are nominated, and everybody approves of as many as they like, or of none of these.',
  appoint: 'Whoever owns the domain decides who holds it.',
};

const RoleSection: FC<{ role: RoleView }> = ({ role }) => (
  <section aria-labelledby={`role-${role.subject}`}>
    <h2 id={`role-${role.subject}`}>
      <a href={documentHref(role.id)}>
        <Said texts={role.name} />
      </a>
    </h2>
    <p>
      {METHODS[role.selection]} It serves{' '}
      {role.serves.length === 1 ? 'one person' : `${role.serves.length} people`}.
    </p>
    {role.speaksWith === null ? null : (
      <p>
        It speaks with <Quoted>{role.speaksWith.name}</Quoted>: what its holder offers there goes out in its
        name. It decides nothing by that.
      </p>
    )}
    {role.speaksIn === null ? null : (
      <p>
        It speaks in{' '}
        <Quoted>
          <Said texts={role.speaksIn.name} />
        </Quoted>
        {role.speaksIn.asked
          ? ': where that circle decides, its holder is asked besides its members.'
          : ', which does not list it among its liaisons: so its holder is not asked there.'}
      </p>
    )}
    {role.vacant ? (
      <p>
        <Badge tone="bad">Vacant</Badge> Nobody holds it or looks after it: its circle decides.
      </p>
    ) : null}
    {role.silent === null ? null : (
      <p>
        <Badge tone="bad">Silent</Badge> since <Time at={role.silent.since} />, and it must not be. Those whom
        it serves come together by <Time at={role.silent.conveneBy} />
        {role.silent.convened ? ' (they have)' : ''}, and somebody holds it by{' '}
        <Time at={role.silent.outcomeBy} />.{' '}
        {role.vacant ? 'What it decides is' : 'Otherwise what it decides is'} its circle’s from{' '}
        <Time at={role.silent.returnsAt} /> on, until somebody does.
      </p>
    )}
    {role.silent === null || role.silent.convened ? null : (
      <Command rest={`meeting call --at 2d --silent ${role.subject} --about "…"`} />
    )}
    {role.terms.length === 0 ? (
      <p class="empty">Nobody holds it just now.</p>
    ) : (
      <Table
        caption={`${role.terms.length} of ${countText(role.seats, 'seat')}`}
        columns={[{ label: 'Who' }, { label: 'From' }, { label: 'Until' }, { label: 'Now' }]}
        rows={role.terms.map((term) => [
          <a href={documentHref(term.id)}>
            <Quoted>{term.holder.name}</Quoted>
          </a>,
          <Time at={term.startsAt} />,
          <Time at={term.endsAt} />,
          <TermState term={term} />,
        ])}
      />
    )}
    <Rotation role={role} />
    <Claims claims={role.claims} />
    <PossibleCommands acts={roleCommands(role)} />
  </section>
);

/** Who says that an unclaimed seat is theirs. Spec §15. */
const Claims: FC<{ claims: RoleView['claims'] }> = ({ claims }) =>
  claims.length === 0 ? null : (
    <>
      <h3>Seats that are claimed</h3>
      <ul>
        {claims.map(({ id, by, seat, domain, term, evidence }) => (
          <li>
            <Quoted>{by.name}</Quoted> says that the seat of <Quoted>{seat.name}</Quoted>
            {domain === null ? null : (
              <>
                {' '}
                under{' '}
                <a href={domainHref(domain.subject)}>
                  <Said texts={domain.title} />
                </a>
              </>
            )}{' '}
            is theirs. <IdLink id={id} href={documentHref(id)} />
            {evidence === null ? null : <Prose text={evidence} />}
            Whoever grants roles says so by this; without it the seat stays empty.
            <Command rest={`decide --adopt ${hashOf(term)} --reason "…"`} />
          </li>
        ))}
      </ul>
    </>
  );

const TermState: FC<{ term: TermView }> = ({ term: { suspendedUntil, state } }) =>
  suspendedUntil === null ? (
    <TurnBadge state={state} />
  ) : (
    <>
      <Badge tone="bad">Suspended</Badge> until <Time at={suspendedUntil} />
    </>
  );
