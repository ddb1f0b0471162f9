import type { Commands } from './commands.ts';
import { busy, json, notFound, numberParam, type Answer, type RoutedAsk } from './exchange.ts';
import type { Faults } from './faults.ts';
import type { Route } from './router.ts';
import type { System, World } from './world.ts';

interface NetworkDeps {
  readonly world: World;
  readonly commands: Commands;
  readonly faults: Faults;
}

/** Arming and disarming a system: a command with one child per camera. */
export function networkRoutes(deps: NetworkDeps): readonly Route[] {
  const route = (word: string, armed: boolean): Route => ({
    method: 'POST',
    host: 'rest',
    pattern: `/api/v1/accounts/:a/networks/:n/state/${word}`,
    handle: (ask) => setState(deps, ask, word, armed),
  });
  return [route('arm', true), route('disarm', false)];
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
  const command = deps.commands.start({
    ...orderFor(system),
    fails: deps.faults.take('arm-fails', ask) !== undefined,
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

const orderFor = (system: System) => ({
  command: 'config_lfr',
  networkId: system.id,
  syncModuleId: system.syncModule?.id,
  targets: system.devices,
  supervisor: true,
});
