import type { Child, FC } from 'hono/jsx';
import { ICON, MEMBER_SCRIPT, START_SCRIPT, STYLESHEET } from './assets.ts';
import type { Section } from './page.ts';
import { Note } from './parts/status.tsx';
import { Said } from './parts/text.tsx';
import { useShell } from './shell.ts';

const SECTIONS: readonly { readonly section: Section; readonly href: string; readonly label: string }[] = [
  { section: 'commons', href: '/', label: 'Home' },
  { section: 'register', href: '/register', label: 'Who decides' },
  { section: 'proposals', href: '/proposals', label: 'Proposals' },
  { section: 'resources', href: '/resources', label: 'Resources' },
  { section: 'agreements', href: '/agreements', label: 'Agreements' },
  { section: 'peers', href: '/peers', label: 'Peers' },
];

/** Everything around a page's content: head, landmarks, navigation, footer. */
export const Layout: FC<{
  title: string;
  section: Section | null;
  isScriptless: boolean;
  feedQuery: string | null;
  children?: Child;
}> = ({ title, section, isScriptless, feedQuery, children }) => {
  const { commons, address, readOnly } = useShell();
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="stylesheet" href={STYLESHEET.path} />
        <link rel="icon" type="image/svg+xml" href={ICON.path} />
        {commons === null ? null : <link rel="alternate" type="application/json" href={address} />}
        {commons === null || isScriptless ? null : <FeedLinks query={feedQuery} />}
        {commons === null || isScriptless ? null : (
          <script type="module" id="start" src={START_SCRIPT.path} data-member={MEMBER_SCRIPT.path} />
        )}
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="top">
          <div class="wrap">
            <a class="brand" href="/">
              <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
                <circle cx="16" cy="16" r="4" />
                <circle cx="16" cy="4" r="3" />
                <circle cx="27" cy="12" r="3" />
                <circle cx="23" cy="26" r="3" />
                <circle cx="9" cy="26" r="3" />
                <circle cx="5" cy="12" r="3" />
              </svg>
              {commons === null ? 'Folkmoot' : <Said texts={commons} />}
            </a>
            {commons === null ? null : <Navigation current={section} />}
          </div>
        </header>
        <main id="content" class="wrap" tabindex={-1}>
          {readOnly === null ? null : (
            <Note tone="bad">
              <p>{readOnly}</p>
            </Note>
          )}
          {children}
        </main>
        <Footer />
      </body>
    </html>
  );
};

/** What a reader of feeds finds by itself; nothing on a page whose address is a secret. Spec §19. */
const FeedLinks: FC<{ query: string | null }> = ({ query }) => (
  <>
    {query === null ? null : (
      <link
        rel="alternate"
        type="application/atom+xml"
        title="Decisions here"
        href={`/feeds/decisions.atom?${query}`}
      />
    )}
    <link rel="alternate" type="application/atom+xml" title="Decisions" href="/feeds/decisions.atom" />
    <link rel="alternate" type="application/atom+xml" title="Proposals" href="/feeds/proposals.atom" />
    <link rel="alternate" type="application/atom+xml" title="Everything" href="/feeds/all.atom" />
  </>
);

const Navigation: FC<{ current: Section | null }> = ({ current }) => (
  <nav aria-label="Main">
    <ul class="nav-list">
      {SECTIONS.map(({ section, href, label }) => (
        <li>
          <a
            class="nav-link"
            href={href}
            {...(section === current ? { 'aria-current': 'page' as const } : {})}
          >
            {label}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const Footer: FC = () => {
  const { origin, address, commons } = useShell();
  return (
    <footer class="bottom">
      <div class="wrap">
        <p>Served by Folkmoot. What stands here follows from a signed record that anybody can check.</p>
        {commons === null ? null : (
          <p>
            <a href="/me">This browser</a> · <a href="/act">Everything one can sign</a> ·{' '}
            <a href="/subscriptions">Follow this commons</a> · <a href="/erasures">What was erased</a>
          </p>
        )}
        {commons === null ? null : (
          <details>
            <summary>This page as data</summary>
            <p>Programs get the same as JSON:</p>
            <pre>
              <code>{`curl '${origin}${address}'`}</code>
            </pre>
          </details>
        )}
      </div>
    </footer>
  );
};
