import type { FC } from 'hono/jsx';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { documentHref } from '../hrefs.ts';
import { stanceText } from '../proposal-words.ts';
import { IdLink } from './id.tsx';
import { Badge, type Tone } from './status.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** Questions, and what guests advise: heard by everybody, counted by nobody. Spec §14. */
export const Aside: FC<{ view: Pick<ProposalView, 'aside'> }> = ({ view: { aside } }) =>
  aside.length === 0 ? null : (
    <section aria-labelledby="aside">
      <h2 id="aside">Questions, and what guests advise</h2>
      <ul class="plain">
        {aside.map(({ id, by, guest, at, stance, text }) => (
          <li>
            <p>
              <Quoted>{by}</Quoted>
              {guest ? ', a guest' : ''}:{' '}
              <strong>{stance === null ? 'A question' : stanceText(stance)}</strong>
            </p>
            {text === null ? <p class="empty">The words are not shown here.</p> : <Prose text={text} />}
            <p class="meta">
              <Time at={at} />, by a link <IdLink id={id} href={documentHref(id)} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );

type Standing = ProposalView['links'][number]['standing'];
const STANDINGS: Readonly<Record<Standing, { readonly tone: Tone; readonly text: string }>> = {
  open: { tone: 'open', text: 'Not used yet' },
  used: { tone: 'good', text: 'Used' },
  withdrawn: { tone: 'partly', text: 'Taken back' },
  over: { tone: 'partly', text: 'Over' },
};

/** Who handed a link to whom: everybody sees through whom an answer came. Spec §14. */
export const HandedLinks: FC<{ view: Pick<ProposalView, 'links'> }> = ({ view: { links } }) =>
  links.length === 0 ? null : (
    <section aria-labelledby="links">
      <h2 id="links">Links that were handed over</h2>
      <p>Whoever has no key says one thing by a link. Whoever handed it over could have used it themself.</p>
      <ul class="plain">
        {links.map(({ id, from, for: person, guest, until, standing }) => (
          <li>
            <p>
              <Badge tone={STANDINGS[standing].tone}>{STANDINGS[standing].text}</Badge>{' '}
              <Quoted>{from}</Quoted> to <Quoted>{person ?? guest ?? 'somebody'}</Quoted>
              {person === null ? ', a guest' : ''}
            </p>
            <p class="meta">
              until <Time at={until} /> <IdLink id={id} href={documentHref(id)} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
