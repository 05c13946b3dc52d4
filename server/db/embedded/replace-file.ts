import { open, rename, rm } from 'node:fs/promises';

/** Writes a file so that a reader, and a loss of power, meets the old text or the new one and nothing between. */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { force: true });
  // `wx` follows no link that another user may have laid there
  const file = await open(unfinished, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
