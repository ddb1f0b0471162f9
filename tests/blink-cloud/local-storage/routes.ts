import { same } from '../http/calls.ts';
import { cloudTime } from '../clock.ts';
import {
  blobAnswer,
  failure,
  json,
  notFound,
  numberParam,
  type Answer,
  type RoutedAsk,
} from '../http/exchange.ts';
import type { Route } from '../http/router.ts';
import type { System } from '../world.ts';
import { createManifests } from './manifests.ts';
import {
  idsOf,
  mediaGone,
  STORAGE,
  withStorage,
  type LocalStorageDeps,
  type LocalStorageParts,
} from './parts.ts';
import type { LocalClip } from './store.ts';
import { createUploads } from './uploads.ts';
import { wholeStorageRoutes } from './whole-storage.ts';

/** Recordings on the storage of a sync module: a list has to be asked for, and every clip has to be sent up first. */
export function localStorageRoutes(deps: LocalStorageDeps): readonly Route[] {
  const { timeline, commands } = deps;
  const parts: LocalStorageParts = {
    ...deps,
    manifests: createManifests(timeline, commands),
    uploads: createUploads(timeline, commands),
  };
  return [...manifestRoutes(parts), ...clipRoutes(parts), ...wholeStorageRoutes(deps)];
}

function manifestRoutes(parts: LocalStorageParts): readonly Route[] {
  const { orders, manifests, localStorage } = parts;
  return [
    ...same(
      'POST',
      `${STORAGE}/manifest/request`,
      withStorage(parts, (system, ask) =>
        orders.atModule(ask, system, {
          command: 'local_storage_manifest',
          onDone: (command) => manifests.make(command, localStorage.listedOf(system.id)),
          answer: idsOf(system),
        }),
      ),
    ),
    ...same(
      'GET',
      `${STORAGE}/manifest/request/:request`,
      withStorage(parts, (system, ask) => manifest(parts, system, ask)),
    ),
  ];
}

function manifest({ manifests, clips }: LocalStorageParts, system: System, ask: RoutedAsk): Answer {
  const found = manifests.ofRequest(system.id, numberParam(ask, 'request'));
  if (found === 'unknown') return notFound();
  if (found === 'not-ready') return failure(409, 'Manifest is not ready', 409);
  return json({
    version: '1.0',
    manifest_id: found.id,
    clips: found.clips.map((clip) => ({
      id: String(clip.id),
      size: String(Math.ceil(clips.of(clip).size / 1024)),
      camera_name: clip.device.name.replace(/\W/g, ''),
      created_at: cloudTime(clip.createdAt),
    })),
  });
}

function clipRoutes(parts: LocalStorageParts): readonly Route[] {
  const { uploads } = parts;
  const path = `${STORAGE}/manifest/:manifest/clip`;
  const withClip = (then: (system: System, ask: RoutedAsk, clip: LocalClip) => Answer) =>
    withStorage(parts, (system, ask) => {
      const manifest = usableManifest(parts, system, ask);
      const clip = parts.localStorage.clip(system.id, numberParam(ask, 'clip'));
      const isListed = clip !== undefined && manifest?.clips.includes(clip) === true;
      return isListed ? then(system, ask, clip) : mediaGone();
    });
  return [
    ...same('POST', `${path}/request/:clip`, withClip(orderedUp(parts))),
    ...same(
      'GET',
      `${path}/request/:clip`,
      withClip((_system, _ask, clip) => (uploads.isHere(clip) ? sent(parts, clip) : mediaGone())),
    ),
    ...same('POST', `${path}/delete/:clip`, withClip(deleted(parts))),
    ...same(
      'GET',
      `${STORAGE}/media/:command`,
      withStorage(parts, (_system, ask) => {
        const clip = uploads.of(numberParam(ask, 'command'));
        return clip ? sent(parts, clip) : mediaGone();
      }),
    ),
  ];
}

/** The manifest the path names, while its clips can be asked for. */
function usableManifest({ manifests, faults }: LocalStorageParts, system: System, ask: RoutedAsk) {
  const manifest = manifests.usable(system.id, ask.params.manifest ?? '');
  if (!manifest || manifests.isNewest(manifest)) return manifest;
  return faults.take('old-manifests-gone', ask) ? undefined : manifest;
}

const orderedUp =
  ({ orders, uploads }: LocalStorageParts) =>
  (system: System, ask: RoutedAsk, clip: LocalClip) =>
    orders.atModule(ask, system, {
      command: 'local_storage_upload',
      onDone: (command) => uploads.begin(clip, command),
      answer: idsOf(system),
    });

const deleted =
  ({ orders, localStorage }: LocalStorageParts) =>
  (system: System, ask: RoutedAsk, clip: LocalClip) =>
    orders.atModule(ask, system, {
      command: 'local_storage_delete',
      onDone: () => localStorage.remove(system.id, clip.id),
      answer: idsOf(system),
    });

const sent = ({ clips }: LocalStorageParts, clip: LocalClip): Answer =>
  blobAnswer(clips.of(clip), 'video/mp4', clip.key.replace(' ', '-'));
