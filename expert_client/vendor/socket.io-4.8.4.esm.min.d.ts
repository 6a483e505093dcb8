/** The part of the Socket.IO client that `js/transport.js` uses. */
export interface Socket {
  readonly connected: boolean;
  readonly io: { on(event: string, listener: (...args: any[]) => void): unknown };
  connect(): Socket;
  disconnect(): Socket;
  on(event: string, listener: (...args: any[]) => void): Socket;
  onAny(listener: (event: string, ...args: any[]) => void): Socket;
  removeAllListeners(): Socket;
  offAny(): Socket;
  timeout(ms: number): { emitWithAck(event: string, payload: unknown): Promise<any> };
}

export function io(uri: string, options: Record<string, unknown>): Socket;
