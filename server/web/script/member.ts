import { openForms } from './acts.ts';
import { pageClient, sayWhyNot, showAsMember } from './as-member.ts';
import { memberKeyOf, readDevice } from './device.ts';
import { showDevice } from './me.ts';

/* What a page does for whoever has a key in this browser, and on the page where one is made. */

const own = document.getElementById('this-browser');
if (own !== null) await showDevice(own);

const device = await readDevice();
if (device?.member != null) {
  const { subject } = device.member;
  const client = pageClient(memberKeyOf(device, subject));
  const show = async () => {
    await showAsMember(client);
    openForms(client, subject, show);
  };
  if (own === null) await show().catch(sayWhyNot);
}
