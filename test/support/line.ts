import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server that may come and go at another port each time: to a database, as one that fails over. */
export interface Line {
  readonly port: number;
  /** Breaks every connection that there is; new ones are taken. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';

/** @param to the port that it leads to just now; null where nobody is there. */
export async function openLine(to: () => number | null): Promise<Line> {
  const open = new Set<Socket>();
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  const keep = (socket: Socket, other: () => Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      open.delete(socket);
      other().destroy();
    });
  };
  const server = createServer((near) => {
    const port = to();
    if (port === null) {
      near.destroy();
      return;
    }
    const far = connect(port, HOST);
    keep(near, () => far);
    keep(far, () => near);
    near.pipe(far).pipe(near);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has one
    cut,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
