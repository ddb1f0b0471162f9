import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/ipc/types.ts';

interface Fake {
  readonly exposed: Map<string, unknown>;
  readonly asked: unknown[];
  ipcRenderer?: unknown;
}
const fake = vi.hoisted((): Fake => ({ exposed: new Map(), asked: [] }));
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: unknown) => void fake.exposed.set(name, api),
  },
  get ipcRenderer() {
    return fake.ipcRenderer;
  },
}));

const ipc = Object.assign(new EventEmitter(), {
  invoke: async (...words: unknown[]) => void fake.asked.push(words),
});
fake.ipcRenderer = ipc;

it('a page gets the contract, payloads without the event, and nothing else', async () => {
  await import('../../../electron/preload.ts');
  expect([...fake.exposed.keys()]).toEqual(['api']);
  const api = fake.exposed.get('api') as Api;

  await api.armNetwork('1:2');
  expect(fake.asked).toEqual([['armNetwork', '1:2']]);

  const heard: unknown[][] = [];
  const stop = api.on('sliceChanged', (...words) => void heard.push(words));
  ipc.emit('sliceChanged', { sender: ipc }, 'a change');
  stop();
  ipc.emit('sliceChanged', { sender: ipc }, 'another');
  expect(heard).toEqual([['a change']]);
});
