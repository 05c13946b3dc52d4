import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificate.ts';

/** A real server on loopback, at a port that the system chose; it ends with its test. */
export interface LoopbackServer {
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
  /** Connections open now. */
  readonly open: () => number;
  /** Resolves once no connection is open any more. */
  readonly idle: () => Promise<void>;
}

export async function httpServer(handler: RequestListener, host = '127.0.0.1'): Promise<LoopbackServer> {
  return listen(createServer(handler), host);
}

export async function httpsServer(
  certificate: Certificate,
  handler: RequestListener,
): Promise<LoopbackServer> {
  return listen(createTlsServer(certificate, handler), '127.0.0.1');
}

/** A server that speaks whatever bytes the test likes. */
export async function rawServer(handler: (socket: Socket) => void): Promise<LoopbackServer> {
  return listen(createTcpServer(handler), '127.0.0.1');
}

/** Answers as soon as the request's headers are complete, with these bytes. */
export async function rawAnswer(answer: string | Uint8Array, end = true): Promise<LoopbackServer> {
  return rawServer((socket) => {
    socket.once('data', () => {
      socket.write(answer);
      if (end) socket.end();
    });
  });
}

/** Writes the same text again and again until the other side goes away. */
export function drip(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  once(socket, 'close').then(
    () => clearInterval(timer),
    () => clearInterval(timer),
  );
}

async function listen(server: Server | TcpServer, host: string): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let settle = () => {};
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      settle();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as AddressInfo).port, // listening on TCP, so neither null nor a path
    connections: () => connections,
    open: () => sockets.size,
    idle: async () => {
      while (sockets.size > 0) await new Promise<void>((resolve) => (settle = resolve));
    },
  };
}
