/** A recording as listed, all values invented. */
export const mediaAnswer = (change: object = {}) => ({
  id: 7000001,
  created_at: '2026-03-12T17:20:01+00:00',
  updated_at: '2026-03-12T21:51:35+00:00',
  deleted: false,
  device: 'catalina',
  device_id: 4101,
  device_name: 'Gate',
  network_id: 2101,
  network_name: 'Studio',
  type: 'video',
  source: 'pir',
  watched: true,
  thumbnail: '/media/thumb/7000001',
  media: '/api/v2/accounts/1000002/media/clip/7000001.mp4',
  time_zone: 'Europe/Berlin',
  ...change,
});
