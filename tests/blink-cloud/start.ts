import { setTimeout as wait } from 'node:timers/promises';
import { createCloud } from './cloud.ts';
import { createControlRoutes } from './control/control-routes.ts';
import { createControl, type Control } from './control/control.ts';
import { routesOf } from './routes.ts';
import { startServer } from './http/server.ts';
import { startLiveView } from './live-view/service.ts';
import { assemble, type BlinkCloudOptions } from './parts.ts';

export type { BlinkCloudOptions } from './parts.ts';

export interface BlinkCloud {
  readonly url: string;
  readonly control: Control;
  /** Closes every connection; resolves when the port is free. */
  stop(): Promise<void>;
}

/** Nobody waits for the process because of an answer that is held back. */
const pause = (ms: number) => wait(ms, undefined, { ref: false });

/** Starts a simulated Blink cloud on the loopback address. */
export async function startBlinkCloud(options: BlinkCloudOptions = {}): Promise<BlinkCloud> {
  const { era = 'today', latencyMs = 0 } = options;
  const parts = assemble(options);
  let stopped: Promise<unknown> | undefined;
  const liveView = await startLiveView({
    ...parts,
    port: options.liveViewPort ?? 0,
    elapsed: () => performance.now(),
  });
  const operator = { outage: (ms: number) => void running.then((server) => server.outage(ms)) };
  const control = createControl({ ...parts, liveView, operator });
  const running = startServer({
    port: options.port ?? 0,
    bytesPerSecond: options.bytesPerSecond ?? Infinity,
    cloud: createCloud({
      ...parts,
      era,
      latencyMs,
      account: parts.world.file.account,
      routes: routesOf({ ...parts, addressFor: (ask) => liveView.addressFor(ask) }),
      wait: pause,
    }),
    control: createControlRoutes(control),
  });
  const { url, stop } = await running;
  return {
    url,
    control,
    async stop() {
      stopped ??= Promise.all([stop(), liveView.stop()]);
      await stopped;
    },
  };
}
