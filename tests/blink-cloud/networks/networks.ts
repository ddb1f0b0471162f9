import { call } from '../http/calls.ts';
import type { Commands } from '../commands/commands.ts';
import {
  busy,
  json,
  notFound,
  numberParam,
  type Answer,
  type RoutedAsk,
} from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';
import type { Route } from '../http/router.ts';
import type { System, World } from '../world.ts';

interface NetworkDeps {
  readonly world: World;
  readonly commands: Commands;
  readonly faults: Faults;
}

/** Arming and disarming a system: a command with one child per camera. */
export function networkRoutes(deps: NetworkDeps): readonly Route[] {
  const routes = (word: string, armed: boolean) =>
    call(
      'POST',
      {
        old: [`/api/v1/accounts/:a/networks/:n/state/${word}`, `/network/:n/${word}`],
        today: [`/accounts/:a/networks/:n/state/${word}`],
      },
      (ask) => setState(deps, ask, word, armed),
    );
  return [...routes('arm', true), ...routes('disarm', false)];
}

function setState(deps: NetworkDeps, ask: RoutedAsk, word: string, armed: boolean): Answer {
  const system = deps.world.system(numberParam(ask, 'n'));
  if (!system) return notFound();
  const setArmed = () => {
    system.armed = armed;
  };
  if (armed && !system.devices.some((device) => device.enabled)) {
    setArmed();
    return json({ message: 'No Cameras Enabled for Motion', code: 304 });
  }
  if (deps.faults.take('busy', ask)) return busy();
  const command = deps.commands.start({
    ...orderFor(system),
    fails: isToFail(deps.faults, ask),
    onDone: setArmed,
  });
  if (command === 'busy') return busy();
  return json({
    id: command.id,
    network_id: system.id,
    command: word,
    state: 'new',
    commands: command.parts.map(({ id }) => ({
      id,
      network_id: system.id,
      command: 'config_lfr',
      state: 'running',
    })),
  });
}

const isToFail = (faults: Faults, ask: RoutedAsk) =>
  (faults.take('arm-fails', ask) ?? faults.take('command-fails', ask)) !== undefined;

const orderFor = (system: System) => ({
  command: 'config_lfr',
  networkId: system.id,
  syncModuleId: system.syncModule?.id,
  targets: system.devices,
  supervisor: true,
});
