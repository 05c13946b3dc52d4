import type { FC } from 'hono/jsx';
import type { EmergencyView } from '../../flows/views/emergencies-view.ts';
import { documentHref } from '../hrefs.ts';
import { IdLink } from './id.tsx';
import { Prose, Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** Acts in an emergency on which a decision rules: who did what, and what harm it averted. Spec §17. */
export const RuledActs: FC<{ acts: readonly EmergencyView[] }> = ({ acts }) =>
  acts.length === 0 ? null : (
    <section aria-labelledby="emergency">
      <h2 id="emergency">The act in an emergency that it is about</h2>
      {acts.map(({ id, by, at, actedAt, harm, did, changes }) => (
        <>
          <p>
            <Quoted>{by}</Quoted>
            {actedAt === null ? null : (
              <>
                , <Time at={actedAt} />
              </>
            )}
            ; reported <Time at={at} /> <IdLink id={id} href={documentHref(id)} />
          </p>
          {harm === null ? null : <Prose text={`The harm: ${harm}`} />}
          {did === null ? null : <Prose text={`What was done: ${did}`} />}
          {changes.map((change) => (
            <p>
              It did: <Quoted>{change}</Quoted>
            </p>
          ))}
        </>
      ))}
    </section>
  );
