import { DOCUMENT_TYPES, type DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { ownMembers, type PayloadCase, payloadOf, refused, taken } from './payload-case.ts';
import { ANA, HOME, OTHER, SAMPLES } from './samples.ts';

const TYPES = Object.keys(DOCUMENT_TYPES) as DocumentTypeName[]; // the table's own keys

/** What holds for every type alike: its members, its signer, its threads. */
export function typeCases(): PayloadCase[] {
  return TYPES.flatMap((type) => [
    ...valid(type),
    ...membersRefused(type),
    ...signerRefused(type),
    ...elsewhere(type),
  ]);
}

function valid(type: DocumentTypeName): PayloadCase[] {
  const { more, by } = SAMPLES[type];
  return [
    taken('R-4.5', `${type}-least`, `a ${type} with the members that it needs`, payloadOf(type)),
    taken(
      'R-4.1',
      `${type}-signer`,
      `a ${type} by the ${by}, for members alone`,
      payloadOf(type, { audience: 'members' }),
    ),
    ...(more === undefined
      ? []
      : [
          taken(
            'R-4.5',
            `${type}-most`,
            `a ${type} with all members that it can have`,
            payloadOf(type, more),
          ),
        ]),
  ];
}

function membersRefused(type: DocumentTypeName): PayloadCase[] {
  const names = ownMembers(type);
  const first = names.find((name) => name in SAMPLES[type].least);
  const optional = names.find((name) => !(name in SAMPLES[type].least));
  if (first === undefined) throw new TypeError(`${type} has no member of its own`);
  return [
    refused('R-4.5', `${type}-unknown`, `a ${type} with a member too many`, payloadOf(type, { more: 1 })),
    refused(
      'R-4.5',
      `${type}-missing`,
      `a ${type} without \`${first}\``,
      payloadOf(type, { [first]: undefined }),
    ),
    refused(
      'R-4.5',
      `${type}-form`,
      `a ${type} whose \`${first}\` is null`,
      payloadOf(type, { [first]: null }),
    ),
    ...(optional === undefined
      ? []
      : [
          refused(
            'R-4.5',
            `${type}-null`,
            `a ${type} whose \`${optional}\` is null`,
            payloadOf(type, { [optional]: null }),
          ),
        ]),
  ];
}

function signerRefused(type: DocumentTypeName): PayloadCase[] {
  const author = SAMPLES[type].by === 'commons' ? ANA : HOME;
  if (type === 'withdrawal') {
    return [taken('R-4.1', 'withdrawal-commons', 'a withdrawal by the commons', payloadOf(type, { author }))];
  }
  return [
    refused(
      'R-4.1',
      `${type}-wrong-signer`,
      `a ${type} by the other kind of author`,
      payloadOf(type, { author }),
    ),
  ];
}

/** A document of another commons: some types travel, and only what a commons signs. */
function elsewhere(type: DocumentTypeName): PayloadCase[] {
  const travels = DOCUMENT_TYPES[type].foreignThreads !== undefined;
  const content = type === 'withdrawal' ? payloadOf(type, { author: HOME }) : payloadOf(type);
  return travels
    ? [taken('R-3.9', `${type}-elsewhere`, `a ${type} in the log of another commons`, content, OTHER)]
    : [
        refused(
          'R-3.9',
          `${type}-elsewhere`,
          `a ${type} does not enter another log`,
          content,
          'wrong-log',
          OTHER,
        ),
      ];
}
