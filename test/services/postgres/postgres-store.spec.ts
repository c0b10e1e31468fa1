import { afterAll, beforeAll } from '@jest/globals';
import { Pool } from 'pg';
import { PostgresStore } from '../../../lib/store/postgres/index.js';
import { describeStore } from '../../../lib/testing/index.js';
import { PostgresServer } from '../support/postgres-server.js';

let server: PostgresServer;
let pool: Pool;
beforeAll(async () => {
  server = await PostgresServer.start();
  pool = new Pool({ connectionString: server.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await server.remove();
});

const schemaOf = (place: string) => `s${place}`;

describeStore(
  'PostgresStore',
  (place) => new PostgresStore({ url: server.url, schema: schemaOf(place) }),
  {
    // As when a holder was frozen for longer than its lease lives.
    expireLeases: async (place) => {
      await pool.query(`UPDATE "${schemaOf(place)}".lease SET expires_at = now()`);
    },
    cleanUp: async (place) => {
      await pool.query(`DROP SCHEMA "${schemaOf(place)}" CASCADE`);
    },
  },
);
