import type { FC } from 'hono/jsx';
import { countText, numberText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { HomeView } from '../../flows/views/home-view.ts';
import { WHILE_PROVISIONAL } from '../../provisional-words.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { Decisions } from '../parts/decisions.tsx';
import { FirstSteps } from '../parts/first-steps.tsx';
import { WholeId } from '../parts/id.tsx';
import { PathForm } from '../parts/path-form.tsx';
import { Badge, Note } from '../parts/status.tsx';
import { Quoted, Said } from '../parts/text.tsx';
import { Day } from '../parts/time.tsx';

const NO_NAME = 'A commons without a name';

/** The front page: who we are, what we decided last, where to go. */
export const commonsPage: Page<HomeView> = {
  section: 'commons',
  title: ({ name }) => anyLanguage(name, NO_NAME),
  Body: ({ view }) => (
    <>
      <div class="hero">
        <h1>
          <Said texts={view.name} otherwise={NO_NAME} />
        </h1>
        <p class="lead">
          <Said texts={view.purpose} />
        </p>
        {view.foundedAt === null ? null : (
          <p class="meta">
            Founded on <Day at={view.foundedAt} /> by <Names founders={view.founders} />
          </p>
        )}
      </div>
      {view.founded ? null : <Waiting founders={view.founders} />}
      {view.provisional === null ? null : <Provisional {...view.provisional} />}
      <Figures view={view} />
      <div class="columns">
        <section aria-labelledby="decided">
          <h2 id="decided">Decided last</h2>
          <Decisions decisions={view.decisions} none="Nothing has been decided yet." />
          {view.founded && view.decisions.length === 0 ? <FirstSteps /> : null}
        </section>
        <aside aria-label="More about this commons">
          <PathForm />
          <Values values={view.values} />
          <Address view={view} />
        </aside>
      </div>
    </>
  ),
};

const Names: FC<{ founders: HomeView['founders'] }> = ({ founders }) => (
  <>
    {founders.map(({ pseudonym }, position) => (
      <>
        {separator(position, founders.length)}
        <Quoted>{pseudonym}</Quoted>
      </>
    ))}
  </>
);

function separator(position: number, count: number): string {
  if (position === 0) return '';
  return position === count - 1 ? ' and ' : ', ';
}

/** Not yet founded: every founder has to confirm. */
const Waiting: FC<{ founders: HomeView['founders'] }> = ({ founders }) => (
  <Note tone="open">
    <p>
      <strong>This commons is not founded yet.</strong> It begins when every founder has confirmed the
      charter. Until then no decision counts.
    </p>
    <ul class="plain">
      {founders.map(({ pseudonym, confirmed }) => (
        <li>
          <Quoted>{pseudonym}</Quoted>{' '}
          {confirmed ? (
            <Badge tone="good">has confirmed</Badge>
          ) : (
            <Badge tone="open">is still to confirm</Badge>
          )}
        </li>
      ))}
    </ul>
  </Note>
);

/** Founded, and not yet the members'. Spec §4 [R-4.22]. */
const Provisional: FC<NonNullable<HomeView['provisional']>> = ({ until, overdue }) => (
  <Note tone="open">
    <p>
      <strong>The charter is provisional.</strong>{' '}
      {overdue ? 'The members were to ratify it by ' : 'The members ratify it by '}
      <Day at={until} />. {WHILE_PROVISIONAL}
    </p>
    <Command rest='charter ratify --reason "…" --propose' />
  </Note>
);

const Figures: FC<{ view: HomeView }> = ({ view: { counts } }) => (
  <nav aria-label="Parts of this commons">
    <ul class="figures">
      <Figure href="/register" count={counts.domains} one="decision domain" many="decision domains" />
      <Figure count={counts.members} one="member" many="members" />
      <Figure href="/resources" count={counts.resources} one="resource" many="resources" />
      <Figure href="/agreements" count={counts.agreements} one="agreement" many="agreements" />
      <Figure href="/peers" count={counts.peers} one="peer" many="peers" />
    </ul>
  </nav>
);

const Figure: FC<{ href?: string; count: number; one: string; many: string }> = ({
  href,
  count,
  one,
  many,
}) => {
  const content = (
    <>
      <strong>{numberText(count)}</strong> {count === 1 ? one : many}
    </>
  );
  return <li>{href === undefined ? <span>{content}</span> : <a href={href}>{content}</a>}</li>;
};

const Values: FC<{ values: HomeView['values'] }> = ({ values }) =>
  values.length === 0 ? null : (
    <section aria-labelledby="values">
      <h2 id="values">What we hold to</h2>
      <dl class="values">
        {values.map(({ title, sentence }) => (
          <>
            <dt>
              <Said texts={title} />
            </dt>
            <dd>{sentence === undefined ? 'Checked by rule.' : <Said texts={sentence} />}</dd>
          </>
        ))}
      </dl>
    </section>
  );

/** What another commons needs to find and to recognise this one. */
const Address: FC<{ view: HomeView }> = ({ view }) => (
  <section aria-labelledby="address">
    <h2 id="address">For other commons</h2>
    <p>
      Our address is <WholeId id={view.origin} />. Wherever we move, we stay <WholeId id={view.commons} />.
    </p>
    <p class="meta">
      Our public record has {countText(view.entries, 'entry', 'entries')}. Programs read it as it grows at{' '}
      <code>/log/live</code>, people with:
    </p>
    <Command rest="watch" />
  </section>
);
