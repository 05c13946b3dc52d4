import type { FC } from 'hono/jsx';
import { OBJECTION_GROUNDS } from '../../../protocol/documents/objection.ts';
import { ANSWERS, BLOCK_GROUNDS, type Answer as Value } from '../../../protocol/documents/response.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { groundText, stanceText, WAITS } from '../proposal-words.ts';
import { answerText, capital } from '../words.ts';
import { Act, Acts, Choice, FoldedAct, Line, OWN_WORDS_MAX, Words } from './act.tsx';
import { Challenge } from './challenge.tsx';

/** What members do about a proposal, as it stands. */
export const ProposalActs: FC<{ view: ProposalView }> = ({ view }) => {
  const { state, subject } = view;
  const isAnswered = state === 'open' || state === 'integrating';
  const isDecided = state === 'ready' || state === 'waiting';
  const isAsked = state === 'open' || state === 'asking' || WAITS.has(state);
  const isChallenged = view.announced?.takesChallenges === true;
  if (!isAnswered && !isDecided && !isAsked && !isChallenged) return null;
  return (
    <Acts>
      <section aria-labelledby="acts">
        <h2 id="acts">Take part</h2>
        {isAnswered ? <Answer view={view} /> : null}
        {isDecided ? (
          <FoldedAct title="I decide it" type="decision" fields={{ proposal: subject }} label="Decide it">
            <Words max={OWN_WORDS_MAX} name="reason" label="Why" required />
          </FoldedAct>
        ) : null}
        {isAsked ? (
          <FoldedAct title="I advise" type="advice" fields={{ proposal: subject }} label="Give this advice">
            <Choice
              name="stance"
              label="I am"
              options={(['for', 'against', 'neutral'] as const).map((one) => [one, stanceText(one)])}
            />
            <Words max={OWN_WORDS_MAX} name="text" label="What do you advise?" required />
          </FoldedAct>
        ) : null}
        {isChallenged ? <Challenge id={view.id} /> : null}
        <FoldedAct
          title="I stand aside: it is my own matter"
          type="recusal"
          fields={{ proposal: subject }}
          label="Stand aside"
        >
          <Words max={OWN_WORDS_MAX} name="reason" label="Why" required />
        </FoldedAct>
        <FoldedAct
          title="I put it forward, and take it back"
          type="withdrawal"
          fields={{ of: view.id, fate: 'withdrawn' }}
          label="Take it back"
          by={view.author}
        >
          <Words max={OWN_WORDS_MAX} name="reason" label="Why (you need not say)" />
        </FoldedAct>
      </section>
    </Acts>
  );
};

/** A rung of which a page tells may be one of a later version. */
const VALUES: Readonly<Record<string, readonly Value[]>> = ANSWERS;

const Answer: FC<{ view: ProposalView }> = ({ view: { asked, domain, subject } }) => {
  const rung = asked?.rung ?? domain.rung;
  const values = VALUES[rung];
  if (values === undefined || asked?.secret === true) return null;
  return (
    <>
      <Act type="response" fields={{ proposal: subject }} label="Answer">
        <fieldset>
          <legend>What do you say?</legend>
          {values.map((value) => (
            <label class="choice">
              <input type="radio" name="value" value={value} data-kind="text" required={true} />
              <span>{answerText(value)}</span>
            </label>
          ))}
        </fieldset>
        {rung === 'consensus' ? (
          <Choice
            name="ground"
            label="A block rests on"
            options={[
              ['', 'nothing: I do not block'],
              ...BLOCK_GROUNDS.map((ground) => [ground, ground] as const),
            ]}
          />
        ) : null}
        {rung === 'vote' && (asked?.proxies ?? 0) > 0 ? (
          <Line
            name="for"
            kind="name"
            label="For whom"
            hint="as their proxy: their subject; else leave it empty"
          />
        ) : null}
        <Words max={OWN_WORDS_MAX} name="text" label="Why (you need not say)" />
      </Act>
      {rung === 'consent' ? (
        <FoldedAct title="I object" type="objection" fields={{ proposal: subject }} label="Object">
          <Choice
            name="ground"
            label="It rests on this"
            options={OBJECTION_GROUNDS.map((ground) => [ground, capital(groundText(ground))])}
          />
          <Words max={OWN_WORDS_MAX} name="argument" label="What is the harm?" required />
          <Words max={OWN_WORDS_MAX} name="resolvedBy" label="What would resolve it?" required />
        </FoldedAct>
      ) : null}
    </>
  );
};

/** What members do about one objection. */
export const ObjectionActs: FC<{ id: string; author: Subject | undefined }> = ({ id, author }) => (
  <Acts>
    <FoldedAct
      title="It is mine, and I end it"
      type="withdrawal"
      fields={{ of: id }}
      label="End my objection"
      by={author}
    >
      <Choice
        name="fate"
        label="Because"
        options={[
          ['withdrawn', 'I take it back'],
          ['resolved-by-amendment', 'the proposal was changed'],
          ['resolved-by-review', 'it is looked at again in time'],
        ]}
      />
      <Words
        max={OWN_WORDS_MAX}
        name="reluctant.measure"
        label="I give way unconvinced, to be looked at by this measure"
      />
    </FoldedAct>
    <FoldedAct
      title="I say whether it is an argument"
      type="objection-test"
      fields={{ of: id, argumentMade: false }}
      label="No argument was made"
    >
      <Words max={OWN_WORDS_MAX} name="reason" label="Why there is none" required />
    </FoldedAct>
  </Acts>
);
