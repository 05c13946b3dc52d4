import type { FC } from 'hono/jsx';
import type { LifeView, QuestionView } from '../../flows/views/life-view.ts';
import { documentHref, proposalHref, whyHref } from '../hrefs.ts';
import { STANDINGS } from '../life-words.ts';
import { IdLink } from './id.tsx';
import { Badge } from './status.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';
import { Withheld } from './withheld.tsx';

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
      <Veto veto={life.veto} />
      <Questions title="Challenges" questions={life.challenges} />
      <Questions title="Questions about its meaning" questions={life.requests} />
      <Actions actions={life.actions} />
      <Withheld count={life.withheld} of="was said or done about it" />
      {life.noActionBecause === null ? null : (
        <Prose text={`Nothing is to be done for it: ${life.noActionBecause}`} />
      )}
    </section>
  );
};

/** A circle that may still return it, or is being asked whether to. */
const Veto: FC<{ veto: LifeView['veto'] }> = ({ veto }) =>
  veto === null || (veto.over && veto.open.length === 0) ? null : (
    <p>
      <Quoted>{veto.circle}</Quoted> may return it until <Time at={veto.until} />.
      {veto.open.length === 0 ? null : ' It is being asked: '}
      {veto.open.map((subject) => (
        <a href={proposalHref(subject)}>the question</a>
      ))}
    </p>
  );

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
        {questions.map(({ id, by, at, text, state, ruling, ruledBy, rulingText }) => (
          <li>
            {text === null ? <p class="empty">The words are not shown here.</p> : <Prose text={text} />}
            <p class="meta">
              <Quoted>{by}</Quoted>, <Time at={at} />: {ruling ?? STATES[state]}{' '}
              {ruledBy === null ? null : <a href={whyHref(ruledBy)}>the ruling</a>}{' '}
              <IdLink id={id} href={documentHref(id)} />
            </p>
            {rulingText === null ? null : <Prose text={`The ruling: ${rulingText}`} />}
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
