import type { FC } from 'hono/jsx';
import type { AgreementView } from '../../flows/views/agreements-view.ts';
import { peerHref } from '../hrefs.ts';
import { useShell } from '../shell.ts';
import { Quoted, Said } from './text.tsx';

/** A party by name: ours as we call ourselves, another as a link to its own pages. */
export const Party: FC<{ view: AgreementView; commons: string }> = ({ view, commons }) => {
  const shell = useShell();
  const party = view.parties.find((known) => known.commons === commons);
  if (party?.us === true) {
    return (
      <>
        <Said texts={shell.commons ?? {}} otherwise="This commons" /> (us)
      </>
    );
  }
  const name = <Quoted>{party?.name ?? commons}</Quoted>;
  const href = party?.baseUrl == null ? null : peerHref(party.baseUrl);
  return href === null ? (
    name
  ) : (
    <a href={href} rel="noopener" title={commons}>
      {name}
    </a>
  );
};

/** The parties of a negotiation, in one line. */
export const Parties: FC<{ view: AgreementView }> = ({ view }) => (
  <>
    {view.parties.map(({ commons }, position) => (
      <>
        {position === 0 ? '' : position === view.parties.length - 1 ? ' and ' : ', '}
        <Party view={view} commons={commons} />
      </>
    ))}
  </>
);
