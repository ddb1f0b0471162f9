import * as v from 'valibot';
import { bodyAs, jsonOf } from '../http/bodies.ts';
import { call, newer, same } from '../http/calls.ts';
import { cloudTime, type Timeline } from '../clock.ts';
import { failure, json, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { Retention } from '../media/retention.ts';
import type { Route } from '../http/router.ts';
import type { World } from '../world.ts';

interface AccountDeps {
  readonly world: World;
  readonly timeline: Timeline;
  readonly retention: Retention;
}

const VideoOptions = jsonOf(v.object({ auto_purge_days: v.number() }));
const MediaSettings = jsonOf(v.object({ auto_delete_days: v.number() }));

/** What concerns the whole account: its features, how long clips are kept, what it has paid for. */
export function accountRoutes(deps: AccountDeps): readonly Route[] {
  const { world } = deps;
  const now = () => cloudTime(deps.timeline.now());
  return [
    ...call('GET', { old: ['/api/v1/account/options'], today: ['/api/v1/users/options'] }, () =>
      json(features(world)),
    ),
    ...same('POST', '/api/v1/account/video_options', (ask) => videoOptions(deps, ask)),
    ...newer('GET', '/api/v4/accounts/:a/media_settings', () => json(mediaSettings(deps))),
    ...newer('PATCH', '/api/v4/accounts/:a/media_settings', (ask) => {
      const asked = bodyAs(MediaSettings, ask);
      const isSet = asked !== undefined && deps.retention.set(asked.auto_delete_days);
      return isSet ? json(mediaSettings(deps)) : badOption();
    }),
    ...newer('GET', '/api/v3/accounts/:a/subscriptions/plans', () => json(plans(now()))),
    ...newer('GET', '/api/v2/accounts/:a/subscriptions/plans', () => json(plans(now()))),
    ...newer('GET', '/api/v2/accounts/:a/entitlements', () => json({ entitlements: [] })),
    ...newer('GET', '/api/v1/accounts/:a/access', () => json({ access: 'owner' })),
    ...newer('GET', '/api/v1/accounts/:a/feature_flags/enabled', () => json({ enabled: [] })),
  ];
}

const features = ({ devices }: World) => ({
  media_table_enabled: true,
  speaker_volume_enabled: true,
  advanced_motion_regions: Object.fromEntries(
    devices
      .filter(({ family }) => family === 'cameras')
      .map(({ id, settings }) => [`cam_${id}`, settings.advanced_motion_regions]),
  ),
  owl_app_enabled: true,
  legacy_account_mini: false,
});

const badOption = () => failure(400, 'Invalid video option', 213);

function videoOptions({ world, timeline, retention }: AccountDeps, ask: RoutedAsk): Answer {
  const asked = bodyAs(VideoOptions, ask);
  if (!asked || !retention.set(asked.auto_purge_days)) return badOption();
  const now = cloudTime(timeline.now());
  return json({
    id: world.file.account.id,
    created_at: '2024-03-02T09:30:00+00:00',
    updated_at: now,
    last_app_activity: now.slice(0, 10),
    country_code: null,
    phone_number: null,
    auto_purge_days: retention.days(),
    refresh_count: 0,
    power_user: false,
    feature_plan_id: null,
  });
}

const mediaSettings = ({ retention }: AccountDeps) => ({
  auto_delete_days: retention.days(),
  auto_delete_day_options: retention.options,
});

const plans = (now: string) => ({
  subscriptions: [{ id: 1, name: 'Simulated plan', status: 'active', updated_at: now }],
});
