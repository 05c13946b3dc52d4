import type { FC } from 'hono/jsx';
import type { RightLink } from '../../flows/views/right-chain-view.ts';
import type { WhyView } from '../../flows/views/why-view.ts';
import { documentHref, domainHref, whyHref } from '../hrefs.ts';
import { capital, documentText } from '../words.ts';
import { IdLink } from './id.tsx';
import { Quoted } from './text.tsx';
import { Day } from './time.tsx';

/** By what right: every link back to the founding act, each a page of its own. */
export const RightChain: FC<{ chain: WhyView['chain'] }> = ({ chain }) => (
  <section aria-labelledby="right">
    <h2 id="right">By what right</h2>
    {chain.length === 0 ? (
      <p class="empty">No right is proven: see below what was asked and answered.</p>
    ) : (
      <>
        <p>From the right that was used, step by step, back to the act that founded this commons:</p>
        <ol class="chain">
          {chain.map((link) => (
            <li>
              {link.type === 'withheld' ? (
                <LinkText link={link} />
              ) : (
                <a href={hrefOf(link)}>
                  <LinkText link={link} />
                </a>
              )}
              {hrefOf(link) === documentHref(link.id) ? null : (
                <span class="aside">
                  {' '}
                  – signed as <IdLink id={link.id} href={documentHref(link.id)} />
                </span>
              )}
            </li>
          ))}
        </ol>
      </>
    )}
  </section>
);

const LinkText: FC<{ link: RightLink }> = ({ link }) => {
  if (link.type !== 'withheld' && link.until !== null) {
    return (
      <>
        {capital(documentText(link.type))} until <Day at={link.until} />
      </>
    );
  }
  return <Quoted>{capital(link.what)}</Quoted>;
};

function hrefOf({ type, id, subject }: RightLink): string {
  switch (type) {
    case 'decision':
    case 'outcome':
      return whyHref(id);
    case 'domain':
      return subject === null ? documentHref(id) : domainHref(subject);
    default:
      return documentHref(id);
  }
}
