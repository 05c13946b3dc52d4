import type { FC } from 'hono/jsx';
import type { Page } from '../page.ts';
import { PathForm } from '../parts/path-form.tsx';
import { Quoted } from '../parts/text.tsx';

/** What went wrong, as a page shows it. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly retryable: boolean;
  /** The path that was looked up, where that is what went wrong. */
  readonly lookup: string | null;
}

/** An answer that is no page: what happened, and what the reader can do now. */
export const problemPage: Page<Problem> = {
  section: null,
  title: headline,
  Body: ({ view }) => (
    <>
      <p class="kicker">Error {view.status}</p>
      <h1>{headline(view)}</h1>
      <p class="lead">
        <Quoted>{view.detail}</Quoted>
      </p>
      <Next problem={view} />
    </>
  ),
};

function headline({ status, lookup }: Problem): string {
  if (lookup !== null) return 'This is not a path';
  if (status === 404) return 'We cannot find that page';
  if (status === 410) return 'This was erased';
  if (status === 401 || status === 403) return 'This is not for everybody';
  if (status === 429) return 'Too much at once';
  if (status >= 500) return 'The server could not do this';
  return 'This does not work';
}

const Next: FC<{ problem: Problem }> = ({ problem: { status, retryable, lookup } }) => {
  if (lookup !== null) {
    return (
      <>
        <p>Name one file: words with a slash between them, and nothing after the last one.</p>
        <PathForm path={lookup} />
      </>
    );
  }
  return (
    <p>
      {status === 404 ? 'The address may be mistyped, or what it led to is not for everybody. ' : null}
      {retryable ? 'Try again in a moment. ' : null}
      Go to the <a href="/">front page</a>, or see <a href="/register">who decides what</a>.
    </p>
  );
};
