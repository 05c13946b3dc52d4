import type { FC } from 'hono/jsx';
import type { JsonValue } from '../../../protocol/canonical.ts';
import { anyLanguage } from '../../any-language.ts';
import type { DocumentView } from '../../flows/views/document-view.ts';
import { agreementHref, domainHref, signedHref, whyHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Content } from '../parts/content.tsx';
import { VERDICTS } from '../parts/decisions.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { WholeId } from '../parts/id.tsx';
import { Badge } from '../parts/status.tsx';
import { Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { capital, custodyText, documentText } from '../words.ts';

/** Fields that stand above the content, or mean nothing to a reader. */
const ENVELOPE_FIELDS = new Set([
  'v',
  'type',
  'commons',
  'author',
  'subject',
  'issuedAt',
  'audience',
  'salt',
  'refs',
]);

/** One signed document: who signed it, whether it counts, and what it says. */
export const documentPage: Page<DocumentView> = {
  section: null,
  title: headline,
  Body: ({ view }) => (
    <>
      <p class="kicker">Signed document</p>
      <h1>
        <Quoted>{headline(view)}</Quoted>
      </h1>
      <Facts
        facts={[
          [
            'Signed by',
            <>
              <Quoted>{capital(view.author.name)}</Quoted>
              {view.custody === null ? null : <span class="aside">, with {custodyText(view.custody)}</span>}
            </>,
          ],
          [
            'In the record',
            <>
              <Time at={view.at} /> <span class="aside">as entry {view.index}</span>
            </>,
          ],
          verdictFact(view),
          pageFact(view),
          ['Id', <WholeId id={view.id} />],
        ]}
      />
      <section aria-labelledby="says">
        <h2 id="says">What it says</h2>
        <Fields view={view} />
      </section>
      <p>
        <a class="button" href={signedHref(view.id)} download={`${view.document.type}.json`}>
          Download it as it was signed
        </a>
      </p>
    </>
  ),
};

function headline({ document, names }: DocumentView): string {
  const kind = capital(documentText(document.type));
  if (document.type === 'mandate') {
    const { holder, role } = document;
    return `${kind}: ${names[holder] ?? 'somebody'} as ${names[role.subject] ?? 'a role'}`;
  }
  if ('name' in document) return `${kind} “${anyLanguage(document.name)}”`;
  if ('title' in document) return `${kind} “${anyLanguage(document.title)}”`;
  return 'pseudonym' in document ? `${kind} “${document.pseudonym}”` : kind;
}

function verdictFact({ verdict }: DocumentView): Fact | null {
  if (verdict === null) return null;
  const { tone, text } = VERDICTS[verdict.status];
  return [
    'Does it count?',
    <>
      <Badge tone={tone}>{text}</Badge> {verdict.sentence}
    </>,
  ];
}

/** The page that says more of the same matter. */
function pageFact({ document, id }: DocumentView): Fact | null {
  switch (document.type) {
    case 'decision':
    case 'outcome':
      return ['More', <a href={whyHref(id)}>Who decided this, by what right, and why</a>];
    case 'domain':
      return ['More', <a href={domainHref(document.subject)}>This domain as it is now</a>];
    case 'terms':
    case 'acceptance':
    case 'rejection':
    case 'seal':
    case 'lapse':
    case 'event':
    case 'termination':
    case 'question':
    case 'answer':
      return ['More', <a href={agreementHref(document.subject)}>The agreement that it belongs to</a>];
    default:
      return null;
  }
}

const Fields: FC<{ view: DocumentView }> = ({ view }) => {
  const fields = Object.entries(view.document).filter(([name]) => !ENVELOPE_FIELDS.has(name));
  // A document was parsed from JSON, so each of its fields is JSON.
  return <Content value={Object.fromEntries(fields) as Record<string, JsonValue>} known={view} />;
};
