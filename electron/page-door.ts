import { shell } from 'electron';
import type { AppWindows } from './desktop/windows/app-windows.ts';
import { createHandlers } from './ipc/handlers.ts';
import type { Services } from './services/services.ts';
import type { AppStore } from './store/app-store.ts';

/** What the pages can ask for, with everything it takes to answer them. */
export const handlersFor = (store: AppStore, services: Services, surfaces: AppWindows) => {
  const { window, panel, decoder, showClip, showPage } = surfaces;
  return createHandlers({
    ...{ store, services },
    panel: { ...panel, openPage: showPage, openClip: showClip },
    onPageReady() {
      window.pageIsReady();
      services.account.whenSignedIn((sync) => sync.wake());
    },
    onPictureDecoded: decoder.decoded,
    openExternal: (url) => shell.openExternal(url),
    showInFolder: (file) => shell.showItemInFolder(file),
    chooseFolder: window.chooseFolder,
    findFolder: window.findFolder,
  });
};

/** What the pages can look at, by id. */
export const mediaOf = ({ clip, camera }: Services) => ({
  clip: clip.locate,
  still: clip.still,
  picture: camera.picture,
});
