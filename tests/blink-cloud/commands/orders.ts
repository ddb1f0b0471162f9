import type { Command, Commands, Order } from './commands.ts';
import { busy, failure, json, numberParam, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';
import type { Device, System, World } from '../world.ts';
import type { Family } from '../worlds/world-file.ts';

/** What is asked of a device or of a sync module. */
export interface Work {
  readonly command: string;
  readonly onDone?: (command: Command) => void;
  readonly isToldDone?: boolean;
  readonly isLive?: boolean;
  readonly duration?: number;
  /** What is answered instead of the command itself. */
  readonly answer?: (command: Command) => object;
}

export interface Orders {
  /** A command at one device: its first part, or 409. It fails at a device that is offline. */
  atDevice(ask: RoutedAsk, device: Device, work: Work): Answer;
  /** A command at a system's sync module. It fails at a module that is offline. */
  atModule(ask: RoutedAsk, system: System, work: Work): Answer;
}

interface OrdersDeps {
  readonly world: World;
  readonly commands: Commands;
  readonly faults: Faults;
}

/** Starts commands on behalf of requests. */
export function createOrders({ world, commands, faults }: OrdersDeps): Orders {
  function carryOut(ask: RoutedAsk, order: Order, answer: Work['answer']): Answer {
    if (faults.take('busy', ask)) return busy();
    const failing = faults.take('command-fails', ask) !== undefined;
    const command = commands.start({ ...order, fails: order.fails || failing });
    if (command === 'busy') return busy();
    return json(answer?.(command) ?? commands.describe(command)[0]);
  }

  return {
    atDevice(ask, device, { answer, onDone = nothing, ...work }) {
      const system = world.system(device.networkId);
      const order: Order = {
        ...work,
        onDone,
        networkId: device.networkId,
        syncModuleId: system?.syncModule?.id,
        targets: [device],
        supervisor: false,
        fails: device.status === 'offline',
      };
      return carryOut(ask, order, answer);
    },
    atModule(ask, system, { answer, onDone = nothing, ...work }) {
      const order: Order = {
        ...work,
        onDone,
        networkId: system.id,
        syncModuleId: system.syncModule?.id,
        targets: [{ family: 'network', id: system.id }],
        supervisor: false,
        fails: system.syncModule?.status === 'offline',
      };
      return carryOut(ask, order, answer);
    },
  };
}

const nothing = () => undefined;

/** The device the path names, or what the cloud says when that list has none of this number. */
export function withDevice(
  world: World,
  family: Family,
  then: (device: Device, ask: RoutedAsk) => Answer,
): (ask: RoutedAsk) => Answer {
  return (ask) => {
    const device = world.device(numberParam(ask, 'n'), family, numberParam(ask, 'c'));
    return device ? then(device, ask) : failure(404, 'Camera not found', 500);
  };
}

/** The system the path names, or 404. */
export function withSystem(
  world: World,
  then: (system: System, ask: RoutedAsk) => Answer,
): (ask: RoutedAsk) => Answer {
  return (ask) => {
    const system = world.system(numberParam(ask, 'n'));
    return system ? then(system, ask) : failure(404, 'Network not found', 404);
  };
}
