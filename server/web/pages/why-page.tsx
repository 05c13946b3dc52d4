import type { FC } from 'hono/jsx';
import type { WhyView } from '../../flows/views/why-view.ts';
import { decisionCommands } from '../commands/decision-commands.ts';
import { agreementHref, documentHref, domainHref, whyHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { AnsweredAdvices } from '../parts/answered-advice.tsx';
import { Checks } from '../parts/checks.tsx';
import { PossibleCommands } from '../parts/command.tsx';
import { ConstraintResults } from '../parts/constraints.tsx';
import { CountFacts } from '../parts/count-facts.tsx';
import { DecisionActs } from '../parts/decision-acts.tsx';
import { VERDICTS } from '../parts/decisions.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Held } from '../parts/held.tsx';
import { IdLink, WholeId } from '../parts/id.tsx';
import { Levels } from '../parts/levels.tsx';
import { Life } from '../parts/life.tsx';
import { LimitsUsed } from '../parts/limits-used.tsx';
import { Objections } from '../parts/objections.tsx';
import { Proof } from '../parts/proof.tsx';
import { RightChain } from '../parts/right-chain.tsx';
import { RightFindings } from '../parts/right-findings.tsx';
import { RuledActs } from '../parts/ruled-acts.tsx';
import { Badge, Note } from '../parts/status.tsx';
import { Steps } from '../parts/steps.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Day, Time } from '../parts/time.tsx';
import { WhyAnswers } from '../parts/why-answers.tsx';
import { WhySelection } from '../parts/why-selection.tsx';
import { capital, custodyText, rungMeaning, rungText } from '../words.ts';

/** Who decided this, by what right, and why. Spec §9. */
export const whyPage: Page<WhyView> = {
  section: 'register',
  title: ({ what }) => `Why: ${what.join('; ')}`,
  Body: ({ view }) => (
    <>
      <p class="kicker">Who decided this, by what right, and why</p>
      <h1 class="sentence">
        <Quoted>{capital(view.sentence)}</Quoted>
      </h1>
      <Verdict view={view} />
      <Life life={view.life} />
      <DecisionActs view={view} />
      <PossibleCommands acts={decisionCommands(view)} />
      <section aria-labelledby="reason">
        <h2 id="reason">Why</h2>
        <Driver view={view} />
        <Reason view={view} />
        <Alternatives view={view} />
      </section>
      <section aria-labelledby="who">
        <h2 id="who">Who, and how</h2>
        <WhoFacts view={view} />
        {view.counts === null ? null : <CountFacts counts={view.counts} />}
      </section>
      <WhySelection selection={view.selection} />
      <WhyAnswers view={view} />
      <AnsweredAdvices advice={view.advice} adviceWithheld={view.adviceWithheld} silent={view.silent} />
      <Objections objections={view.objections} />
      <Held meetings={view.meetings} />
      <RuledActs acts={view.emergencies} />
      <Steps view={view} />
      <RightChain chain={view.chain} />
      <RightFindings findings={view.findings} />
      <LimitsUsed limits={view.limits} />
      <ConstraintResults results={view.constraints} />
      <Times view={view} />
      <Levels levels={view.levels} singleHistory={view.singleHistory} />
      <Checks checks={view.checks} />
      <section aria-labelledby="not-shown">
        <h2 id="not-shown">What no proof can show</h2>
        <ul>
          {view.notShown.map((text) => (
            <li>{capital(text)}</li>
          ))}
        </ul>
      </section>
      <Proof name={view.id} heading="Check it yourself" what="this decision" />
    </>
  ),
};

const Verdict: FC<{ view: WhyView }> = ({ view: { verdict, result } }) => {
  const { tone, text } = VERDICTS[verdict.status];
  const without = verdict.status === 'counted' ? WITHOUT_YES[result] : undefined;
  return (
    <Note tone={tone}>
      <p>
        <Badge tone={tone}>{text}</Badge> {without ?? MEANINGS[verdict.status]}{' '}
        <a href="#proof">Check it yourself</a>
      </p>
    </Note>
  );
};

const WITHOUT_YES: Readonly<Record<string, string>> = {
  'not-adopted': 'The proposal was turned down: nothing changes by it.',
  default: 'The escalation path ended without a decision: what was agreed for that case holds.',
};

const MEANINGS = {
  counted: 'It was made by the rules that this commons had published.',
  pending: 'Somebody else has to sign it too before it counts.',
  'not-counted': 'It is in the record, and it has no effect.',
  unresolved: 'Whether it counts cannot be told yet.',
} as const;

const Driver: FC<{ view: WhyView }> = ({ view: { proposal, driver, explanation, languages } }) =>
  proposal === null ? null : (
    <>
      <h3>Why it was put forward</h3>
      {driver === null ? (
        <p class="empty">The words are not shown here.</p>
      ) : (
        <Prose text={driver} language={languages.driver} />
      )}
      {explanation.map(({ words, language }) => (
        <Prose text={words} language={language} />
      ))}
      <h3>Why it was decided so</h3>
    </>
  );

const Reason: FC<{ view: WhyView }> = ({ view }) => {
  if (view.reason !== null) return <Prose text={view.reason} language={view.languages.reason} />;
  return (
    <p class="empty">
      {view.counts === null
        ? 'The reason is not shown to you, or it was erased. That it was given is proven.'
        : 'A circle decided: the reasons are in its members’ answers.'}
    </p>
  );
};

const Alternatives: FC<{ view: WhyView }> = ({ view: { alternatives, languages } }) =>
  alternatives.length === 0 ? (
    <p class="meta">No alternative is named.</p>
  ) : (
    <>
      <h3>Alternatives that were looked at</h3>
      <ul>
        {alternatives.map((text, position) => (
          <li>
            <Prose text={text} language={languages.alternatives[position] ?? null} />
          </li>
        ))}
      </ul>
    </>
  );

const WhoFacts: FC<{ view: WhyView }> = ({
  view: { who, role, domain, way, negotiations, signatures, at, index, id },
}) => (
  <Facts
    facts={[
      ['Who', <Quoted>{capital(who.name)}</Quoted>],
      role === null
        ? null
        : [
            'As',
            <>
              <Quoted>{role.name}</Quoted>{' '}
              <span class="aside">
                from <Day at={role.from} /> until <Day at={role.until} />
                {role.acting === null ? null : <ActingFor acting={role.acting} />}
              </span>
            </>,
          ],
      [
        'About',
        <a href={domainHref(domain.subject)}>
          <Quoted>{domain.title}</Quoted>
        </a>,
      ],
      negotiations.length === 0
        ? null
        : [
            'Agreement',
            <ul class="plain">
              {negotiations.map((negotiation) => (
                <li>
                  <a href={agreementHref(negotiation)}>Who gives what, and how it stands</a>
                </li>
              ))}
            </ul>,
          ],
      [
        'How',
        <>
          {rungText(way.rung)}. <span class="aside">{rungMeaning(way.rung)}</span>
          {way.notes.map((note) => (
            <p>{note}</p>
          ))}
        </>,
      ],
      [
        'When',
        <>
          <Time at={at} /> <span class="aside">as entry {index} of the record</span>
        </>,
      ],
      [
        signatures.length > 1 ? 'Signatures' : 'Signature',
        <ul class="plain">
          {signatures.map(({ name, key, custody, at: signedAt }) => (
            <li>
              <Quoted>{capital(name)}</Quoted>, <Time at={signedAt} />,{' '}
              <span class="aside">
                with {custody === null ? 'the key' : `${custodyText(custody)}:`} <WholeId id={key} />
              </span>
            </li>
          ))}
        </ul>,
      ],
      ['Id', <WholeId id={id} />],
    ]}
  />
);

const ACTING = {
  delegate: 'as they delegated it',
  alternate: 'as they were away or stood aside',
  caretaker: 'their own term is over, and nobody follows yet',
} as const;

/** For whom somebody decided, and by what. */
const ActingFor: FC<{ acting: NonNullable<NonNullable<WhyView['role']>['acting']> }> = ({ acting }) => (
  <>
    ;{' '}
    {acting.for === null ? null : (
      <>
        for <Quoted>{acting.for}</Quoted>,{' '}
      </>
    )}
    {acting.by === null ? ACTING[acting.as] : <a href={documentHref(acting.by)}>{ACTING[acting.as]}</a>}
    {acting.until === null ? null : (
      <>
        {' '}
        until <Day at={acting.until} />
      </>
    )}
  </>
);

/** Nothing has force by what does not count, or says no. */
const hasTimes = ({ verdict, result }: WhyView) =>
  verdict.status !== 'not-counted' && result !== 'not-adopted';

const Times: FC<{ view: WhyView }> = ({ view }) => {
  const facts = timeFacts(view).filter((fact) => fact !== null);
  return facts.length === 0 ? null : (
    <section aria-labelledby="time">
      <h2 id="time">From when, until when</h2>
      <Facts facts={facts} />
    </section>
  );
};

function timeFacts(view: WhyView): readonly (Fact | null)[] {
  return [
    hasTimes(view) ? ['In force from', <Time at={view.effectiveAt} />] : null,
    hasTimes(view) ? ['Looked at again', <Day at={view.reviewAt} />] : null,
    view.expiresAt === null || !hasTimes(view) ? null : ['Ends by itself', <Day at={view.expiresAt} />],
    linkFact('Second signature', view.confirmedBy, documentHref),
    linkFact('Takes back', view.reverses, whyHref),
    linkFact('Takes the place of', view.replaces, whyHref),
    linkFact('Was taken back by', view.reversedBy, whyHref),
    linkFact('Was replaced by', view.replacedBy, whyHref),
  ];
}

function linkFact(name: string, id: string | null, hrefOf: (id: string) => string): Fact | null {
  return id === null ? null : [name, <IdLink id={id} href={hrefOf(id)} />];
}
