import * as v from 'valibot';
import { bodyAs, jsonOf, objectBody } from '../http/bodies.ts';
import { call } from '../http/calls.ts';
import { failure, json, numberParam, type Answer, type RoutedAsk } from '../http/exchange.ts';
import { withSystem } from '../commands/orders.ts';
import { DAYS, timeOf, type Program, type Schedules, type Step } from './schedules.ts';
import type { Route } from '../http/router.ts';
import type { System, World } from '../world.ts';

interface ProgramDeps {
  readonly world: World;
  readonly schedules: Schedules;
}

const StepBody = v.object({
  dow: v.array(v.picklist(DAYS)),
  devices: v.optional(v.array(v.unknown()), []),
  time: v.pipe(
    v.string(),
    v.check((written) => timeOf(written) !== undefined),
  ),
  action: v.picklist(['arm', 'disarm']),
});
const ProgramBody = jsonOf(
  v.object({ name: v.string(), format: v.literal('v1'), schedule: v.array(StepBody) }),
);

/** Schedules: listed, written, switched on and off. They run by themselves. */
export function programRoutes({ world, schedules }: ProgramDeps): readonly Route[] {
  const forms = (rest: string) => ({
    old: [`/api/v1/networks/:n/programs${rest}`],
    today: [`/api/v1/accounts/:a/networks/:n/programs${rest}`],
  });
  const post = (rest: string, then: (program: Program, ask: RoutedAsk) => Answer) =>
    call('POST', forms(rest), (ask) => {
      const program = schedules.find(numberParam(ask, 'n'), numberParam(ask, 'p'));
      return program ? then(program, ask) : failure(404, 'Program not found', 404);
    });
  const turn = (enabled: boolean, code: number) => (program: Program) => {
    schedules.replace({ ...program, enabled });
    const word = enabled ? 'enabled' : 'disabled';
    return json({ message: `Successfully ${word} program ${program.id}`, code });
  };
  return [
    ...call(
      'GET',
      forms(''),
      withSystem(world, ({ id }) => json(schedules.of(id).map(programJson))),
    ),
    ...call(
      'POST',
      forms('/create'),
      withSystem(world, (system, ask) => create(schedules, system, ask)),
    ),
    ...post('/:p/update', (program, ask) => update(schedules, program, ask)),
    ...post('/:p/enable', turn(true, 802)),
    ...post('/:p/disable', turn(false, 803)),
    ...post('/:p/delete', ({ id }) => {
      schedules.remove(id);
      return json({ message: `Successfully deleted program ${id}` });
    }),
  ];
}

const programJson = ({ id, networkId, name, enabled, steps }: Program) => ({
  id,
  network_id: networkId,
  status: enabled ? 'enabled' : 'disabled',
  name,
  format: 'v1',
  schedule: steps.map(({ days, devices, time, action }) => ({ dow: days, devices, time, action })),
});

const badProgram = () => failure(400, 'Invalid program', 400);

function create(schedules: Schedules, { id: networkId }: System, ask: RoutedAsk): Answer {
  const body = bodyAs(ProgramBody, ask);
  if (!body) return badProgram();
  const program = schedules.add({
    networkId,
    name: body.name,
    enabled: true,
    steps: stepsOf(body),
  });
  return json(written(program, ask));
}

function update(schedules: Schedules, program: Program, ask: RoutedAsk): Answer {
  const body = bodyAs(ProgramBody, ask);
  if (!body) return badProgram();
  const changed = { ...program, name: body.name, steps: stepsOf(body) };
  schedules.replace(changed);
  return json(written(changed, ask));
}

const stepsOf = ({ schedule }: v.InferOutput<typeof ProgramBody>): readonly Step[] =>
  schedule.map(({ dow, devices, time, action }) => ({ days: dow, devices, time, action }));

/** The program, its body once more as text, and one action per weekday. */
const written = (program: Program, ask: RoutedAsk) => ({
  program: { ...programJson(program), data: JSON.stringify(objectBody(ask)) },
  actions: program.steps
    .flatMap((step) => step.days.map((dow) => ({ ...step, dow })))
    .map(({ dow, devices, time, action }, index) => ({
      id: program.id * 100 + index,
      time: (timeOf(time) ?? '').slice(0, 5),
      dow,
      action,
      devices: JSON.stringify(devices),
      status: 'active',
      last_execution: null,
    })),
});
