import { Layout } from './layout.tsx';
import type { Page } from './page.ts';
import { type Shell, ShellProvider } from './shell.ts';

/**
 * Characters that turn the direction of whatever stands beside them. Pages isolate every text by markup, so these have
 * no use in them, and without them no text can dress up as another (UAX #9, explicit formatting).
 */
const DIRECTION_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

/** A whole page as HTML. Components escape whatever they are given; nothing here is ever put in raw. */
export async function renderPage<View>(page: Page<View>, view: View, shell: Shell): Promise<string> {
  const { Body, section, isScriptless = false, feedOf } = page;
  const element = (
    <ShellProvider value={shell}>
      <Layout
        title={page.title(view)}
        section={section}
        isScriptless={isScriptless}
        feedQuery={feedOf?.(view) ?? null}
      >
        <Body view={view} />
      </Layout>
    </ShellProvider>
  );
  return htmlOf(element);
}

/** An element as a whole HTML file. */
export async function htmlOf(element: {
  readonly toString: () => string | Promise<string>;
}): Promise<string> {
  const html = String(await element.toString());
  return `<!DOCTYPE html>${html}`.replace(DIRECTION_CONTROLS, '');
}
