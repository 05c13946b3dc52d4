import type { FC } from 'hono/jsx';
import { OBJECTION_GROUNDS } from '../../../protocol/documents/objection.ts';
import { type Answer, BLOCK_GROUNDS } from '../../../protocol/documents/response.ts';
import type { LinkView } from '../../flows/links/link-view.ts';
import { WORDS_MAX } from '../../flows/links/wish.ts';
import { proposalHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Choice, Words } from '../parts/act.tsx';
import { Note } from '../parts/status.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { groundText, stanceText } from '../proposal-words.ts';
import { answerText, capital, rungMeaning } from '../words.ts';

/** The page of a one-time link: one matter, and one thing to say about it. Spec §14. */
export const linkPage: Page<LinkView> = {
  isScriptless: true,
  section: 'proposals',
  title: ({ standing }) => (standing === 'open' ? 'Your word' : 'This link is over'),
  Body: ({ view }) => (
    <>
      <p class="kicker">
        For <Quoted>{view.for ?? view.guest ?? 'a guest'}</Quoted>, from <Quoted>{view.from}</Quoted>
      </p>
      <h1 class="sentence">
        {view.what.length === 0 ? 'A proposal' : <Quoted>{capital(view.what.join('; '))}</Quoted>}
      </h1>
      <Standing view={view} />
      {view.texts.map((text) => (
        <Prose text={text} />
      ))}
      {view.driver === null ? null : (
        <section aria-labelledby="why">
          <h2 id="why">Why</h2>
          <Prose text={view.driver} />
          {view.explanation.map((text) => (
            <Prose text={text} />
          ))}
        </section>
      )}
      {view.standing === 'open' ? <Forms view={view} /> : null}
      <p>
        <a href={proposalHref(view.proposal)}>All that everybody may see of it</a>
      </p>
    </>
  ),
};

const Standing: FC<{ view: LinkView }> = ({ view }) => {
  switch (view.standing) {
    case 'open':
      return (
        <Note tone="open">
          <p>
            This link is yours alone, and it works once, until <Time at={view.until} />.{' '}
            {view.for === null
              ? 'What you ask or advise stands in the record; it is counted nowhere.'
              : 'What you say counts like everybody’s, and the record says that it came by a link from '}
            {view.for === null ? null : <Quoted>{view.from}</Quoted>}
            {view.for === null ? null : '.'}
          </p>
        </Note>
      );
    case 'used':
      return (
        <Note tone="good">
          <p>
            {view.said === null ? (
              'This link was used.'
            ) : (
              <>
                Recorded, <Time at={view.said.at} />: <strong>{saidText(view.said.value)}</strong>. The link
                is used up.
              </>
            )}
          </p>
          <p>Was that not you, or would you say something else now? Ask somebody for another link.</p>
        </Note>
      );
    case 'withdrawn':
      return (
        <Note tone="bad">
          <p>
            <Quoted>{view.from}</Quoted> took this link back: nothing can be said by it.
          </p>
        </Note>
      );
    case 'over':
      return (
        <Note tone="bad">
          <p>
            This link held until <Time at={view.until} />. Ask for another one.
          </p>
        </Note>
      );
    case 'closed':
      return (
        <Note tone="partly">
          <p>The matter is closed: nothing more is said to it.</p>
        </Note>
      );
  }
};

function saidText(value: string): string {
  return SAID[value] ?? answerText(value as Answer); // what is no answer is named here
}
const SAID: Readonly<Record<string, string>> = {
  advice: 'your advice',
  question: 'your question',
  objection: 'your objection',
  withdrawal: 'you took your objection back',
  disavowal: 'the minutes do not have it right',
};

const Forms: FC<{ view: LinkView }> = ({ view }) => (
  <>
    {view.answers.length === 0 ? null : <AnswerForm view={view} />}
    {view.objections.map(({ id, argument }) => (
      <EndForm id={id} argument={argument} />
    ))}
    {view.minutes.map(({ id, until, said }) => (
      <DisownForm id={id} until={until} said={said} />
    ))}
    {view.canObject ? <ObjectForm /> : null}
    <AdviceForm open={view.answers.length === 0} />
    <QuestionForm open={view.answers.length === 0} />
  </>
);

const AnswerForm: FC<{ view: LinkView }> = ({ view: { answers, rung } }) => (
  <section aria-labelledby="answer">
    <h2 id="answer">Your answer</h2>
    {rung === null ? null : <p>{rungMeaning(rung)}</p>}
    <form class="word" method="post">
      <input type="hidden" name="say" value="answer" />
      <fieldset>
        <legend>What do you say?</legend>
        {answers.map((value) => (
          <label class="choice">
            <input type="radio" name="value" value={value} required={true} />
            <span>{answerText(value)}</span>
          </label>
        ))}
      </fieldset>
      {answers.includes('block') ? (
        <Choice
          name="ground"
          label="A block rests on"
          options={[
            ['', 'nothing: I do not block'],
            ...BLOCK_GROUNDS.map((ground) => [ground, ground] as const),
          ]}
        />
      ) : null}
      <Words max={WORDS_MAX} name="text" label="Why (you need not say)" />
      <button type="submit">Send my answer</button>
    </form>
  </section>
);

const ObjectForm: FC = () => (
  <details class="more">
    <summary>I object</summary>
    <form class="word" method="post">
      <input type="hidden" name="say" value="objection" />
      <Choice
        name="ground"
        label="It rests on this"
        options={OBJECTION_GROUNDS.map((ground) => [ground, capital(groundText(ground))] as const)}
      />
      <Words max={WORDS_MAX} name="argument" label="What is the harm?" required />
      <Words max={WORDS_MAX} name="resolvedBy" label="What would resolve it?" required />
      <button type="submit">Send my objection</button>
    </form>
  </details>
);

const EndForm: FC<{ id: string; argument: string | null }> = ({ id, argument }) => (
  <section aria-label="Your objection">
    <h2>Your objection</h2>
    {argument === null ? null : <Prose text={argument} />}
    <form class="word" method="post">
      <input type="hidden" name="say" value="ended" />
      <input type="hidden" name="objection" value={id} />
      <button type="submit">Take it back</button>
    </form>
  </section>
);

const DisownForm: FC<{ id: string; until: string; said: Answer | null }> = ({ id, until, said }) => (
  <section aria-label="Minutes">
    <h2>The minutes</h2>
    <p>
      Minutes say that you were there
      {said === null ? '' : `, and said: ${answerText(said)}`}. Until <Time at={until} /> you can say that it
      was otherwise; then they say nothing of you in this matter.
    </p>
    <form class="word" method="post">
      <input type="hidden" name="say" value="disowned" />
      <input type="hidden" name="minutes" value={id} />
      <Words max={WORDS_MAX} name="text" label="How it was (you need not say)" />
      <button type="submit">That is not right</button>
    </form>
  </section>
);

const AdviceForm: FC<{ open: boolean }> = ({ open }) => (
  <details class="more" open={open}>
    <summary>I advise</summary>
    <form class="word" method="post">
      <input type="hidden" name="say" value="advice" />
      <Choice
        name="stance"
        label="I am"
        options={(['for', 'against', 'neutral'] as const).map(
          (stance) => [stance, stanceText(stance)] as const,
        )}
      />
      <Words max={WORDS_MAX} name="text" label="What do you advise?" required />
      <button type="submit">Send my advice</button>
    </form>
  </details>
);

const QuestionForm: FC<{ open: boolean }> = ({ open }) => (
  <details class="more" open={open}>
    <summary>I have a question</summary>
    <form class="word" method="post">
      <input type="hidden" name="say" value="question" />
      <Words max={WORDS_MAX} name="text" label="What do you ask?" required />
      <button type="submit">Send my question</button>
    </form>
  </details>
);
