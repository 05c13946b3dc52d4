import type { FC } from 'hono/jsx';
import type { WhyView } from '../../flows/views/why-view.ts';
import { Acts, FoldedAct, Line, OWN_WORDS_MAX, Words } from './act.tsx';
import { Challenge } from './challenge.tsx';

/** What members do about a decision: doubt it, ask what it means, carry it out; of one that is over, or adopted nothing, nothing. */
export const DecisionActs: FC<{ view: Pick<WhyView, 'id' | 'result' | 'verdict' | 'life'> }> = ({
  view: { id, result, verdict, life },
}) => {
  const isPending = verdict.status === 'pending' && life?.over !== true;
  const stands = result === 'adopted' && verdict.status === 'counted' && life?.over === false;
  if (!stands && !isPending) return null;
  return (
    <Acts>
      <section aria-labelledby="acts">
        <h2 id="acts">What you can do about it</h2>
        {isPending ? (
          <FoldedAct title="I sign it too" type="confirmation" fields={{ of: id }} label="Confirm it" />
        ) : null}
        {stands && life?.takesChallenges === true ? <Challenge id={id} /> : null}
        {stands ? <AboutAdopted id={id} /> : null}
      </section>
    </Acts>
  );
};

const AboutAdopted: FC<{ id: string }> = ({ id }) => (
  <>
    <FoldedAct title="I ask what it means" type="ruling-request" fields={{ decision: id }} label="Ask">
      <Words max={OWN_WORDS_MAX} name="question" label="What do you ask?" required />
    </FoldedAct>
    <FoldedAct title="Something is to be done for it" type="action" fields={{ decision: id }} label="I do it">
      <Words max={OWN_WORDS_MAX} name="what" label="What is to be done?" required />
      <Line name="dueAt" kind="text" label="Until" hint="as 2027-03-01T12:00:00Z" required />
    </FoldedAct>
  </>
);

/** A text to agree on: nothing else says whose matter it is. */
export const ProposeText: FC<{ domain: string }> = ({ domain }) => (
  <Acts>
    <FoldedAct
      title="I put forward something to agree on here"
      type="proposal"
      fields={{ domain, operations: [{ op: 'resolve' }] }}
      label="Put it forward"
    >
      <Words max={OWN_WORDS_MAX} name="operations.0.text" label="What shall hold?" required />
      <Words max={OWN_WORDS_MAX} name="driver" label="Why?" required />
    </FoldedAct>
  </Acts>
);
