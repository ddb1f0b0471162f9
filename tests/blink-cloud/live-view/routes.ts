import { call } from '../http/calls.ts';
import { notFound, type RoutedAsk } from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';
import type { Motion } from '../media/motion.ts';
import { withDevice, type Orders } from '../commands/orders.ts';
import type { Route } from '../http/router.ts';
import type { Device, World } from '../world.ts';
import type { Family } from '../worlds/world-file.ts';
import { mannerOf } from './manner.ts';
import type { Session, Sessions } from './sessions.ts';

interface LiveViewDeps {
  readonly world: World;
  readonly orders: Orders;
  readonly sessions: Sessions;
  readonly motion: Motion;
  readonly faults: Faults;
  /** Where streams are served: `host:port` for the protocol of this session. */
  readonly addressFor: (ask: RoutedAsk) => string;
}

const network = (version: number) => `/api/v${version}/accounts/:a/networks/:n`;
const OLD: Readonly<Record<Family, string>> = {
  cameras: `${network(5)}/cameras/:c/liveview`,
  owls: `${network(1)}/owls/:c/liveview`,
  doorbells: `${network(1)}/doorbells/:c/liveview`,
};
const TODAY: Readonly<Record<Family, string>> = {
  cameras: `${network(6)}/cameras/:c/liveview`,
  owls: `${network(2)}/owls/:c/liveview`,
  doorbells: `${network(2)}/doorbells/:c/liveview`,
};
const POLLING_SECONDS = 15;
const EXTENDED_SECONDS = 5400;

/** Asking to look through a camera: the answer says where, and for how long. */
export function liveViewRoutes(deps: LiveViewDeps): readonly Route[] {
  return (['cameras', 'owls', 'doorbells'] as const).flatMap((family) => {
    const begin = withDevice(deps.world, family, (device, ask) => beginLiveView(deps, device, ask));
    return [
      ...call('POST', { old: [OLD[family]] }, (ask) =>
        deps.faults.take('old-live-view-gone', ask) ? notFound() : begin(ask),
      ),
      ...call('POST', { today: [TODAY[family]] }, begin),
    ];
  });
}

function beginLiveView(deps: LiveViewDeps, device: Device, ask: RoutedAsk) {
  const { world, motion, sessions, faults } = deps;
  return deps.orders.atDevice(ask, device, {
    command: 'lv_relay',
    isLive: true,
    onDone(command) {
      if (world.system(device.networkId)?.savesLiveViews !== true) return;
      const id = motion.happen({ device, source: 'liveview', immediate: false });
      if (id !== undefined) command.mediaId = id;
    },
    answer(command) {
      const session = sessions.promise({
        command,
        device,
        clientId: ask.login?.blinkClientId ?? 0,
        withToken: faults.take('live-view-token', ask) !== undefined,
        manner: mannerOf(faults, ask),
      });
      return answerOf(session, sessions, deps.addressFor(ask));
    },
  });
}

const answerOf = (session: Session, sessions: Sessions, address: string) => ({
  command_id: session.command.id,
  join_available: true,
  join_state: 'available',
  server: serverOf(session, address),
  duration: sessions.rules().durationSeconds,
  extended_duration: EXTENDED_SECONDS,
  continue_interval: session.device.family === 'cameras' ? 30 : 60,
  continue_warning: 10,
  polling_interval: POLLING_SECONDS,
  submit_logs: true,
  new_command: true,
  media_id: null,
  options: { poor_connection: false },
  liveview_token: session.token === '' ? null : session.token,
});

function serverOf({ connectionId, clientId, device, manner }: Session, address: string) {
  const told = manner.hasBadId ? '0'.repeat(connectionId.length) : connectionId;
  const path = `${told}__IMDS_${device.serial}?client_id=${clientId}`;
  return device.liveView === 'rtsps'
    ? `rtsps://${address}/${path}&blinkRTSP=true`
    : `immis://${address}/${path}`;
}
