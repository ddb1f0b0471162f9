import type { Api } from '../shared/ipc/types.ts';

declare global {
  interface Window {
    readonly api: Api;
  }
}
