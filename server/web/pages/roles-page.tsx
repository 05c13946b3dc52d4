import type { FC } from 'hono/jsx';
import type { RolesView, RoleView, TermView } from '../../flows/views/roles-view.ts';
import { documentHref, hashOf } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { Rotation, TurnBadge } from '../parts/rotation.tsx';
import { Badge } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { Quoted, Said } from '../parts/text.tsx';
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
    {role.vacant ? (
      <p>
        <Badge tone="bad">Vacant</Badge> Nobody holds it or looks after it: its circle decides.
      </p>
    ) : null}
    {role.silent === null ? null : (
      <p>
        <Badge tone="bad">Silent</Badge> since <Time at={role.silent.since} />, and it must not be. Those whom
        it serves come together by <Time at={role.silent.conveneBy} />, and say who holds it by{' '}
        <Time at={role.silent.outcomeBy} />.
      </p>
    )}
    {role.terms.length === 0 ? (
      <p class="empty">Nobody holds it just now.</p>
    ) : (
      <Table
        caption={`${role.terms.length} of ${role.seats} seats`}
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
    <details>
      <summary>Change who holds it</summary>
      <p>Members type one of these:</p>
      {role.selection === 'appoint' ? null : (
        <Command rest={`propose --select ${role.subject} --reason "…"`} />
      )}
      {role.terms.slice(0, 1).map(({ id }) => (
        <>
          <Command rest={`propose --recall ${hashOf(id)} --reason "…"`} />
          <Command rest={`decide --suspend ${hashOf(id)} --reason "…"`} />
        </>
      ))}
    </details>
  </section>
);

const TermState: FC<{ term: TermView }> = ({ term: { suspendedUntil, state } }) =>
  suspendedUntil === null ? (
    <TurnBadge state={state} />
  ) : (
    <>
      <Badge tone="bad">Suspended</Badge> until <Time at={suspendedUntil} />
    </>
  );
