import type { FC } from 'hono/jsx';
import { anyLanguage } from '../../any-language.ts';
import type { CirclesView, CircleView } from '../../flows/views/circles-view.ts';
import { circleCommands } from '../commands/thing-commands.ts';
import { documentHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command, Commands, PossibleCommands } from '../parts/command.tsx';
import { Note } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { Quoted, Said } from '../parts/text.tsx';
import { Day } from '../parts/time.tsx';

/** Who is in which circle, and who is here at all. */
export const circlesPage: Page<CirclesView> = {
  section: 'register',
  title: () => 'Circles and people',
  Body: ({ view: { circles, people } }) => (
    <>
      <h1>Circles and people</h1>
      <p class="lead">
        A circle decides together. Whoever has made themself known takes part once a decision puts them into a
        circle.
      </p>
      {circles.length === 0 ? <p class="empty">No circle is in force yet.</p> : null}
      {circles.map((circle) => (
        <CircleSection circle={circle} />
      ))}
      <Commands title="Found another circle" lines={['circle found "Garden" --aim "…" --member "…"']} />
      <section aria-labelledby="people">
        <h2 id="people">Everybody here</h2>
        <Table
          caption={people.length === 1 ? 'One person' : `${people.length} people`}
          columns={[{ label: 'Who' }, { label: 'Now' }, { label: 'In' }]}
          rows={people.map(({ id, name, status, circles: inside }) => [
            <a href={documentHref(id)}>
              <Quoted>{name}</Quoted>
            </a>,
            STATUSES[status],
            inside.length === 0 ? (
              'no circle yet'
            ) : (
              <Quoted>
                {circles
                  .filter(({ subject }) => inside.includes(subject))
                  .map((circle) => anyLanguage(circle.name))
                  .join(', ')}
              </Quoted>
            ),
          ])}
        />
        <details>
          <summary>What you say of yourself</summary>
          <Command rest="me rest" />
          <Command rest="me back" />
          <Command rest='me rename "…"' />
          <Command rest="me new-key" />
          <Command rest='me add-key "…"' />
          <Command rest='me drop-key "…"' />
          <Command rest="me leave" />
        </details>
      </section>
    </>
  ),
};

const STATUSES = { active: 'takes part', resting: 'rests', left: 'has left' } as const;

const CircleSection: FC<{ circle: CircleView }> = ({ circle }) => (
  <section aria-labelledby={`circle-${circle.subject}`}>
    <h2 id={`circle-${circle.subject}`}>
      <a href={documentHref(circle.id)}>
        <Said texts={circle.name} />
      </a>
    </h2>
    <p>
      <Said texts={circle.aim} />
    </p>
    <p>
      {circle.members.length === 1 ? 'One member' : `${circle.members.length} members`}:{' '}
      <Quoted>{circle.members.map(({ name }) => name).join(', ')}</Quoted>
      {circle.status === 'resting' ? '. It rests.' : null}
    </p>
    {circle.retires === null ? null : (
      <Note tone="open">
        <p>
          Too few of its members are there for its quorum.{' '}
          {circle.retires.isOver ? 'It has retired on ' : 'It retires on '}
          <Day at={circle.retires.from} />: what it would decide falls to the circle above, until enough of
          them are back.
        </p>
      </Note>
    )}
    <PossibleCommands acts={circleCommands(circle)} />
  </section>
);
