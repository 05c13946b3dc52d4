import { goodBundles } from '../../verify/good-bundles.ts';
import { bundleCase } from './bundle-case.ts';
import { bundlePlans } from './bundle-plans.ts';
import { hostileBundles } from './hostile-bundles.ts';
import { json } from './json-patch.ts';
import { depositBundles } from './plans-deposits.ts';

const DESCRIPTION = [
  'Proof bundles, and what a verifier finds in them (§9).',
  'A case names one of the `bundles`; `patch` (RFC 6902), where there is one, changes it first. The file to verify is the',
  'canonical text of the result. `trust` names the witnesses that the verifier trusts, `now` is its clock, `maxAgeSeconds` the',
  'maximum age that it asks for. `expected` is a `problem` where the file is refused, and otherwise the result of each level, the',
  'target’s verdict, the faults (each code once), what is missing, and whether there is one history only. Of what is missing a verifier',
  'names at least one. A case is `valid` if every level is `pass` or `attested`.',
].join(' ');

/** The vectors of chapter 9. */
export async function bundleVectors() {
  const good = new Map((await goodBundles()).map((one) => [one.name, one]));
  const hostile = { ...(await hostileBundles()), ...(await depositBundles()) };
  const bundles = json({
    ...Object.fromEntries([...good].map(([name, { bundle }]) => [name, bundle])),
    ...hostile,
  });
  const cases = [];
  for (const plan of bundlePlans(good, hostile)) cases.push(await bundleCase(plan, bundles as never));
  return { description: DESCRIPTION, bundles, cases };
}
