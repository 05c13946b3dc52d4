import type { Child, FC } from 'hono/jsx';
import { ICON, STYLESHEET } from './assets.ts';
import type { Section } from './page.ts';
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
export const Layout: FC<{ title: string; section: Section | null; children?: Child }> = ({
  title,
  section,
  children,
}) => {
  const { commons, address } = useShell();
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
          {children}
        </main>
        <Footer />
      </body>
    </html>
  );
};

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
            <a href="/erasures">What was erased</a>
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
