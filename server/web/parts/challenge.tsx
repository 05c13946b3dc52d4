import type { FC } from 'hono/jsx';
import { OBJECTION_GROUNDS } from '../../../protocol/documents/objection.ts';
import { groundText } from '../proposal-words.ts';
import { capital } from '../words.ts';
import { Choice, FoldedAct, OWN_WORDS_MAX, Words } from './act.tsx';

/** Doubts of a decision, or of what is announced and not decided yet. Spec §6, [R-6.91]. */
export const Challenge: FC<{ id: string }> = ({ id }) => (
  <FoldedAct title="I challenge it" type="challenge" fields={{ decision: id }} label="Challenge it">
    <Choice
      name="ground"
      label="It rests on this"
      options={OBJECTION_GROUNDS.map((ground) => [ground, capital(groundText(ground))])}
    />
    <Words max={OWN_WORDS_MAX} name="argument" label="What is wrong with it?" required />
    <Words max={OWN_WORDS_MAX} name="resolvedBy" label="What would put it right?" required />
  </FoldedAct>
);
