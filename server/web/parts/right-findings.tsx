import type { FC } from 'hono/jsx';
import type { WhyView } from '../../flows/views/why-view.ts';
import { Badge } from './status.tsx';

/** What is wrong now with the domain by which it was decided. Spec §5. */
export const RightFindings: FC<Pick<WhyView, 'findings'>> = ({ findings }) =>
  findings.length === 0 ? null : (
    <section aria-labelledby="findings">
      <h2 id="findings">What is wrong with this right today</h2>
      <ul class="plain">
        {findings.map(({ severity, sentence }) => (
          <li>
            {severity === 'error' ? (
              <Badge tone="bad">Nobody can decide</Badge>
            ) : (
              <Badge tone="partly">Rash</Badge>
            )}{' '}
            {sentence}
          </li>
        ))}
      </ul>
    </section>
  );
