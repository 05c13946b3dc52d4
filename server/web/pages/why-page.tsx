import type { FC } from 'hono/jsx';
import type { WhyView } from '../../flows/views/why-view.ts';
import { agreementHref, documentHref, domainHref, whyHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Checks } from '../parts/checks.tsx';
import { ConstraintResults } from '../parts/constraints.tsx';
import { CountFacts } from '../parts/count-facts.tsx';
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
import { Badge, Note } from '../parts/status.tsx';
import { Steps } from '../parts/steps.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Day, Time } from '../parts/time.tsx';
import { capital, rungMeaning, rungText } from '../words.ts';

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
      <section aria-labelledby="reason">
        <h2 id="reason">Why</h2>
        <Reason view={view} />
        <Alternatives view={view} />
      </section>
      <section aria-labelledby="who">
        <h2 id="who">Who, and how</h2>
        <WhoFacts view={view} />
        {view.counts === null ? null : <CountFacts counts={view.counts} />}
      </section>
      <Objections objections={view.objections} />
      <Held meetings={view.meetings} />
      <Steps view={view} />
      <RightChain chain={view.chain} />
      <LimitsUsed limits={view.limits} />
      <ConstraintResults results={view.constraints} />
      <section aria-labelledby="time">
        <h2 id="time">From when, until when</h2>
        <TimeFacts view={view} />
      </section>
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
  view: { who, role, domain, negotiations, signatures, at, index, id },
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
          {rungText(domain.rung)}. <span class="aside">{rungMeaning(domain.rung)}</span>
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
          {signatures.map(({ name, key, at: signedAt }) => (
            <li>
              <Quoted>{capital(name)}</Quoted>, <Time at={signedAt} />,{' '}
              <span class="aside">
                with the key <WholeId id={key} />
              </span>
            </li>
          ))}
        </ul>,
      ],
      ['Id', <WholeId id={id} />],
    ]}
  />
);

const TimeFacts: FC<{ view: WhyView }> = ({ view }) => (
  <Facts
    facts={[
      ['In force from', <Time at={view.effectiveAt} />],
      ['Looked at again', <Day at={view.reviewAt} />],
      view.expiresAt === null ? null : ['Ends by itself', <Day at={view.expiresAt} />],
      linkFact('Second signature', view.confirmedBy, documentHref),
      linkFact('Takes back', view.reverses, whyHref),
      linkFact('Takes the place of', view.replaces, whyHref),
      linkFact('Was taken back by', view.reversedBy, whyHref),
      linkFact('Was replaced by', view.replacedBy, whyHref),
    ]}
  />
);

function linkFact(name: string, id: string | null, hrefOf: (id: string) => string): Fact | null {
  return id === null ? null : [name, <IdLink id={id} href={hrefOf(id)} />];
}
