import type { FC } from 'hono/jsx';
import type { LifeView, QuestionView } from '../../flows/views/life-view.ts';
import { documentHref, whyHref } from '../hrefs.ts';
import { STANDINGS } from '../life-words.ts';
import { IdLink } from './id.tsx';
import { Badge } from './status.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** How a decision stands, and what people said and did about it since. */
export const Life: FC<{ life: LifeView | null }> = ({ life }) => {
  if (life === null) return null;
  const { tone, short, long } = STANDINGS[life.standing];
  return (
    <section aria-labelledby="life">
      <h2 id="life">How it stands now</h2>
      <p>
        <Badge tone={tone}>{short}</Badge> {long}
        {life.suspended ? ' It is suspended until that is settled: nobody may rely on it.' : ''}
        {life.standing === 'cooling' ? (
          <>
            {' '}
            Until <Time at={life.challengeUntil} />.
          </>
        ) : null}
      </p>
      <Questions title="Challenges" questions={life.challenges} />
      <Questions title="Questions about its meaning" questions={life.requests} />
      <Actions actions={life.actions} />
      {life.noActionBecause === null ? null : (
        <Prose text={`Nothing is to be done for it: ${life.noActionBecause}`} />
      )}
    </section>
  );
};

const STATES: Readonly<Record<QuestionView['state'], string>> = {
  open: 'waits for a ruling',
  late: 'waits for a ruling that is late',
  ruled: 'was ruled on',
  lapsed: 'came to nothing: nobody ruled on it',
};

const Questions: FC<{ title: string; questions: readonly QuestionView[] }> = ({ title, questions }) =>
  questions.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <ul class="plain">
        {questions.map(({ id, by, at, text, state, ruling, ruledBy }) => (
          <li>
            {text === null ? <p class="empty">The words are not shown here.</p> : <Prose text={text} />}
            <p class="meta">
              <Quoted>{by}</Quoted>, <Time at={at} />: {ruling ?? STATES[state]}{' '}
              {ruledBy === null ? null : <a href={whyHref(ruledBy)}>the ruling</a>}{' '}
              <IdLink id={id} href={documentHref(id)} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );

const Actions: FC<{ actions: LifeView['actions'] }> = ({ actions }) =>
  actions.length === 0 ? null : (
    <>
      <h3>What is to be done</h3>
      <ul class="plain">
        {actions.map(({ id, number, owner, what, dueAt, result, overdue }) => (
          <li>
            {what === null ? <p class="empty">The words are not shown here.</p> : <Prose text={what} />}
            <p class="meta">
              <Quoted>{owner}</Quoted>, until <Time at={dueAt} />:{' '}
              {result ?? (overdue ? 'overdue' : 'to be done')}
              {number === null ? '' : ` (number ${number} of the decision)`}{' '}
              <IdLink id={id} href={documentHref(id)} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
