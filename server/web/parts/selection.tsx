import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { Badge, Note } from './status.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';

type Shown = NonNullable<ProposalView['selection']>;

/** Who was named for a role, what they said to it, and what comes next. Spec §15. */
export const Selection: FC<{ view: Pick<ProposalView, 'selection' | 'decision'> }> = ({
  view: { selection, decision },
}) =>
  selection === null ? null : (
    <section aria-labelledby="selection">
      <h2 id="selection">Who it may be</h2>
      <p>{decision === null ? <Next selection={selection} /> : null}</p>
      {selection.candidates.length === 0 ? <p class="empty">Nobody was nominated yet.</p> : null}
      <ul class="plain">
        {selection.candidates.map((candidate) => (
          <li>
            <p>
              <Quoted>{candidate.name}</Quoted> <Answer answer={candidate.answer} />{' '}
              {candidate.nominations === 1 ? '1 nomination' : `${candidate.nominations} nominations`}
              {candidate.approvals === null ? '' : `, ${candidate.approvals} approve`}
              {candidate.chosen ? ', chosen' : ''}
            </p>
            {candidate.needsCall && decision === null ? (
              <p>
                They have had the role for as many terms in a row as it allows: they can go on only once a
                call for it has closed that nobody else answered.
              </p>
            ) : null}
            {candidate.reasons.map((reason) => (
              <Prose text={reason} />
            ))}
          </li>
        ))}
        {selection.none === null ? null : <li>None of these: {selection.none}</li>}
      </ul>
    </section>
  );

const Next: FC<{ selection: Shown }> = ({ selection }) => {
  switch (selection.phase) {
    case 'nominate':
      return (
        <>
          Members nominate until <Time at={selection.nominateUntil} />, with a reason.
        </>
      );
    case 'change':
      return (
        <>
          Whoever has nominated may think again until <Time at={selection.changeUntil} />; whoever was named
          says yes or no by then.
        </>
      );
    case 'decide':
      return selection.method === 'consent' ? (
        <>Members say whether they consent to whoever is chosen here.</>
      ) : (
        <>Members approve of as many as they like of those who stand, or of none of these.</>
      );
  }
};

const ANSWERS = {
  stands: { tone: 'good', text: 'Stands' },
  declines: { tone: 'bad', text: 'Does not stand' },
  silent: { tone: 'open', text: 'Has not answered' },
} as const;

const Answer: FC<{ answer: Shown['candidates'][number]['answer'] }> = ({ answer }) => (
  <Badge tone={ANSWERS[answer].tone}>{ANSWERS[answer].text}</Badge>
);

/** How many have asked for a recall. Spec §15. */
export const Support: FC<{ view: Pick<ProposalView, 'support' | 'state'> }> = ({
  view: { support, state },
}) =>
  support === null || state !== 'waiting' ? null : (
    <Note tone="open">
      <p>
        {support.given} of {support.needed} who are needed have asked that this be decided. Once they have,
        everybody whom the role serves is asked, but for its holder.
      </p>
    </Note>
  );
