import type { FC } from 'hono/jsx';
import { LEVELS, type LevelResult } from '../../../protocol/verify/report.ts';
import { numberText } from '../../amount-text.ts';
import type { WhyView } from '../../flows/views/why-view.ts';
import { LEVEL_QUESTIONS } from '../words.ts';
import { Badge, type Tone } from './status.tsx';
import { Table } from './table.tsx';
import { ExactTime, Time } from './time.tsx';

const RESULTS: Readonly<Record<LevelResult, { readonly tone: Tone; readonly text: string }>> = {
  pass: { tone: 'good', text: 'Yes' },
  attested: { tone: 'partly', text: 'On somebody’s word' },
  fail: { tone: 'bad', text: 'No' },
  unresolved: { tone: 'open', text: 'Cannot be told' },
};

/** What can be checked about a decision, question by question: never one yes or no for all. */
export const Levels: FC<Pick<WhyView, 'levels' | 'singleHistory'>> = ({ levels, singleHistory }) => (
  <section aria-labelledby="levels">
    <h2 id="levels">What can be checked</h2>
    <Table
      caption="Six questions, answered from the proof alone, just as a stranger would"
      columns={[
        { label: 'Question' },
        { label: 'Answer', kind: 'brief' },
        { label: 'Because', kind: 'long' },
      ]}
      rows={LEVELS.map((level) => {
        const { result, reason } = levels[level];
        const { tone, text } = RESULTS[result];
        return [
          <>
            <span class="level">{level}</span> {LEVEL_QUESTIONS[level]}
          </>,
          <Badge tone={tone}>{text}</Badge>,
          <Reason text={reason} />,
        ];
      })}
    />
    <p class="hint">
      “On somebody’s word”: the operator says so, or a witness that you have not named as trusted.{' '}
      <Witnesses singleHistory={singleHistory} />
    </p>
  </section>
);

/** A time as the rules write it, inside a sentence. */
const TIME = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** The sentence of an answer, with its times in the commons' own zone. */
const Reason: FC<{ text: string }> = ({ text }) => (
  <>{text.split(TIME).map((part) => (TIME.test(part) ? <ExactTime at={part} /> : part))}</>
);

/** Whether others have seen the same record. */
const Witnesses: FC<Pick<WhyView, 'singleHistory'>> = ({ singleHistory }) => {
  const { trusted, unknown, since } = singleHistory;
  const count = trusted.length + unknown;
  if (count === 0 || since === null) {
    return (
      <>No other commons has signed this record yet: only this server vouches that there is no second one.</>
    );
  }
  return (
    <>
      {count === 1 ? 'One other commons has' : `${numberText(count)} other commons have`} signed this record,
      the first on <Time at={since} />. Whether you trust {count === 1 ? 'it' : 'them'} is up to you: name{' '}
      {count === 1 ? 'it' : 'them'} when you check the proof yourself.
    </>
  );
};
