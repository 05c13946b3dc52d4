import type { FC } from 'hono/jsx';
import { countText, numberText } from '../../amount-text.ts';
import type { RegisterView } from '../../flows/views/register-view.ts';
import { registerHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Constraints } from '../parts/constraints.tsx';
import { Domains } from '../parts/domains.tsx';
import { PathForm } from '../parts/path-form.tsx';
import { Quoted } from '../parts/text.tsx';

/** Who decides what: search, look up a path, leaf through. */
export const registerPage: Page<RegisterView> = {
  section: 'register',
  title: ({ query }) => (query === '' ? 'Who decides what' : `“${query}” – Who decides what`),
  Body: ({ view }) => (
    <>
      <h1>Who decides what</h1>
      <p class="lead">
        This is the register. Each line is one domain: something to decide about, who decides it, and how.
      </p>
      <div class="tools">
        <SearchForm query={view.query} />
        <PathForm />
      </div>
      <Found view={view} />
      <p>
        <a href="/register/lint">Is the register sound?</a>
      </p>
      <p>
        <a href="/agents">Programs that act here, and what waits for a human</a>
      </p>
      <p>
        <a href="/circles">Circles, and who is in them</a>
      </p>
      <p>
        <a href="/roles">Who holds which role, and how somebody comes to it</a>
      </p>
      <p>
        <a href="/emergencies">What members did outside their right in an emergency</a>
      </p>
      <section aria-labelledby="constraints">
        <h2 id="constraints">
          <a href="/constraints">Rules that bind every decision</a>
        </h2>
        <Constraints constraints={view.constraints} />
      </section>
    </>
  ),
};

const SearchForm: FC<{ query: string }> = ({ query }) => (
  <search aria-label="Search the register">
    <form class="ask" action="/register" method="get">
      <label for="q">Search the register</label>
      <div class="field">
        <input
          id="q"
          name="q"
          type="search"
          value={query}
          maxlength={200}
          autocomplete="off"
          aria-describedby="q-hint"
        />
        <button type="submit">Search</button>
      </div>
      <p id="q-hint" class="hint">
        Words of a title or of a path
      </p>
    </form>
  </search>
);

const Found: FC<{ view: RegisterView }> = ({ view }) => {
  const { domains, found, query, total, withheld } = view;
  const hidden = withheld === 0 ? '' : `${countText(withheld, 'domain')} in force are not for everybody.`;
  if (total === 0) return <p class="empty">{hidden || 'There is no domain in this register yet.'}</p>;
  if (domains.length === 0) {
    return (
      <p class="empty" role="status">
        {found === 0 ? (
          <>
            Nothing found for “<Quoted>{query}</Quoted>”.{' '}
            <a href="/register">Show all {countText(total, 'domain')}</a>
          </>
        ) : (
          <>
            The list ends before this page.{' '}
            <a href={registerHref(query, 0, view.limit)}>Back to its beginning</a>
          </>
        )}
      </p>
    );
  }
  return (
    <>
      {query === '' ? null : (
        <p role="status">
          {countText(found, 'domain')} of {numberText(total)} found for “<Quoted>{query}</Quoted>”.{' '}
          <a href="/register">Show all</a>
        </p>
      )}
      <Domains caption={captionOf(view)} domains={domains} />
      {hidden === '' ? null : <p class="meta">{hidden}</p>}
      <Pager view={view} />
    </>
  );
};

function captionOf({ offset, domains, found }: RegisterView): string {
  if (domains.length === found) return countText(found, 'domain');
  return `Domains ${numberText(offset + 1)} to ${numberText(offset + domains.length)} of ${numberText(found)}`;
}

const Pager: FC<{ view: RegisterView }> = ({ view: { query, offset, limit, next, found } }) => {
  if (offset === 0 && next === null) return null;
  const last = Math.floor((found - 1) / limit) * limit;
  return (
    <nav class="pager" aria-label="Pages of the register">
      <ul>
        {offset === 0 ? null : (
          <>
            <li>
              <a href={registerHref(query, 0, limit)}>First</a>
            </li>
            <li>
              <a rel="prev" href={registerHref(query, Math.max(0, offset - limit), limit)}>
                Previous
              </a>
            </li>
          </>
        )}
        <li class="where">
          Page {numberText(Math.floor(offset / limit) + 1)} of {numberText(Math.ceil(found / limit))}
        </li>
        {next === null ? null : (
          <>
            <li>
              <a rel="next" href={registerHref(query, next, limit)}>
                Next
              </a>
            </li>
            <li>
              <a href={registerHref(query, last, limit)}>Last</a>
            </li>
          </>
        )}
      </ul>
    </nav>
  );
};
