import * as v from 'valibot';

const Device = v.object({
  id: v.number(),
  name: v.string(),
  type: v.string(),
  enabled: v.boolean(),
  status: v.string(),
  thumbnail: v.string(),
  battery: v.optional(v.string()),
  network_id: v.number(),
});

const Homescreen = v.object({
  networks: v.array(v.object({ id: v.number(), name: v.string(), armed: v.boolean() })),
  sync_modules: v.array(v.object({ id: v.number(), network_id: v.number(), status: v.string() })),
  cameras: v.array(Device),
  owls: v.array(Device),
  doorbells: v.array(Device),
});

const Media = v.object({
  limit: v.number(),
  media: v.array(
    v.object({
      id: v.number(),
      created_at: v.string(),
      updated_at: v.string(),
      deleted: v.boolean(),
      device_name: v.string(),
      source: v.string(),
      watched: v.boolean(),
      media: v.string(),
      thumbnail: v.string(),
    }),
  ),
});

const Command = v.object({
  complete: v.boolean(),
  status_code: v.number(),
  commands: v.array(
    v.object({ id: v.number(), state_stage: v.string(), state_condition: v.string() }),
  ),
});

const Started = v.object({ id: v.number(), network_id: v.number() });

const reader =
  <T>(schema: v.GenericSchema<unknown, T>) =>
  async (response: Response): Promise<T> =>
    v.parse(schema, await response.json());

/** Answers as a client needs them; anything else fails the test that reads them. */
export const homescreenOf = reader(Homescreen);
export const mediaOf = reader(Media);
export const commandOf = reader(Command);
export const startedOf = reader(Started);
