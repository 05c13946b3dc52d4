import { subjectSchema } from '../../../protocol/ids.ts';
import { clientOver } from '../../client/client.ts';
import { type KeyOwner, keyOwner } from '../../client/key-owner.ts';
import { type Device, forgetDevice, keepDevice, makeDevice, memberKeyOf, readDevice } from './device.ts';
import { button, element, note, sentenceOf } from './dom.ts';
import { fetchTransport } from './fetch-transport.ts';

/** The page of this browser's own key: make one, say whose it is, forget it. */
export async function showDevice(into: HTMLElement): Promise<void> {
  const device = await readDevice();
  into.replaceChildren(...(device === null ? withoutKey(into) : withKey(into, device)));
}

function withoutKey(into: HTMLElement): readonly Node[] {
  return [
    element('p', {}, 'This browser has no key yet.'),
    button('Make a key for this browser', async () => {
      try {
        await makeDevice();
        await showDevice(into);
      } catch {
        into.append(note('bad', element('p', {}, 'This browser cannot make or keep such a key.')));
      }
    }),
  ];
}

function withKey(into: HTMLElement, device: Device): readonly Node[] {
  const forget = button(
    'Forget this key',
    async () => {
      await forgetDevice();
      await showDevice(into);
    },
    'plain-button',
  );
  const key = element('p', { class: 'id' }, element('code', {}, device.key));
  if (device.member !== null) {
    const { name, subject } = device.member;
    const standing = element('div', {});
    void identify(device, subject).then(
      (owner) => standing.replaceChildren(...standingOf(name, owner !== null)),
      () => standing.replaceChildren(...standingOf(name, false)),
    );
    return [
      standing,
      key,
      element('p', {}, 'Take it out of your keys first if you will not use this browser any more:'),
      command(`me drop-key ${device.key}`),
      forget,
    ];
  }
  return [
    element('p', {}, 'This browser has this key; what it signs counts once you have named it among yours.'),
    key,
    element('p', {}, '1. Type this on a device that signs for you already:'),
    command(`me add-key ${device.key} --browser`),
    element('p', {}, '2. Say who you are:'),
    whoForm(into, device),
    forget,
  ];
}

function standingOf(name: string, counts: boolean): readonly Node[] {
  const who = element('bdi', {}, name);
  return counts
    ? [note('good', element('p', {}, 'You sign here as “', who, '”, with this key:'))]
    : [note('bad', element('p', {}, 'This key does not count (any more) for “', who, '”:'))];
}

function whoForm(into: HTMLElement, device: Device): HTMLElement {
  const name = element('input', { name: 'who', required: '', autocomplete: 'off' });
  const said = element('div', {});
  const form = element(
    'form',
    { class: 'word' },
    element('label', { class: 'words' }, element('span', {}, 'Your name here, or your subject'), name),
    element('button', { type: 'submit' }, 'That is me'),
    said,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void identify(device, name.value.trim()).then(
      async (member) => {
        if (member === null) {
          said.replaceChildren(note('bad', element('p', {}, 'Nobody of this name lists this key yet.')));
          return;
        }
        await keepDevice({ ...device, member: { subject: member.subject, name: member.pseudonym } });
        await showDevice(into);
      },
      (error: unknown) => said.replaceChildren(note('bad', element('p', {}, sentenceOf(error)))),
    );
  });
  return form;
}

/** Whoever is known to members alone names their subject: the key asks for itself then. */
async function identify(device: Device, name: string): Promise<KeyOwner | null> {
  const transport = fetchTransport(location.origin);
  const shown = await keyOwner(clientOver(transport, location.origin, null), name, device.key);
  const subject = subjectSchema.safeParse(name);
  if (shown !== null || !subject.success) return shown;
  const asking = clientOver(transport, location.origin, memberKeyOf(device, subject.data));
  return keyOwner(asking, name, device.key);
}

function command(rest: string): HTMLElement {
  return element('pre', {}, element('code', {}, `npm run -s folkmoot -- ${rest}`));
}
