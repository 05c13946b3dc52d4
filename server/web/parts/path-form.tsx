import type { FC } from 'hono/jsx';

/** Asks who decides about a path. */
export const PathForm: FC<{ path?: string }> = ({ path = '' }) => (
  <search aria-label="Who decides about a path">
    <form class="ask" action="/register/path" method="get">
      <label for="path">Who decides about this path?</label>
      <div class="field">
        <input
          id="path"
          name="path"
          type="text"
          value={path}
          required={true}
          maxlength={1024}
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="path-hint"
        />
        <button type="submit">Look up</button>
      </div>
      <p id="path-hint" class="hint">
        The path of a file, such as <code>docs/house-rules.md</code>
      </p>
    </form>
  </search>
);
