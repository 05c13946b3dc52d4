import type { FC } from 'hono/jsx';
import { terminationRule } from '../../../protocol/agreement/termination.ts';
import { anyLanguage } from '../../any-language.ts';
import { DISPUTE_ENDS, DISPUTE_STEPS } from '../../dispute-words.ts';
import { durationText } from '../../duration-text.ts';
import type {
  AgreementView,
  CommitmentView,
  KeptView,
  NegotiationEvent,
} from '../../flows/views/agreements-view.ts';
import { actionText, eventText, KEPT, POLICIES, REQUIRED_LEVELS, STATUSES } from '../agreement-words.ts';
import { agreementCommands } from '../commands/agreement-commands.ts';
import { documentHref, whyHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Amount } from '../parts/amount.tsx';
import { PossibleCommands } from '../parts/command.tsx';
import { Facts } from '../parts/facts.tsx';
import { Parties, Party } from '../parts/party.tsx';
import { Proof } from '../parts/proof.tsx';
import { Badge, Note } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { Prose, Quoted, Said } from '../parts/text.tsx';
import { Day, Time } from '../parts/time.tsx';

const NO_WORDS = '(the words are not here)';
const NO_PURPOSE = 'An offer without words';

/** One negotiation: who gives what, how it stands, what happened so far. */
export const agreementPage: Page<AgreementView> = {
  section: 'agreements',
  title: ({ fields }) => anyLanguage(fields?.purpose ?? {}, NO_PURPOSE),
  Body: ({ view }) => (
    <>
      <p class="kicker">
        Between <Parties view={view} />
      </p>
      <h1>
        <Said texts={view.fields?.purpose ?? {}} otherwise={NO_PURPOSE} />
      </h1>
      <Status view={view} />
      <Ending view={view} />
      <Owed owed={view.owed} />
      <section aria-labelledby="gives">
        <h2 id="gives">Who gives what</h2>
        {view.fields === null ? (
          <p class="empty">The words of this offer are not here.</p>
        ) : (
          <Commitments view={view} />
        )}
      </section>
      <section aria-labelledby="answers">
        <h2 id="answers">Who has said yes</h2>
        <ul class="plain">
          {view.parties.map(({ commons, accepted }) => (
            <li>
              <Party view={view} commons={commons} />{' '}
              {accepted ? <Badge tone="good">said yes</Badge> : <Badge tone="open">not yet</Badge>}
            </li>
          ))}
        </ul>
      </section>
      <Questions view={view} />
      <section aria-labelledby="events">
        <h2 id="events">What happened so far</h2>
        <ol class="events">
          {view.events.map((event) => (
            <Event view={view} event={event} />
          ))}
        </ol>
      </section>
      {view.fields === null ? null : <Conditions fields={view.fields} view={view} />}
      <PossibleCommands acts={agreementCommands(view)} />
      {view.seal === null ? null : (
        <Proof name={view.negotiation} heading="Check it yourself" what="the certificate of this agreement" />
      )}
    </>
  ),
};

const Status: FC<{ view: AgreementView }> = ({ view }) => {
  const { tone, short, long } = STATUSES[view.status];
  return (
    <Note tone={tone}>
      <p>
        <Badge tone={tone}>{short}</Badge> {long}
      </p>
    </Note>
  );
};

/** What was asked about the terms, with its answers. They bind nobody. */
const Questions: FC<{ view: AgreementView }> = ({ view }) =>
  view.questions.length === 0 ? null : (
    <section aria-labelledby="questions">
      <h2 id="questions">Questions about it</h2>
      <p>Questions and answers bind nobody: what is agreed stands in the terms.</p>
      <ul class="plain">
        {view.questions.map((question) => (
          <li>
            <p>
              <Party view={view} commons={question.commons} /> asked:{' '}
              <Quoted>{question.words ?? NO_WORDS}</Quoted>
            </p>
            {question.answers.map((answer) => (
              <p>
                <Party view={view} commons={answer.commons} /> answered:{' '}
                <Quoted>{answer.words ?? NO_WORDS}</Quoted>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );

/** That it ends before all of it is kept: when, and who gave notice. */
const Ending: FC<{ view: AgreementView }> = ({ view }) =>
  view.ending === null || view.status === 'fulfilled' ? null : (
    <Note tone="open">
      <p>
        {view.ending.at === null ? (
          'It goes on until all parties have said that it ends. '
        ) : (
          <>
            {view.status === 'terminated' ? 'It ended at ' : 'It ends at '}
            <Time at={view.ending.at} />.{' '}
          </>
        )}
        {view.ending.said.map(({ commons, endsAt }) => (
          <>
            <Party view={view} commons={commons} /> said so, for <Time at={endsAt} />.{' '}
          </>
        ))}
      </p>
    </Note>
  );

/** What is missing; what failed or waits of our own stands out. */
const Owed: FC<{ owed: AgreementView['owed'] }> = ({ owed }) =>
  owed.length === 0 ? null : (
    <section aria-labelledby="owed">
      <h2 id="owed">What is missing</h2>
      {owed.map(({ state, sentence }) => (
        <Note tone={state === 'failed' ? 'bad' : state === 'waits' ? 'partly' : 'open'}>
          <p>
            <Quoted>{sentence}</Quoted>
          </p>
        </Note>
      ))}
    </section>
  );

const Commitments: FC<{ view: AgreementView }> = ({ view }) => (
  <Table
    caption="What each party promises"
    columns={[
      { label: 'Who' },
      { label: 'Gives' },
      { label: 'To' },
      { label: 'When' },
      ...(view.seal === null ? [] : [{ label: 'Kept' }]),
    ]}
    rows={view.commitments.map((commitment) => [
      <Party view={view} commons={commitment.provider} />,
      <Given commitment={commitment} />,
      <Party view={view} commons={commitment.receiver} />,
      commitment.interval === null ? (
        'Once it is agreed'
      ) : (
        <>
          <Time at={commitment.interval.from} /> to <Time at={commitment.interval.until} />
        </>
      ),
      ...(commitment.kept === null ? [] : [<HowFar commitment={commitment} kept={commitment.kept} />]),
    ])}
  />
);

/** Where a claim stands on the path that the parties agreed on. */
const Disputed: FC<{ dispute: NonNullable<KeptView['dispute']> }> = ({
  dispute: { since, step, until, fallback },
}) => (
  <p class="aside">
    Claimed since <Time at={since} />.{' '}
    {step === null ? (
      <>
        Nobody settled it by <Time at={until} />
        {fallback === null ? null : `: ${DISPUTE_ENDS[fallback]}`}.
      </>
    ) : (
      <>
        Step {step.number} of {step.of}, until <Time at={until} />: {DISPUTE_STEPS[step.mode]}.
        {fallback === null ? null : ` If nothing settles it, ${DISPUTE_ENDS[fallback]}.`}
      </>
    )}
  </p>
);

/** What was delivered of a promise, and what came of it. */
const HowFar: FC<{ commitment: CommitmentView; kept: KeptView }> = ({ commitment: { unit }, kept }) => {
  const { tone, text } = KEPT[kept.state];
  return (
    <>
      <Badge tone={tone}>{text}</Badge>
      {kept.deliveries.length === 0 ? null : (
        <>
          {' '}
          <Amount quantity={kept.delivered} unit={unit ?? 'units'} /> delivered,{' '}
          <Amount quantity={kept.received} unit={unit ?? 'units'} /> received
        </>
      )}
      {kept.missing === 0 ? null : (
        <>
          ; <Amount quantity={kept.missing} unit={unit ?? 'units'} /> did not come
        </>
      )}
      {kept.dispute === null ? null : <Disputed dispute={kept.dispute} />}
    </>
  );
};

const Given: FC<{ commitment: CommitmentView }> = ({ commitment: { action, quantity, unit, resource } }) => (
  <>
    {actionText(action)}{' '}
    <strong>
      <Amount quantity={quantity} unit={unit ?? 'units'} />
    </strong>
    {resource === null ? null : (
      <>
        {' '}
        {action === 'deliver-service' ? (
          <>
            (<Said texts={resource} />)
          </>
        ) : (
          <>
            of <Said texts={resource} />
          </>
        )}
      </>
    )}
  </>
);

/** How much of which promise a word is about. */
const HowMuch: FC<{ view: AgreementView; about: NegotiationEvent['about'] }> = ({ view, about }) => {
  if (about === null) return null;
  const { unit, resource } = view.commitments[about.commitment] ?? { unit: null, resource: null };
  return (
    <>
      : <Amount quantity={about.quantity} unit={unit ?? 'units'} />
      {resource === null ? null : (
        <>
          {' '}
          of <Said texts={resource} />
        </>
      )}
    </>
  );
};

const Event: FC<{ view: AgreementView; event: NegotiationEvent }> = ({ view, event }) => (
  <li>
    <p>
      <Party view={view} commons={event.commons} />{' '}
      <a href={documentHref(event.id)}>{eventText(event.what)}</a>
      {event.decision === null ? null : (
        <>
          {' '}
          by <a href={whyHref(event.decision)}>this decision</a>
        </>
      )}
      {event.liaison === null ? null : (
        <>
          , drafted by its <Said texts={event.liaison.role} />, who speaks for it until{' '}
          <Time at={event.liaison.until} />
        </>
      )}
      <HowMuch view={view} about={event.about} />
    </p>
    {event.reason === null ? null : <Prose text={event.reason} />}
    <p class="meta">
      <Time at={event.at} />
    </p>
  </li>
);

/** Who may end it once it is agreed, and with which notice. */
function endedByText(fields: NonNullable<AgreementView['fields']>): string {
  const { by, noticeSeconds } = terminationRule(fields);
  const notice = noticeSeconds === 0 ? 'at once' : `with notice of ${durationText(noticeSeconds)}`;
  return `${by === 'any-party' ? 'Any party' : 'All parties together'}, ${notice}`;
}

const Conditions: FC<{ fields: NonNullable<AgreementView['fields']>; view: AgreementView }> = ({
  fields,
  view,
}) => (
  <section aria-labelledby="conditions">
    <h2 id="conditions">What was agreed around it</h2>
    <Facts
      facts={[
        ['Say yes by', <Time at={fields.acceptBy} />],
        [
          'Sealed by',
          <>
            <Party view={view} commons={fields.registrar} />, at the latest <Time at={fields.sealBy} />
          </>,
        ],
        [
          'If that stays unclear',
          <>
            On <Day at={fields.inDoubt.until} /> {POLICIES[fields.inDoubt.policy]}
          </>,
        ],
        ['Looked at again', <Day at={fields.reviewAt} />],
        [
          'Changed by',
          fields.amendment === 'all-parties' ? 'All parties together' : 'Nobody: it stays as it is',
        ],
        ['Ended by', endedByText(fields)],
        [
          'If something does not come',
          <ol class="steps">
            {fields.disputePath.map(({ mode, maxSeconds, fallback }) => (
              <li>
                {mode === 'default' ? '' : `${DISPUTE_STEPS[mode]}, at most ${durationText(maxSeconds)}`}
                {mode !== 'default' && fallback !== undefined ? '; then ' : ''}
                {fallback === undefined ? '' : DISPUTE_ENDS[fallback.kind]}
              </li>
            ))}
          </ol>,
        ],
        ['Each yes must show', REQUIRED_LEVELS[fields.requires]],
      ]}
    />
  </section>
);
