import type { FC } from 'hono/jsx';
import { anyLanguage } from '../../any-language.ts';
import { durationText } from '../../duration-text.ts';
import type { DomainView } from '../../flows/views/domain-view.ts';
import { domainCommands } from '../commands/thing-commands.ts';
import { documentHref, domainHref, whyHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { PossibleCommands } from '../parts/command.tsx';
import { ProposeText } from '../parts/decision-acts.tsx';
import { Decisions } from '../parts/decisions.tsx';
import { Facts } from '../parts/facts.tsx';
import { IdLink } from '../parts/id.tsx';
import { Limits } from '../parts/limits.tsx';
import { ownerFacts } from '../parts/owner-facts.tsx';
import { Quoted, Said } from '../parts/text.tsx';
import {
  disclosureText,
  effectText,
  impactText,
  reversibilityText,
  rungMeaning,
  rungText,
  stateMeaning,
} from '../words.ts';

const NO_TITLE = 'A domain without a title';

/** One decision domain: all that it says of itself, what its limits leave, and what was decided under it. */
export const domainPage: Page<DomainView> = {
  section: 'register',
  title: ({ body }) => anyLanguage(body.title, NO_TITLE),
  feedOf: ({ subject }) => `domain=${encodeURIComponent(subject)}`,
  Body: ({ view }) => (
    <>
      <p class="kicker">Decision domain</p>
      <h1>
        <Said texts={view.body.title} otherwise={NO_TITLE} />
      </h1>
      <p class="lead">
        <Said texts={view.body.rationale} />
      </p>
      <section aria-labelledby="who">
        <h2 id="who">Who decides, and how</h2>
        <HowFacts view={view} />
      </section>
      <PossibleCommands acts={domainCommands(view)} />
      <section aria-labelledby="about">
        <h2 id="about">What it is about</h2>
        <ScopeFacts view={view} />
      </section>
      <Limits limits={view.limits} maxOpen={view.body.maxOpen ?? null} />
      <section aria-labelledby="decisions">
        <h2 id="decisions">Decisions under it</h2>
        <Decisions decisions={view.decisions} none="Nothing has been decided under this domain yet." />
      </section>
      <ProposeText domain={view.subject} />
    </>
  ),
};

const HowFacts: FC<{ view: DomainView }> = ({ view: { owner, body } }) => (
  <Facts
    facts={[
      ...ownerFacts(owner, body),
      [
        'How',
        <>
          {rungText(body.rung)}. <span class="aside">{rungMeaning(body.rung)}</span>
        </>,
      ],
      body.rung !== 'delegation' || body.parameters.delegation === undefined
        ? null
        : [
            'Signatures',
            body.parameters.delegation.signers === 2 ? 'Two: the second by somebody else' : 'One',
          ],
      body.rung !== 'consent' || body.parameters.consent === undefined
        ? null
        : [
            'Time to answer',
            `Open for ${durationText(body.parameters.consent.openSeconds)}, settled within ${durationText(body.parameters.consent.deadlineSeconds)}`,
          ],
      ['For humans only', body.humanReserved ? 'Yes: no software agent may decide here' : 'No'],
      ['Looked at again', `At the latest after ${durationText(body.reviewAfterSeconds)}`],
      body.escalation === undefined
        ? null
        : [
            'If it cannot be settled',
            <ol class="steps">
              {body.escalation.map(({ mode, maxSeconds }) => (
                <li>
                  {STEPS[mode]}, at most {durationText(maxSeconds)}
                </li>
              ))}
            </ol>,
          ],
    ]}
  />
);

const STEPS = {
  talk: 'Those concerned talk',
  mediate: 'Somebody mediates',
  decide: 'A body decides',
  default: 'What was agreed for this case holds',
} as const;

const ScopeFacts: FC<{ view: DomainView }> = ({ view }) => {
  const { body, source } = view;
  return (
    <Facts
      facts={[
        [
          'Right to',
          <ul class="plain">
            {body.scope.effects.map((effect) => (
              <li>{effectText(effect)}</li>
            ))}
          </ul>,
        ],
        view.resources.length === 0 ? null : ['Only these resources', <Things things={view.resources} />],
        body.scope.paths === undefined
          ? null
          : ['Only these paths', <Patterns patterns={body.scope.paths} />],
        body.excludes?.paths === undefined || body.excludes.paths.length === 0
          ? null
          : ['But not these paths', <Patterns patterns={body.excludes.paths} />],
        body.scope.tags === undefined || body.scope.tags.length === 0
          ? null
          : ['Tags', <Quoted>{body.scope.tags.join(', ')}</Quoted>],
        ['Impact', impactText(body.impact)],
        ['Can it be undone?', reversibilityText(body.reversibility)],
        ['How soon', `Decided within ${body.timeline}`],
        [
          'Who is affected',
          view.affected.length === 0 ? 'Nobody is named' : <Things things={view.affected} />,
        ],
        [
          'Who knows about it',
          view.knowledge.length === 0 ? 'Nobody is named' : <Things things={view.knowledge} />,
        ],
        ['Who may read', disclosureText(body.disclosure)],
        ['State', stateMeaning(body.status)],
        [
          'Where it stands',
          <>
            {source.kind === 'document' ? (
              <>
                Signed document <IdLink id={source.id} href={documentHref(source.id)} />
              </>
            ) : (
              'One line of a list'
            )}
            <Adopted view={view} />
          </>,
        ],
      ]}
    />
  );
};

/** By what right it stands: the decision that adopted it, or the founding act. */
const Adopted: FC<{ view: DomainView }> = ({ view: { adoptedBy } }) => {
  if (adoptedBy === null) return null;
  const { id, kind } = adoptedBy;
  return kind === 'founding' ? (
    <>
      , adopted by <a href={documentHref(id)}>the founding act</a>
    </>
  ) : (
    <>
      , adopted by <a href={whyHref(id)}>this decision</a>
    </>
  );
};

const Things: FC<{ things: DomainView['affected'] }> = ({ things }) => (
  <ul class="plain">
    {things.map(({ subject, kind, name }) => (
      <li>
        {kind === 'domain' ? (
          <a href={domainHref(subject)}>
            <Said texts={name} />
          </a>
        ) : (
          <Said texts={name} />
        )}{' '}
        {kind === 'person' ? null : <span class="aside">({kind})</span>}
      </li>
    ))}
  </ul>
);

/** Patterns that are shown at once; the rest opens on demand. */
const PATTERNS_SHOWN = 12;

const Patterns: FC<{ patterns: readonly string[] }> = ({ patterns }) => (
  <>
    <PatternList patterns={patterns.slice(0, PATTERNS_SHOWN)} />
    {patterns.length <= PATTERNS_SHOWN ? null : (
      <details>
        <summary>{patterns.length - PATTERNS_SHOWN} more</summary>
        <PatternList patterns={patterns.slice(PATTERNS_SHOWN)} />
      </details>
    )}
  </>
);

const PatternList: FC<{ patterns: readonly string[] }> = ({ patterns }) => (
  <ul class="plain paths">
    {patterns.map((pattern) => (
      <li>
        <code>
          <Quoted>{pattern}</Quoted>
        </code>
      </li>
    ))}
  </ul>
);
