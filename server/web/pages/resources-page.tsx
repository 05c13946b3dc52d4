import type { FC } from 'hono/jsx';
import { countText, numberText } from '../../amount-text.ts';
import type { BudgetView } from '../../flows/views/budgets-view.ts';
import type { ResourceView } from '../../flows/views/resources-view.ts';
import { documentHref, domainHref, resourceHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Amount } from '../parts/amount.tsx';
import { Command } from '../parts/command.tsx';
import { Table } from '../parts/table.tsx';
import { Quoted, Said } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { resourceKindText } from '../words.ts';

/** What the commons has and can share, with its accounts. */
export const resourcesPage: Page<{
  readonly resources: readonly ResourceView[];
  readonly budgets: readonly BudgetView[];
}> = {
  section: 'resources',
  title: () => 'Resources',
  Body: ({ view: { resources, budgets } }) => (
    <>
      <h1>Resources</h1>
      <p class="lead">What this commons has and can share, and what of it is still free.</p>
      {resources.length === 0 ? (
        <div class="empty">
          <p>There is no resource yet. A member adds one, and a decision puts it in force:</p>
          <Command rest='resource add Fund --kind money --unit "EUR cent" --quantity 100000' />
        </div>
      ) : (
        <Accounts resources={resources} />
      )}
      {budgets.length === 0 ? null : <Budgets budgets={budgets} />}
    </>
  ),
};

/** What is set aside, and what is left of it. Spec §15. */
const Budgets: FC<{ budgets: readonly BudgetView[] }> = ({ budgets }) => (
  <section aria-labelledby="budgets">
    <h2 id="budgets">Budgets</h2>
    <Table
      caption={countText(budgets.length, 'budget')}
      columns={[
        { label: 'Budget' },
        { label: 'In all', kind: 'number' },
        { label: 'Left', kind: 'number' },
        { label: 'Until' },
      ]}
      rows={budgets.map(({ id, title, quantity, left, unit, endsAt }) => [
        <a href={documentHref(id)}>
          <Said texts={title} otherwise="No name" />
        </a>,
        <Amount quantity={quantity} unit={unit} />,
        <Amount quantity={left} unit={unit} />,
        <Time at={endsAt} />,
      ])}
    />
  </section>
);

const Accounts: FC<{ resources: readonly ResourceView[] }> = ({ resources }) => (
  <>
    <Table
      caption={countText(resources.length, 'resource')}
      columns={[
        { label: 'Resource' },
        { label: 'In all', kind: 'number' },
        { label: 'Given away', kind: 'number' },
        { label: 'Held for offers', kind: 'number' },
        { label: 'Free', kind: 'number' },
        { label: 'Looked after by' },
      ]}
      rows={resources.map((resource) => [
        <>
          <a href={resourceHref(resource.subject)}>
            <Said texts={resource.name} otherwise="No name" />
          </a>
          <br />
          <span class="aside">
            {resourceKindText(resource.kind)}
            {resource.model === 'slots' ? ', lent for a time' : ''}, counted in{' '}
            <Quoted>{resource.unit}</Quoted>
          </span>
        </>,
        <Amount quantity={resource.capacity} unit={resource.unit} />,
        <Amount quantity={resource.allocated} unit={resource.unit} />,
        <Amount quantity={resource.held} unit={resource.unit} />,
        <>
          <strong>
            <Amount quantity={resource.available} unit={resource.unit} />
          </strong>
          <br />
          <meter
            min={0}
            max={Math.max(1, resource.capacity)}
            value={Math.min(resource.available, resource.capacity)}
            aria-label={`${numberText(resource.available)} of ${numberText(resource.capacity)} free`}
          />
        </>,
        resource.stewardTitle === null ? (
          'Nobody yet'
        ) : (
          <a href={domainHref(resource.steward)}>
            <Said texts={resource.stewardTitle} />
          </a>
        ),
      ])}
    />
    <p class="hint">
      “Given away” is gone for good; of what is lent for a time, these are the amounts at this moment. “Held”
      is promised to others while they make up their minds, and comes back if nothing comes of it.
    </p>
  </>
);
