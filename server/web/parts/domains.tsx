import type { FC } from 'hono/jsx';
import type { DomainSummary } from '../../flows/views/register-view.ts';
import { domainHref } from '../hrefs.ts';
import { impactText, rungText, stateText } from '../words.ts';
import { OwnerLine } from './owner.tsx';
import { Table } from './table.tsx';
import { Said } from './text.tsx';

/** Domains in a table: what about, who, how. */
export const Domains: FC<{ caption: string; domains: readonly DomainSummary[] }> = ({ caption, domains }) => (
  <Table
    caption={caption}
    columns={[
      { label: 'About' },
      { label: 'Who decides' },
      { label: 'How', kind: 'brief' },
      { label: 'Impact', kind: 'brief' },
      { label: 'State', kind: 'brief' },
    ]}
    rows={domains.map(({ subject, title, owner, rung, impact, status }) => [
      <a href={domainHref(subject)}>
        <Said texts={title} otherwise="No title" />
      </a>,
      <OwnerLine owner={owner} />,
      rungText(rung),
      impactText(impact),
      stateText(status),
    ])}
  />
);
