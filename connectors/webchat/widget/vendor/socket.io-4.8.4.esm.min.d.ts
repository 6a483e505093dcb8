/** What we use of the Socket.IO client; the library ships its types in a form that needs a build. */

export interface Manager {
  on(event: string, listener: (...values: any[]) => void): void;
}

export interface Socket {
  readonly connected: boolean;
  readonly active: boolean;
  readonly io: Manager;
  connect(): Socket;
  disconnect(): Socket;
  on(event: string, listener: (...values: any[]) => void): Socket;
  removeAllListeners(): void;
  timeout(ms: number): { emitWithAck(event: string, payload: unknown): Promise<unknown> };
}

export interface Options {
  path: string;
  transports: string[];
  auth: (give: (credentials: object) => void) => void;
  autoConnect: boolean;
  forceNew: boolean;
  reconnectionDelay: number;
  reconnectionDelayMax: number;
  randomizationFactor: number;
  timeout: number;
}

export function io(url: string, options: Options): Socket;
