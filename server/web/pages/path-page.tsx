import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';
import type { PathOwner, PathView } from '../../flows/views/register-view.ts';
import { domainHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { OwnerLine } from '../parts/owner.tsx';
import { PathForm } from '../parts/path-form.tsx';
import { Note } from '../parts/status.tsx';
import { Quoted, Said } from '../parts/text.tsx';
import { rungMeaning, stateText } from '../words.ts';

/** Who decides about one path: the most specific domain does; the wider ones stand below it. */
export const pathPage: Page<PathView> = {
  section: 'register',
  title: ({ path }) => `Who decides about ${path}`,
  Body: ({ view: { path, owners, withheld } }) => (
    <>
      <h1>
        Who decides about{' '}
        <code class="path">
          <Quoted>{path}</Quoted>
        </code>
      </h1>
      {withheld === 0 ? null : (
        <Note tone="open">
          <p>{countText(withheld, 'domain')} that also cover this path are not for everybody.</p>
        </Note>
      )}
      {owners.length === 0 && withheld > 0 ? null : <Answer owners={owners} decides={withheld === 0} />}
      <PathForm path={path} />
      <p>
        <a href="/register">Back to the register</a>
      </p>
    </>
  ),
};

const Answer: FC<{ owners: readonly PathOwner[]; decides: boolean }> = ({ owners, decides }) => {
  const [first] = owners;
  if (first === undefined) {
    return (
      <Note tone="open">
        <p>No domain covers this path: nobody has the right to decide about it yet.</p>
      </Note>
    );
  }
  const equals = owners.filter((owner) => sameSpecificity(owner, first));
  const wider = owners.slice(equals.length);
  return (
    <>
      {equals.length > 1 ? (
        <Note tone="bad">
          <p>
            {equals.length} domains cover this path equally. Until that is settled, no decision about it by
            one of them counts.
          </p>
        </Note>
      ) : null}
      <ol class="owners">
        {equals.map((owner) => (
          <Owner owner={owner} decides={decides && equals.length === 1} />
        ))}
      </ol>
      {wider.length === 0 ? null : (
        <>
          <h2>Wider domains that cover it too</h2>
          <p>They would decide if the one above were not there. The most specific comes first.</p>
          <ol class="owners">
            {wider.map((owner) => (
              <Owner owner={owner} decides={false} />
            ))}
          </ol>
        </>
      )}
    </>
  );
};

const Owner: FC<{ owner: PathOwner; decides: boolean }> = ({ owner, decides }) => (
  <li class={decides ? 'card decides' : 'card'}>
    {decides ? <p class="kicker">This domain decides</p> : null}
    <p class="card-title">
      <a href={domainHref(owner.subject)}>
        <Said texts={owner.title} otherwise="No title" />
      </a>
    </p>
    <p>
      <strong>
        <OwnerLine owner={owner.owner} />
      </strong>
    </p>
    <p class="meta">
      {rungMeaning(owner.rung)} {stateText(owner.status)}.
    </p>
  </li>
);

function sameSpecificity(a: PathOwner, b: PathOwner): boolean {
  return a.specificity.every((value, position) => value === b.specificity[position]);
}
