import type { FC } from 'hono/jsx';
import { countText, numberText } from '../../amount-text.ts';
import { durationText } from '../../duration-text.ts';
import type { LimitView } from '../../flows/views/limit-views.ts';
import { capital, effectText } from '../words.ts';
import { Amount } from './amount.tsx';
import { Table } from './table.tsx';
import { Said } from './text.tsx';
import { Day } from './time.tsx';

/** The limits of a domain, with what the running period has used and left. */
export const Limits: FC<{ limits: readonly LimitView[]; maxOpen: number | null }> = ({ limits, maxOpen }) => (
  <section aria-labelledby="limits">
    <h2 id="limits">Limits</h2>
    {limits.length === 0 ? (
      <p>No limit is set.</p>
    ) : (
      <Table
        caption="What one decision, and all of one period together, may do"
        columns={[
          { label: 'For' },
          { label: 'One decision', kind: 'number' },
          { label: 'One period', kind: 'number' },
          { label: 'Used' },
          { label: 'Left', kind: 'number' },
        ]}
        rows={limits.map((limit) => [
          <LimitedEffects limit={limit} />,
          limit.perDecision === null ? '–' : <Much limit={limit} quantity={limit.perDecision} />,
          limit.perPeriod === null ? (
            '–'
          ) : (
            <>
              <Much limit={limit} quantity={limit.perPeriod.most} />
              <br />
              <span class="aside">in {durationText(limit.perPeriod.seconds)}</span>
            </>
          ),
          limit.perPeriod === null ? '–' : <Used limit={limit} period={limit.perPeriod} />,
          limit.perPeriod === null ? (
            '–'
          ) : (
            <>
              <Much limit={limit} quantity={limit.perPeriod.left} />
              <br />
              <span class="aside">
                until <Day at={limit.perPeriod.end} />
              </span>
            </>
          ),
        ])}
      />
    )}
    {limits.some(({ measure, resource }) => measure === 'amount' && resource === null) ? UNITS_HINT : null}
    {maxOpen === null ? null : (
      <p>At most {countText(maxOpen, 'decision')} may wait for a second signature at once.</p>
    )}
  </section>
);

/** Said once under a table of limits on whatever is given. */
export const UNITS_HINT = (
  <p class="hint">Units are the smallest ones of whatever is given: cents of money, minutes of work.</p>
);

/** What a limit is on: kinds of effect, and the resource where there is one. */
export const LimitedEffects: FC<{ limit: LimitView }> = ({ limit }) => (
  <>
    {capital(limit.effects.map(effectText).join('; '))}
    {limit.resource === null ? null : (
      <>
        {' '}
        (<Said texts={limit.resource.name} />)
      </>
    )}
  </>
);

/** An amount under a limit. Without a named resource it is in the smallest unit of whichever resource it is. */
export const Much: FC<{ limit: LimitView; quantity: number }> = ({ limit, quantity }) =>
  limit.measure === 'count' ? (
    <span class="amount">{countText(quantity, 'decision')}</span>
  ) : (
    <Amount quantity={quantity} unit={limit.resource?.unit ?? 'unit'} />
  );

/** A bar for the eye; its words stand beside it. */
const Used: FC<{ limit: LimitView; period: NonNullable<LimitView['perPeriod']> }> = ({ limit, period }) => (
  <>
    <Much limit={limit} quantity={period.used} />
    <br />
    <meter
      min={0}
      max={Math.max(1, period.most)}
      value={Math.min(period.used, period.most)}
      aria-label={`${numberText(period.used)} of ${numberText(period.most)} used`}
    />
  </>
);
