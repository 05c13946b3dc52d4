import type { Page } from '../page.ts';

/** Where a browser gets a key with which its reader signs on these pages. */
export const mePage: Page<object> = {
  section: null,
  title: () => 'This browser',
  Body: () => (
    <>
      <h1>This browser</h1>
      <p class="lead">
        Members sign with keys of their own. A browser can hold one: then these pages show you what members
        see, and let you answer, object, propose and decide.
      </p>
      <div id="this-browser">
        <p class="empty">This needs a browser that runs scripts and has Ed25519 keys.</p>
      </div>
      <section aria-labelledby="trust">
        <h2 id="trust">What you trust then</h2>
        <p>
          The key never leaves this browser. But what runs on these pages comes from this server: whoever runs
          it could let the key sign something else. Everybody sees of such a key that a browser holds it. For
          what matters most, sign on a device of your own, with the command line.
        </p>
        <p>
          Whoever uses this browser after you signs as you. In a browser that is not yours, forget the key.
        </p>
      </section>
    </>
  ),
};
