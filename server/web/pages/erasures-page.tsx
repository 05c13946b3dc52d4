import type { FC } from 'hono/jsx';
import type { ErasuresView, ErasureView } from '../../flows/views/erasures-view.ts';
import { documentHref, whyHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Facts } from '../parts/facts.tsx';
import { IdLink } from '../parts/id.tsx';
import { Prose, Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { capital } from '../words.ts';

/** What was erased, when, on what ground, by whom, and who followed. Spec §16. */
export const erasuresPage: Page<ErasuresView> = {
  section: null,
  title: () => 'What was erased',
  Body: ({ view }) => (
    <>
      <h1>What was erased</h1>
      <p>
        Words can be deleted for good; that they were there, when and by whom, cannot. No decision and no
        count changes by it. {view.outOfReach}
      </p>
      {view.erasures.length === 0 ? <p>Nothing was erased here.</p> : null}
      {view.erasures.map((erasure) => (
        <One erasure={erasure} />
      ))}
    </>
  ),
};

const One: FC<{ erasure: ErasureView }> = ({ erasure }) => (
  <section>
    <h2>
      Erased <Time at={erasure.at} />
    </h2>
    <Facts
      facts={[
        ['By', <Quoted>{capital(erasure.by)}</Quoted>],
        ['Why', erasure.because],
        erasure.decision === null
          ? null
          : ['Decided', <a href={whyHref(erasure.decision)}>Who decided this, by what right, and why</a>],
        erasure.reason === null ? null : ['In their words', <Prose text={erasure.reason} />],
        [
          'What',
          <ul class="plain">
            {erasure.what.map(({ document, sentence }) => (
              <li>
                {capital(sentence)} <IdLink id={document} href={documentHref(document)} />
              </li>
            ))}
          </ul>,
        ],
        ['Peers', <Peers erasure={erasure} />],
        ['Signed', <IdLink id={erasure.id} href={documentHref(erasure.id)} />],
      ]}
    />
  </section>
);

const Peers: FC<{ erasure: ErasureView }> = ({ erasure: { peers } }) => {
  if (peers.length === 0) return <>Nobody follows this record as a peer.</>;
  return (
    <ul class="plain">
      {peers.map(({ name, acknowledged }) => (
        <li>
          <Quoted>{name}</Quoted>:{' '}
          {acknowledged ? 'says that it has deleted it too' : 'has not said yet that it deleted it'}
        </li>
      ))}
    </ul>
  );
};
