import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';
import type { FindingView, LintView } from '../../flows/views/lint-view.ts';
import { domainHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Badge } from '../parts/status.tsx';
import { Said } from '../parts/text.tsx';

/** What is wrong with the register, before anybody stumbles over it. */
export const lintPage: Page<LintView> = {
  section: 'register',
  title: () => 'Is the register sound?',
  Body: ({ view: { domains, findings } }) => (
    <>
      <h1>Is the register sound?</h1>
      <p class="lead">
        Every domain is looked at: whether somebody can decide, in the way that it says, and whether that is
        wise.
      </p>
      {findings.length === 0 ? (
        <p class="empty">Nothing is wrong with the {countText(domains, 'domain')}.</p>
      ) : (
        <ul class="cards">
          {findings.map((finding) => (
            <Found finding={finding} />
          ))}
        </ul>
      )}
    </>
  ),
};

const Found: FC<{ finding: FindingView }> = ({ finding: { severity, sentence, domain, detail } }) => (
  <li class="card">
    <p class="card-title">{sentence}</p>
    <p>
      {severity === 'error' ? <Badge tone="bad">Nobody can decide</Badge> : <Badge tone="partly">Rash</Badge>}
      {domain === null ? null : (
        <>
          {' '}
          <a href={domainHref(domain.subject)}>
            <Said texts={domain.title} otherwise={domain.subject} />
          </a>
        </>
      )}
    </p>
    {Object.keys(detail).length === 0 ? null : <p class="meta">{detailText(detail)}</p>}
  </li>
);

function detailText(detail: FindingView['detail']): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ');
}
