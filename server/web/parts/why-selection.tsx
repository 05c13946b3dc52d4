import type { FC } from 'hono/jsx';
import type { WhyView } from '../../flows/views/why-view.ts';
import { Prose, Quoted } from './text.tsx';
import { Day } from './time.tsx';

/** Who was named for a role, by whom and why, and who was chosen. Spec §15. */
export const WhySelection: FC<Pick<WhyView, 'selection'>> = ({ selection }) =>
  selection === null ? null : (
    <section aria-labelledby="selection">
      <h2 id="selection">Who was named for the role</h2>
      <p>
        {selection.method === 'approval' ? 'By approval' : 'By consent'}, for{' '}
        {selection.seats === 1 ? 'one seat' : `${selection.seats} seats`}, from{' '}
        <Day at={selection.startsAt} /> until <Day at={selection.endsAt} />.
      </p>
      {selection.candidates.length === 0 ? <p class="empty">Nobody was nominated.</p> : null}
      <ul class="plain">
        {selection.candidates.map(({ name, nominations, approvals, chosen, reasons }) => (
          <li>
            <p>
              <Quoted>{name}</Quoted>: {nominations === 1 ? '1 nomination' : `${nominations} nominations`}
              {approvals === null ? '' : `, ${approvals} approve`}
              {chosen ? <strong>, chosen</strong> : ''}
            </p>
            {reasons.map(({ by, words }) => (
              <>
                <p class="meta">
                  <Quoted>{by}</Quoted> said why:
                </p>
                <Prose text={words} />
              </>
            ))}
          </li>
        ))}
        {selection.none === null ? null : <li>None of these: {selection.none}</li>}
      </ul>
      {selection.ballots.length === 0 ? null : (
        <ul class="plain">
          {selection.ballots.map(({ by, approves }) => (
            <li>
              <Quoted>{by}</Quoted> approves of{' '}
              {approves.length === 0 ? 'none of these' : approves.join(', ')}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
