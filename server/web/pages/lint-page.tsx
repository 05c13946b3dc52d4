import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';
import type { FindingView, LintView } from '../../flows/views/lint-view.ts';
import { domainHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Badge } from '../parts/status.tsx';
import { Quoted, Said } from '../parts/text.tsx';

/** Domains that one finding shows at once; the rest opens on demand. */
const SHOWN = 20;

/** What is wrong with the register, before anybody stumbles over it: the same fault of many domains is told once. */
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
        [...byCode(findings)].map(([code, found]) => <Group code={code} found={found} of={domains} />)
      )}
    </>
  ),
};

/** In the order in which they come: the worst first. */
function byCode(findings: readonly FindingView[]): ReadonlyMap<string, readonly FindingView[]> {
  const groups = new Map<string, FindingView[]>();
  for (const finding of findings) {
    const group = groups.get(finding.code) ?? [];
    group.push(finding);
    groups.set(finding.code, group);
  }
  return groups;
}

const Group: FC<{ code: string; found: readonly FindingView[]; of: number }> = ({ code, found, of }) => {
  const [first] = found;
  if (first === undefined) return null;
  const more = found.length - SHOWN;
  return (
    <section aria-labelledby={code}>
      <h2 id={code}>{first.sentence}</h2>
      <p>
        {first.severity === 'error' ? (
          <Badge tone="bad">Nobody can decide</Badge>
        ) : (
          <Badge tone="partly">Rash</Badge>
        )}{' '}
        {countText(found.length, 'finding')} among {countText(of, 'domain')}
      </p>
      <Findings found={found.slice(0, SHOWN)} />
      {more <= 0 ? null : (
        <details>
          <summary>{countText(more, 'more', 'more')}</summary>
          <Findings found={found.slice(SHOWN)} />
        </details>
      )}
    </section>
  );
};

const Findings: FC<{ found: readonly FindingView[] }> = ({ found }) => (
  <ul class="plain">
    {found.map(({ domain, words }) => (
      <li>
        {domain === null ? (
          'The register as a whole'
        ) : (
          <a href={domainHref(domain.subject)}>
            <Said texts={domain.title} otherwise={domain.subject} />
          </a>
        )}
        {words === '' ? null : (
          <span class="aside">
            {' '}
            <Quoted>{words}</Quoted>
          </span>
        )}
      </li>
    ))}
  </ul>
);
