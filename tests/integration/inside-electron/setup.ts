import { createCloudFetch } from '../../../electron/desktop/cloud-fetch.ts';
import { useTransport } from '../transport.ts';

useTransport(createCloudFetch());
