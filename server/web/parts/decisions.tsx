import type { FC } from 'hono/jsx';
import type { DecisionSummary } from '../../flows/views/decision-summary.ts';
import { whyHref } from '../hrefs.ts';
import { capital } from '../words.ts';
import { Badge, type Tone } from './status.tsx';
import { Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** Decisions, newest first; each leads to the page that says why. */
export const Decisions: FC<{ decisions: readonly DecisionSummary[]; none: string }> = ({
  decisions,
  none,
}) =>
  decisions.length === 0 ? (
    <p class="empty">{none}</p>
  ) : (
    <ol class="decisions">
      {decisions.map((decision) => (
        <li>
          <a href={whyHref(decision.id)}>
            <Quoted>{capital(decision.what.join('; '))}</Quoted>
          </a>
          <p class="meta">
            <Quoted>{capital(decision.by)}</Quoted>, <Time at={decision.at} />{' '}
            <VerdictBadge decision={decision} />
          </p>
        </li>
      ))}
    </ol>
  );

const VerdictBadge: FC<{ decision: DecisionSummary }> = ({ decision: { verdict, result } }) => {
  const status = verdict?.status ?? 'unresolved';
  if (status === 'counted' && result === 'not-adopted') return <Badge tone="partly">Turned down</Badge>;
  if (status === 'counted' && result === 'default') return <Badge tone="partly">Ended by default</Badge>;
  const { tone, text } = VERDICTS[status];
  return <Badge tone={tone}>{text}</Badge>;
};

/** How a decision counts, in words. */
export const VERDICTS: Readonly<
  Record<'counted' | 'pending' | 'not-counted' | 'unresolved', { readonly tone: Tone; readonly text: string }>
> = {
  counted: { tone: 'good', text: 'Counts' },
  pending: { tone: 'open', text: 'Waits for a second signature' },
  'not-counted': { tone: 'bad', text: 'Does not count' },
  unresolved: { tone: 'open', text: 'Not settled' },
};
