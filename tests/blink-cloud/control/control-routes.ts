import * as v from 'valibot';
import { UnknownThingError, type Control } from './control.ts';
import { bytes, json, notFound, type Answer, type RoutedAsk } from '../http/exchange.ts';
import { FaultSchema } from '../faults/fault-schema.ts';
import { FLAWS } from '../live-view/certificate.ts';
import { createRouter } from '../http/router.ts';

interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly pattern: string;
  readonly handle: (ask: RoutedAsk) => Answer;
}

/** Everything below this path is for tests. */
export const CONTROL_PATH = '/__control/';

const MotionBody = v.strictObject({
  cameraId: v.optional(v.number()),
  cameraName: v.optional(v.string()),
  source: v.optional(v.pipe(v.string(), v.regex(/^\w+$/))),
  immediate: v.optional(v.boolean()),
  description: v.optional(v.string()),
  detections: v.optional(v.array(v.string())),
});
const ArmedBody = v.strictObject({ networkId: v.number(), armed: v.boolean() });
const DeviceBody = v.strictObject({
  cameraName: v.string(),
  enabled: v.optional(v.boolean()),
  online: v.optional(v.boolean()),
  battery: v.optional(v.picklist(['ok', 'low'])),
  temperatureF: v.optional(v.number()),
});
const ModuleBody = v.strictObject({ networkId: v.number(), online: v.boolean() });
const NetworkBody = v.strictObject({ networkId: v.number() });
const positive = v.optional(v.pipe(v.number(), v.gtValue(0)));
const RulesBody = v.strictObject({
  durationSeconds: positive,
  keepaliveSeconds: positive,
  connectSeconds: positive,
});
const CertificateBody = v.strictObject({ flaw: v.optional(v.picklist(FLAWS)) });
const ClockBody = v.strictObject({ advanceMs: v.pipe(v.number(), v.minValue(0)) });
const PurgeBody = v.strictObject({ olderThanHours: v.pipe(v.number(), v.minValue(0)) });
const RecordingsBody = v.strictObject({ mediaIds: v.array(v.number()) });
const RecordBody = v.strictObject({
  cameraName: v.string(),
  minutesAgo: v.pipe(v.number(), v.minValue(0)),
  listedMinutesAgo: v.optional(v.pipe(v.number(), v.minValue(0))),
});
const NameBody = v.strictObject({ cameraName: v.string() });
const RenameBody = v.strictObject({
  cameraName: v.string(),
  name: v.pipe(v.string(), v.nonEmpty()),
});
const OutageBody = v.strictObject({ ms: v.pipe(v.number(), v.gtValue(0)) });
const SpeedBody = v.strictObject({ factor: v.pipe(v.number(), v.gtValue(0)) });
const LifeBody = v.strictObject({ seconds: v.pipe(v.number(), v.minValue(0)) });

/** Answers requests below /__control: what it is told wrongly gets 400 with the reason. */
export function createControlRoutes(control: Control): (ask: RoutedAsk) => Answer {
  const find = createRouter(tableOf(control));
  return (ask) => {
    const match = find(ask.method, ask.path);
    if (!match) return notFound();
    try {
      return match.route.handle({ ...ask, params: match.params });
    } catch (error) {
      if (error instanceof UnknownThingError) return json({ error: error.message }, 404);
      if (error instanceof v.ValiError || error instanceof SyntaxError) {
        return json({ error: error.message }, 400);
      }
      throw error;
    }
  };
}

const done = () => json({ ok: true });

function told<T>(schema: v.GenericSchema<unknown, T>, ask: RoutedAsk): T {
  return v.parse(schema, JSON.parse(ask.body || '{}'));
}

type Handle = ControlRoute['handle'];
const get = (name: string, handle: Handle) => row('GET', name, handle);
const remove = (name: string, handle: Handle) => row('DELETE', name, handle);
const row = (method: ControlRoute['method'], name: string, handle: Handle): ControlRoute => ({
  method,
  pattern: CONTROL_PATH + name,
  handle,
});

/** A POST that changes something and answers `{"ok":true}`. */
const change = (name: string, act: (ask: RoutedAsk) => unknown) =>
  row('POST', name, (ask) => {
    act(ask);
    return done();
  });

function tableOf(control: Control): readonly ControlRoute[] {
  return [
    row('POST', 'motion', (ask) => json(control.motion(told(MotionBody, ask)))),
    change('fault', (ask) => control.fault(told(FaultSchema, ask))),
    remove('fault', (ask) => {
      control.clearFaults(ask.query.get('name') ?? undefined);
      return done();
    }),
    get('requests', () => json(control.requests())),
    remove('requests', () => {
      control.clearRequests();
      return done();
    }),
    get('state', () => json(control.state())),
    get('clip/:id', (ask) => {
      const clip = control.clip(Number(ask.params.id));
      return clip ? bytes(clip, 'video/mp4') : notFound();
    }),
    ...mediaTable(control),
    change('armed', (ask) => {
      const { networkId, armed } = told(ArmedBody, ask);
      control.setArmed(networkId, armed);
    }),
    change('device', (ask) => {
      const { cameraName, ...asked } = told(DeviceBody, ask);
      control.setDevice(cameraName, asked);
    }),
    change('module', (ask) => {
      const { networkId, online } = told(ModuleBody, ask);
      control.setModule(networkId, online);
    }),
    change('renumber', (ask) => control.renumberLocalClips(told(NetworkBody, ask).networkId)),
    get('local-clips/:id', (ask) => json(control.localClips(Number(ask.params.id)))),
    get('live-views', () => json(control.liveViews())),
    change('live-view-rules', (ask) => control.setLiveViewRules(told(RulesBody, ask))),
    get('certificates', () => json(control.liveViewFingerprints())),
    change('renew-certificates', (ask) =>
      control.renewLiveViewCertificates(told(CertificateBody, ask).flaw),
    ),
    change('clock', (ask) => control.advanceClock(told(ClockBody, ask).advanceMs)),
    change('speed', (ask) => control.setSpeed(told(SpeedBody, ask).factor)),
    change('token-life', (ask) => control.setTokenLife(told(LifeBody, ask).seconds)),
    change('expire-tokens', () => control.expireTokens()),
    change('revoke', () => control.revoke()),
  ];
}

const mediaTable = (control: Control): readonly ControlRoute[] => [
  get('recordings', () => json(control.recordings())),
  change('purge', (ask) => control.purge(told(PurgeBody, ask).olderThanHours)),
  row('POST', 'record', (ask) => json(control.record(told(RecordBody, ask)))),
  change('watch', (ask) => control.watch(told(RecordingsBody, ask).mediaIds)),
  change('relist', () => control.relist()),
  change('delete-recordings', (ask) =>
    control.deleteRecordings(told(RecordingsBody, ask).mediaIds),
  ),
  change('rename', (ask) => {
    const { cameraName, name } = told(RenameBody, ask);
    control.rename(cameraName, name);
  }),
  change('remove-device', (ask) => control.removeDevice(told(NameBody, ask).cameraName)),
  change('outage', (ask) => control.outage(told(OutageBody, ask).ms)),
];
