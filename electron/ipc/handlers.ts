import { AppError } from '../../shared/errors.ts';
import { links } from '../../shared/links.ts';
import type { DecodedPicture } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/types.ts';
import type { AccountService } from '../services/account.ts';
import type { CameraService } from '../services/camera.ts';
import type { ClipService } from '../services/clip.ts';
import type { NetworkService } from '../services/network.ts';
import type { SettingsService } from '../services/settings.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';

/** Everything a person can ask for. */
export interface Services {
  readonly account: AccountService;
  readonly network: NetworkService;
  readonly camera: CameraService;
  readonly clip: ClipService;
  readonly settings: SettingsService;
}

interface HandlerDeps {
  readonly store: ReadonlyAppStore;
  readonly services: Services;
  readonly onPageReady: () => void;
  readonly onPictureDecoded: (picture: DecodedPicture) => void;
  readonly openExternal: (url: string) => Promise<void>;
  readonly showInFolder: (path: string) => void;
}

/** What main does for each word of the contract. Answers are "done" or a failure: state comes down by itself. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { account, network, camera, clip, settings } = deps.services;
  return {
    getSnapshot: () => deps.store.snapshot(),
    signIn: () => account.signIn(),
    signOut: (choice) => account.signOut(choice),
    armNetwork: (id) => network.arm(id),
    disarmNetwork: (id) => network.disarm(id),
    takePicture: (id) => camera.takePicture(id),
    checkNow: () => account.cloud().checkNow(),
    chooseKeepPolicy: (policy) => settings.chooseKeepPolicy(policy),
    listClips: (query) => clip.list(query),
    getClip: (id) => clip.get(id),
    keepClip: (id) => clip.keep(id),
    markClipSeen: (id) => clip.markSeen(id),
    revealClip: async (id) => {
      const location = await clip.locate(id);
      if (location === null) throw new AppError('not-found', 'not on this computer');
      deps.showInFolder(location.path);
    },
    openLink: (name) => deps.openExternal(links[name]),
    pageReady: deps.onPageReady,
    pictureDecoded: deps.onPictureDecoded,
  };
}
