import type { FC } from 'hono/jsx';

/** Parts of the navigation. */
export type Section = 'commons' | 'register' | 'proposals' | 'resources' | 'agreements' | 'peers';

/** A page shows one view: what a program gets as JSON, in words. */
export interface Page<View> {
  readonly section: Section | null;
  /** Whoever reads it has no key here, or must not show it to any script. */
  readonly isScriptless?: true;
  /** A filter, as an address has it, of the feed of decisions that belongs to what it shows. Spec §19. */
  readonly feedOf?: (view: View) => string;
  /** What the browser's tab and a bookmark say. */
  readonly title: (view: View) => string;
  /** The content, with the one `h1`. */
  readonly Body: FC<{ readonly view: View }>;
}
