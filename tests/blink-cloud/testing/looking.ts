import * as v from 'valibot';
import { expect, onTestFinished, vi } from 'vitest';
import type { BlinkCloud } from '../start.ts';
import { bodyOf } from './answers.ts';
import { ACCOUNT } from './full-world.ts';
import { signedIn, type Rest } from './rest.ts';
import { view, type Viewer, type ViewerOptions } from './viewer.ts';

/** Where live views of the world `all-devices` are asked for. */
export const NETWORK = `accounts/${ACCOUNT}/networks/2201`;
export const GATE = `/api/v6/${NETWORK}/cameras/4203/liveview`;
export const DRIVE = `/api/v6/${NETWORK}/cameras/4204/liveview`;
export const BODY = { intent: 'liveview', motion_event_start_time: null };

/** What a client needs of the answer. */
export const LiveViewAnswer = v.object({
  command_id: v.number(),
  server: v.string(),
  duration: v.number(),
  polling_interval: v.number(),
  liveview_token: v.nullable(v.string()),
});

/** Asks for a live view. */
export const ask = async (rest: Rest, path = GATE) =>
  v.parse(LiveViewAnswer, await bodyOf(rest.post(path, BODY)));

/** Looks; the connection ends with the test. */
export async function look(options: ViewerOptions): Promise<Viewer> {
  const viewer = await view(options);
  onTestFinished(() => void viewer.socket.destroy());
  return viewer;
}

/** Until the connection is gone, in whatever way. */
export async function closed({ socket }: Viewer) {
  if (socket.closed) return;
  await new Promise<void>((resolve) => void socket.once('close', () => resolve()));
}

/** Until more than so many bytes of the stream are there. */
export const received = (viewer: Viewer, bytes: number) =>
  vi.waitFor(() => expect(viewer.stream().length).toBeGreaterThan(bytes), { timeout: 10_000 });

/** A live view that was asked for at a cloud just started. */
export async function started(start: () => Promise<BlinkCloud>, path = GATE) {
  const cloud = await start();
  const rest = await signedIn(cloud.url);
  const answer = await ask(rest, path);
  return { ...cloud, rest, answer };
}
