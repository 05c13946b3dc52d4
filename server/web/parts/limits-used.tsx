import type { FC } from 'hono/jsx';
import { durationText } from '../../duration-text.ts';
import type { LimitUse } from '../../flows/views/limits-used.ts';
import { LimitedEffects, Much, UNITS_HINT } from './limits.tsx';
import { Table } from './table.tsx';
import { Day } from './time.tsx';

/** The limits that a decision had to keep, with what was used of them once it was made. */
export const LimitsUsed: FC<{ limits: readonly LimitUse[] }> = ({ limits }) => (
  <section aria-labelledby="limits">
    <h2 id="limits">Limits</h2>
    {limits.length === 0 ? (
      <p>No limit was set for a decision of this kind.</p>
    ) : (
      <>
        <Table
          caption="Limits that it had to keep, as they stood right after it"
          columns={[
            { label: 'Limit on' },
            { label: 'This decision', kind: 'number' },
            { label: 'One decision, at most', kind: 'number' },
            { label: 'All of one period, at most', kind: 'number' },
            { label: 'Used in it so far', kind: 'number' },
          ]}
          rows={limits.map((limit) => [
            <>
              <LimitedEffects limit={limit} />
              {limit.setBy === 'delegation' ? <span class="aside"> set by whoever delegated it</span> : null}
            </>,
            <strong>
              <Much limit={limit} quantity={limit.asked} />
            </strong>,
            limit.perDecision === null ? '–' : <Much limit={limit} quantity={limit.perDecision} />,
            <Period limit={limit} />,
            limit.perPeriod === null ? '–' : <Much limit={limit} quantity={limit.perPeriod.used} />,
          ])}
        />
        {limits.some(({ measure, resource }) => measure === 'amount' && resource === null)
          ? UNITS_HINT
          : null}
      </>
    )}
  </section>
);

const Period: FC<{ limit: LimitUse }> = ({ limit }) => {
  const { perPeriod } = limit;
  if (perPeriod === null) return <>–</>;
  return (
    <>
      <Much limit={limit} quantity={perPeriod.most} />
      <br />
      <span class="aside">
        in {durationText(perPeriod.seconds)}, until <Day at={perPeriod.end} />
      </span>
    </>
  );
};
