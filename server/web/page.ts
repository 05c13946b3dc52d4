import type { FC } from 'hono/jsx';

/** Parts of the navigation. */
export type Section = 'commons' | 'register' | 'proposals' | 'resources' | 'agreements' | 'peers';

/** A page shows one view: what a program gets as JSON, in words. */
export interface Page<View> {
  readonly section: Section | null;
  /** What the browser's tab and a bookmark say. */
  readonly title: (view: View) => string;
  /** The content, with the one `h1`. */
  readonly Body: FC<{ readonly view: View }>;
}
