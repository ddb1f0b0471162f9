import type { HomeState } from './app-state.ts';
import type { Device } from './models.ts';

/** Cameras whose system the cloud does not list: shown apart, never left out. */
export const otherCameras = ({
  networks,
  devices,
}: Pick<HomeState, 'networks' | 'devices'>): readonly Device[] =>
  devices.filter(({ networkId }) => !networks.some(({ id }) => id === networkId));
