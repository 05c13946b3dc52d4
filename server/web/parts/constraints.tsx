import type { FC } from 'hono/jsx';
import type { ConstraintResult } from '../../flows/views/constraint-results.ts';
import type { ConstraintView } from '../../flows/views/constraints-view.ts';
import { documentHref } from '../hrefs.ts';
import { Badge } from './status.tsx';
import { Table } from './table.tsx';
import { Prose, Quoted, Said } from './text.tsx';
import { Time } from './time.tsx';

/** Rules that bind every decision, in words. Spec §12. */
export const Constraints: FC<{ constraints: readonly ConstraintView[] }> = ({ constraints }) =>
  constraints.length === 0 ? (
    <p class="empty">No rule binds every decision yet.</p>
  ) : (
    <Table
      caption="Rules that bind every decision"
      columns={[{ label: 'Rule' }, { label: 'Why' }, { label: 'How strictly' }]}
      rows={constraints.map(({ id, title, value, words, hard, until }) => [
        <>
          <a href={documentHref(id)}>
            <Said texts={title} />
          </a>
          <br />
          <Quoted>{words}</Quoted>
        </>,
        <Said texts={value} />,
        <>
          <Badge tone={hard ? 'good' : 'open'}>
            {hard ? 'Without exception' : 'With a reason, and more people'}
          </Badge>
          {until === null ? null : (
            <>
              <br />
              <span class="aside">
                changed: it still holds until <Time at={until} />
              </span>
            </>
          )}
        </>,
      ])}
    />
  );

const RESULTS = {
  kept: { tone: 'good', text: 'Kept' },
  departed: { tone: 'open', text: 'Not kept, with a reason' },
  violated: { tone: 'bad', text: 'Not kept' },
} as const;

/** What became of each of these rules in one decision. */
export const ConstraintResults: FC<{ results: readonly ConstraintResult[] }> = ({ results }) =>
  results.length === 0 ? null : (
    <section aria-labelledby="constraints">
      <h2 id="constraints">Rules that bind every decision</h2>
      <Table
        caption="Rules that were in force, and whether this decision keeps them"
        columns={[{ label: 'Rule' }, { label: 'Result' }]}
        rows={results.map(({ id, title, words, result, reason }) => [
          <>
            <a href={documentHref(id)}>
              <Said texts={title} />
            </a>
            <br />
            <Quoted>{words}</Quoted>
          </>,
          <>
            <Badge tone={RESULTS[result].tone}>{RESULTS[result].text}</Badge>
            {reason === null ? null : <Prose text={reason} language={null} />}
          </>,
        ])}
      />
    </section>
  );
