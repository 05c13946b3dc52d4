import type { FC } from 'hono/jsx';
import { bundleHref } from '../hrefs.ts';
import { useShell } from '../shell.ts';

/** The proof to take away, and how to check it without trusting this server. */
export const Proof: FC<{ name: string; heading: string; what: string }> = ({ name, heading, what }) => {
  const { origin } = useShell();
  const href = bundleHref(name);
  return (
    <section aria-labelledby="proof">
      <h2 id="proof">{heading}</h2>
      <p>
        One file holds {what}, and all that is needed to check it without a network and without trust in this
        server.
      </p>
      <p>
        <a class="button" href={href} download="folkmoot-bundle.json">
          Download the proof
        </a>
      </p>
      <p>Then check it on any computer that has Folkmoot, without a network:</p>
      <pre>
        <code>{`curl -o bundle.json '${origin}${href}'\nfolkmoot verify bundle.json`}</code>
      </pre>
      <p class="hint">
        In a checkout of Folkmoot, type <code>npm run -s folkmoot --</code> in place of <code>folkmoot</code>.
        Add <code>--trust</code> and the name of each commons whose word you take for when it happened.
      </p>
    </section>
  );
};
