import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { BookingView } from '../../flows/views/bookings.ts';
import type { OneResourceView, ResourceDay } from '../../flows/views/resource-view.ts';
import type { ResourceView } from '../../flows/views/resources-view.ts';
import { documentHref, domainHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Amount } from '../parts/amount.tsx';
import { Command } from '../parts/command.tsx';
import { Table } from '../parts/table.tsx';
import { Quoted, Said } from '../parts/text.tsx';
import { Day, Time } from '../parts/time.tsx';
import { resourceKindText } from '../words.ts';

/** One resource: what of it is gone, who has it when, and what is free. Spec §7, [R-7.7]. */
export const resourcePage: Page<OneResourceView> = {
  section: 'resources',
  title: ({ resource }) => anyLanguage(resource.name),
  Body: ({ view: { resource, usedPercent, bookings, days } }) => (
    <>
      <h1>
        <Said texts={resource.name} otherwise="No name" />
      </h1>
      <p class="lead">
        {resourceKindText(resource.kind)}
        {resource.model === 'slots' ? ', lent for a time' : ''}, counted in <Quoted>{resource.unit}</Quoted>.
      </p>
      <Account resource={resource} usedPercent={usedPercent} />
      {resource.model === 'slots' && (
        <>
          <Bookings resource={resource} bookings={bookings} />
          <Days resource={resource} days={days} />
        </>
      )}
    </>
  ),
};

const Account: FC<{ resource: ResourceView; usedPercent: number }> = ({ resource, usedPercent }) => (
  <>
    <Table
      caption={resource.model === 'slots' ? 'At this moment' : 'Its account'}
      columns={[
        { label: 'In all', kind: 'number' },
        { label: resource.model === 'slots' ? 'Lent' : 'Given away', kind: 'number' },
        { label: 'Held for offers', kind: 'number' },
        { label: 'Free', kind: 'number' },
        { label: resource.model === 'slots' ? 'Used in the days below' : 'Used', kind: 'number' },
      ]}
      rows={[
        [
          <Amount quantity={resource.capacity} unit={resource.unit} />,
          <Amount quantity={resource.allocated} unit={resource.unit} />,
          <Amount quantity={resource.held} unit={resource.unit} />,
          <Amount quantity={resource.available} unit={resource.unit} />,
          `${usedPercent} %`,
        ],
      ]}
    />
    <p>
      <a href={documentHref(resource.id)}>The document that says so</a>
      {resource.stewardTitle !== null && (
        <>
          ; it is looked after by{' '}
          <a href={domainHref(resource.steward)}>
            <Said texts={resource.stewardTitle} />
          </a>
        </>
      )}
      .
    </p>
  </>
);

const Bookings: FC<{ resource: ResourceView; bookings: readonly BookingView[] }> = ({
  resource,
  bookings,
}) => (
  <section aria-labelledby="bookings">
    <h2 id="bookings">Who has it when</h2>
    {bookings.length === 0 ? (
      <div class="empty">
        <p>Nobody has it from now on, as far as you may see. A decision lends it:</p>
        <Command rest={`decide --give "1 of ${resource.subject}" --during "…" --to "…" --reason "…"`} />
      </div>
    ) : (
      <Table
        caption={countText(bookings.length, 'booking')}
        columns={[
          { label: 'From' },
          { label: 'Until' },
          { label: 'Amount', kind: 'number' },
          { label: 'What for' },
        ]}
        rows={bookings.map(({ from, until, quantity, what, href }) => [
          <Time at={from} />,
          <Time at={until} />,
          <Amount quantity={quantity} unit={resource.unit} />,
          <a href={href}>
            <Quoted>{what}</Quoted>
          </a>,
        ])}
      />
    )}
  </section>
);

/** Days on which all of it is free need no row of their own. */
const Days: FC<{ resource: ResourceView; days: readonly ResourceDay[] }> = ({ resource, days }) => {
  const used = days.filter(({ usedPercent }) => usedPercent > 0);
  return (
    <section aria-labelledby="days">
      <h2 id="days">What is free</h2>
      <p>
        All of it, on {used.length === 0 ? 'each' : 'the others'} of the next {countText(days.length, 'day')}
        {used.length === 0 ? '.' : '. What is held for offers is not free:'}
      </p>
      {used.length > 0 && (
        <Table
          caption={`${countText(used.length, 'day')}, in UTC`}
          columns={[{ label: 'Day' }, { label: 'Used', kind: 'number' }, { label: 'Free' }]}
          rows={used.map(({ day, usedPercent, free }) => [
            <Day at={`${day}T12:00:00.000Z`} />,
            `${usedPercent} %`,
            <Free resource={resource} free={free} />,
          ])}
        />
      )}
    </section>
  );
};

const Free: FC<{ resource: ResourceView; free: ResourceDay['free'] }> = ({ resource, free }) => (
  <ul class="plain">
    {free.length === 0 && <li>Nothing</li>}
    {free.map(({ from, until, quantity }) => (
      <li>
        <Amount quantity={quantity} unit={resource.unit} /> from <Time at={from} /> to <Time at={until} />
      </li>
    ))}
  </ul>
);
