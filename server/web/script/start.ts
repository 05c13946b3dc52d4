/* Loads what members need only where this browser has a key, or makes one: everybody else reads without any script. */

/** Whether this browser ever kept a key here; asking makes nothing. */
async function hasKept(): Promise<boolean> {
  const databases = await indexedDB.databases();
  return databases.some(({ name }) => name === 'folkmoot');
}

const { member } = document.getElementById('start')?.dataset ?? {};
if (member !== undefined && (document.getElementById('this-browser') !== null || (await hasKept())))
  await import(member);

export {};
