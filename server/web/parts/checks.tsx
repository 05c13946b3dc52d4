import type { FC } from 'hono/jsx';
import { NOT_COUNTED } from '../../../protocol/governance/codes.ts';
import type { Check } from '../../../protocol/governance/verdict.ts';
import { countText, numberText } from '../../amount-text.ts';
import { documentHref } from '../hrefs.ts';
import { capital, checkText } from '../words.ts';
import { IdLink } from './id.tsx';
import { Badge } from './status.tsx';
import { Table } from './table.tsx';

/** Every question that the rules asked, with its answer and what proves it. */
export const Checks: FC<{ checks: readonly Check[] }> = ({ checks }) =>
  checks.length === 0 ? null : (
    <section aria-labelledby="checks">
      <h2 id="checks">Every rule that was asked</h2>
      <details open={checks.some(({ result }) => result !== 'pass')}>
        <summary>{summaryOf(checks)}</summary>
        <Table
          caption="The rules of this commons, one by one"
          columns={[{ label: 'Rule' }, { label: 'Answer' }, { label: 'Proof' }]}
          rows={checks.map((check) => [
            <>
              {checkText(check.name)} <span class="aside">({check.level})</span>
            </>,
            <Answer check={check} />,
            <Proofs check={check} />,
          ])}
        />
      </details>
    </section>
  );

function summaryOf(checks: readonly Check[]): string {
  const passed = checks.filter(({ result }) => result === 'pass').length;
  return passed === checks.length
    ? `${countText(passed, 'rule')}, and each says yes`
    : `${countText(checks.length, 'rule')}: ${numberText(passed)} of them say yes`;
}

const Answer: FC<{ check: Check }> = ({ check }) => {
  switch (check.result) {
    case 'pass':
      return <Badge tone="good">Yes</Badge>;
    case 'fail':
      return (
        <>
          <Badge tone="bad">No</Badge> {NOT_COUNTED[check.refusal.code].sentence}
          <Detail detail={check.refusal.detail ?? {}} />
        </>
      );
    case 'unresolved':
      return <Badge tone="open">Cannot be told</Badge>;
  }
};

/** Names of the figures that come with a "no". */
const FIGURES: Readonly<Record<string, string>> = {
  most: 'allowed',
  asked: 'asked for',
  used: 'used before',
  left: 'left',
  latest: 'at the latest',
  until: 'until',
};

/** Figures that help to go on: what was asked for, what is allowed, what is left. */
const Detail: FC<{ detail: Readonly<Record<string, unknown>> }> = ({ detail }) => {
  const figures = Object.entries(FIGURES).flatMap(([name, label]) => {
    const value = detail[name];
    if (typeof value === 'number') return [`${label}: ${numberText(value)}`];
    return typeof value === 'string' ? [`${label}: ${value}`] : [];
  });
  return figures.length === 0 ? null : <p class="meta">{capital(figures.join(', '))}</p>;
};

const Proofs: FC<{ check: Check }> = ({ check }) => {
  if (check.result !== 'pass' || check.proofs.length === 0) return <>–</>;
  return (
    <ul class="plain">
      {check.proofs.map((id) => (
        <li>
          <IdLink id={id} href={documentHref(id)} />
        </li>
      ))}
    </ul>
  );
};
