import { logOrigin, type Scid } from '../../../protocol/ids.ts';

/** A checkpoint within whatever was sent: also as text within JSON. */
const NOTE = /folkmoot\/([A-Za-z0-9]{46})(?:\\n|\n)(\d+)(?:\\n|\n)([A-Za-z0-9+/]{43}=)/g;

/**
 * All heads that were ever signed and sent. Invariant 6: an honest instance never signs two of one size; and invariant 1:
 * each is of the log that its instance has.
 *
 * @param isHonest whose heads are looked at.
 * @param rootAt the root of an instance's own log at a size, in base64; null where it never was so long.
 */
export function createHeadWatch(
  isHonest: (log: string) => boolean,
  rootAt: (log: string, size: number) => string | null,
  complain: (fault: string) => void,
) {
  const roots = new Map<string, string>();
  return {
    see(body: Uint8Array): void {
      for (const [, log = '', size = '', root = ''] of Buffer.from(body).toString('latin1').matchAll(NOTE)) {
        const before = roots.get(`${log} ${size}`);
        if (before === root || !isHonest(log)) continue;
        roots.set(`${log} ${size}`, root);
        if (before !== undefined) complain(`6: ${logOrigin(log as Scid)} signed two heads of size ${size}`); // an SCID by its form
      }
    },
    /** Compares all that was seen with the logs as they are: at the end of a step. */
    settle(): void {
      for (const [head, root] of roots) {
        const [log = '', size = ''] = head.split(' ');
        if (rootAt(log, Number(size)) !== root) complain(`1: the head ${size} of ${log} is of another log`);
      }
    },
  };
}
