const camera = {
  id: 4101,
  name: 'Gate',
  type: 'catalina',
  enabled: true,
  thumbnail: '/media/x/thumbnail.jpg?ts=1795379150&ext=',
  status: 'done',
  battery: 'low',
  network_id: 2101,
  signals: { lfr: 5, wifi: 4, temp: 71, battery: 1 },
};

// Its number is the camera's: numbers of different lists may coincide.
const owl = {
  id: 4101,
  name: 'Desk',
  type: 'hawk',
  onboarded: true,
  enabled: false,
  thumbnail: 1646822991,
  status: 'offline',
  network_id: 2101,
};

const doorbell = {
  id: 6101,
  name: 'Door',
  type: 'lotus',
  onboarded: true,
  enabled: true,
  thumbnail: null,
  status: 'online',
  battery: 'ok',
  network_id: 2101,
};

/** A homescreen with one of everything, all values invented. */
export const homescreenAnswer = () => ({
  account: { id: 1000002 },
  networks: [{ id: 2101, name: 'Studio', time_zone: 'Europe/Berlin', dst: true, armed: true }],
  sync_modules: [{ id: 3101, name: 'Hub', status: 'online', network_id: 2101, type: 'sm2' }],
  cameras: [camera],
  owls: [owl],
  doorbells: [doorbell],
});
